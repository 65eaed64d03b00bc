package io.tidemark.pricing.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tidemark.pricing.compile.RuleSet;
import io.tidemark.pricing.sheet.Problem;
import io.tidemark.pricing.sheet.Problem.Code;
import io.tidemark.pricing.sheet.Sheet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Each test breaks one thing in tables that were right, and expects it told in the author's coordinates. */
class TablesTest {
    private final Map<String, String> texts = new TreeMap<>(RuleSet.builtInTables());

    @Test
    void theTablesThatComeWithTheModuleAreRight() {
        assertThat(Tables.read(texts).all()).hasSameSizeAs(Schema.values());
    }

    @Test
    void aWordIsNoNumber() {
        given("lead-time", """
                lead_minutes_from,lead_minutes_to,fair_bps,reason
                0,20160,five,any lead is the same
                """);
        expect(new Problem(
                Code.NOT_A_NUMBER,
                "lead-time",
                2,
                "fair_bps",
                "not a whole number: 'five'",
                "a whole number from -5000 to 20000"));
    }

    @Test
    void codeInACellIsNoNumber() {
        given("lead-time", """
                lead_minutes_from,lead_minutes_to,fair_bps,reason
                0,20160,System.exit(1);,any lead is the same
                """);
        expect(new Problem(
                Code.NOT_A_NUMBER,
                "lead-time",
                2,
                "fair_bps",
                "not a whole number: 'System.exit(1);'",
                "a whole number from -5000 to 20000"));
    }

    @Test
    void codeInAReasonIsNoPhrase() {
        given("lead-time", """
                lead_minutes_from,lead_minutes_to,fair_bps,reason
                0,20160,5,x" then System.exit(1); end rule "y
                """);
        expect(new Problem(
                Code.NOT_A_PHRASE,
                "lead-time",
                2,
                "reason",
                "not a plain phrase: 'x\" then System.exit(1); end rule \"y'",
                "8 to 120 letters, digits, spaces and . % ' - that complete a sentence after \"because\""));
    }

    @Test
    void aFormulaIsNoNumber() {
        given("lead-time", """
                lead_minutes_from,lead_minutes_to,fair_bps,reason
                0,20160,=A1*2,any lead is the same
                """);
        expect(new Problem(
                Code.NOT_A_NUMBER,
                "lead-time",
                2,
                "fair_bps",
                "not a whole number: '=A1*2'",
                "a whole number from -5000 to 20000"));
    }

    @Test
    void aNumberThatDoesNotFitALongIsOutOfRange() {
        given("lead-time", """
                lead_minutes_from,lead_minutes_to,fair_bps,reason
                0,20160,99999999999999999999,any lead is the same
                """);
        expect(new Problem(
                Code.OUT_OF_RANGE,
                "lead-time",
                2,
                "fair_bps",
                "out of range: 99999999999999999999",
                "a whole number from -5000 to 20000"));
    }

    @Test
    void aNumberAboveWhatItsColumnAllowsIsOutOfRange() {
        given("reclaim", """
                utilisation_bps_from,utilisation_bps_to,notice_seconds,buy_back_bps,reason
                0,10001,119,0,nobody needs two minutes
                """);
        expect(new Problem(
                Code.OUT_OF_RANGE,
                "reclaim",
                2,
                "notice_seconds",
                "out of range: 119",
                "a whole number from 120 to 86400"));
    }

    @Test
    void aFractionIsRefusedAndNeverRounded() {
        given("lead-time", """
                lead_minutes_from,lead_minutes_to,fair_bps,reason
                0,20160,1.5,any lead is the same
                """);
        expect(new Problem(
                Code.NOT_A_NUMBER,
                "lead-time",
                2,
                "fair_bps",
                "not a whole number: '1.5'",
                "a whole number from -5000 to 20000"));
    }

    @Test
    void aMachineNobodyHasIsNoName() {
        given("fees", """
                sku,traded_lot_hours_from,traded_lot_hours_to,maker_bps,taker_bps,reason
                B200X8,0,1000000001,5,20,fees are fees everywhere
                GB200R64,0,1000000001,5,20,fees are fees everywhere
                GB300R72,0,1000000001,5,20,fees are fees everywhere
                """);
        expect(new Problem(
                Code.UNKNOWN_NAME, "fees", 4, "sku", "no such name: 'GB300R72'", "one of B200X8, GB200R64, GB300R64"));
    }

    @Test
    void anUnknownFieldIsNoColumn() {
        given("lead-time", """
                lead_minutes_from,lead_minutes_to,moon_phase,fair_bps,reason
                0,20160,1,5,any lead is the same
                """);
        expect(new Problem(
                Code.UNKNOWN_COLUMN,
                "lead-time",
                1,
                "moon_phase",
                "there is no such column",
                "one of lead_minutes_from, lead_minutes_to, fair_bps, reason"));
    }

    @Test
    void aColumnMayNotBeLeftOut() {
        given("lead-time", """
                lead_minutes_from,lead_minutes_to,fair_bps
                0,20160,5
                """);
        expect(new Problem(
                Code.MISSING_COLUMN,
                "lead-time",
                1,
                "reason",
                "the column is missing",
                "the header lead_minutes_from,lead_minutes_to,fair_bps,reason"));
    }

    @Test
    void columnsStandInOneOrder() {
        given("lead-time", """
                lead_minutes_to,lead_minutes_from,fair_bps,reason
                20160,0,5,any lead is the same
                """);
        expect(new Problem(
                Code.COLUMN_ORDER,
                "lead-time",
                1,
                "",
                "the columns are in another order",
                "the header lead_minutes_from,lead_minutes_to,fair_bps,reason"));
    }

    @Test
    void aRowHasAsManyCellsAsTheHeader() {
        given("lead-time", """
                lead_minutes_from,lead_minutes_to,fair_bps,reason
                0,20160,5
                """);
        expect(new Problem(
                Code.WRONG_CELL_COUNT,
                "lead-time",
                2,
                "",
                "it has 3 cells",
                "4: lead_minutes_from,lead_minutes_to,fair_bps,reason"));
    }

    @Test
    void anEmptyBandIsRefused() {
        given("lead-time", """
                lead_minutes_from,lead_minutes_to,fair_bps,reason
                0,20160,5,any lead is the same
                60,60,5,no lead is like this one
                """);
        expect(new Problem(
                Code.EMPTY_BAND,
                "lead-time",
                3,
                "lead_minutes_to",
                "the band from 60 to 60 is empty",
                "more than 60: a band holds from, but not to"));
    }

    @Test
    void aGapIsFoundToTheMinute() {
        given("lead-time", """
                lead_minutes_from,lead_minutes_to,fair_bps,reason
                # The minute in between is nobody's.
                0,60,5,the first hour is near
                61,20160,5,later hours are far
                """);
        expect(new Problem(Code.GAP, "lead-time", 0, "", "no row covers lead_minutes from 60 to 61", "a row for it"));
    }

    @Test
    void aGapIsFoundInTheMiddleOfAGrid() {
        given("hour-of-week", """
                day_of_week_from,day_of_week_to,hour_of_day_from,hour_of_day_to,fair_bps,reason
                0,7,0,8,1,nights are all the same
                0,3,8,24,2,half a week is long enough
                4,7,8,24,3,the other half is longer
                """);
        expect(new Problem(
                Code.GAP,
                "hour-of-week",
                0,
                "",
                "no row covers day_of_week from 3 to 4 and hour_of_day from 8 to 24",
                "a row for it"));
    }

    @Test
    void aMachineWithoutARowIsAGap() {
        given("fees", """
                sku,traded_lot_hours_from,traded_lot_hours_to,maker_bps,taker_bps,reason
                B200X8,0,1000000001,5,20,fees are fees everywhere
                GB300R64,0,1000000001,5,20,fees are fees everywhere
                """);
        expect(new Problem(
                Code.GAP,
                "fees",
                0,
                "",
                "no row covers sku GB200R64 and traded_lot_hours from 0 to 1000000001",
                "a row for it"));
    }

    @Test
    void everyMachineWithoutARowIsAGapOfItsOwn() {
        given("fees", """
                sku,traded_lot_hours_from,traded_lot_hours_to,maker_bps,taker_bps,reason
                B200X8,0,1000000001,5,20,fees are fees everywhere
                """);
        assertThat(problems())
                .map(Problem::message)
                .containsExactly(
                        "no row covers sku GB200R64 and traded_lot_hours from 0 to 1000000001",
                        "no row covers sku GB300R64 and traded_lot_hours from 0 to 1000000001");
    }

    @Test
    void anOverlapIsFoundToTheMinute() {
        given("lead-time", """
                lead_minutes_from,lead_minutes_to,fair_bps,reason
                0,61,5,the first hour is near
                60,20160,5,later hours are far
                """);
        expect(new Problem(
                Code.OVERLAP,
                "lead-time",
                3,
                "",
                "it overlaps row 2 in lead_minutes from 60 to 61",
                "bands that no other row covers"));
    }

    @Test
    void reservePricesRiseFromTrancheToTranche() {
        given("spot-reserve", """
                utilisation_bps_from,utilisation_bps_to,first_share_bps,first_price_bps,second_share_bps,second_price_bps,rest_price_bps,reason
                0,10001,5000,4000,3000,3999,5000,the second tranche is cheaper
                """);
        expect(new Problem(
                Code.NOT_RISING,
                "spot-reserve",
                2,
                "second_price_bps",
                "3999 is less than first_price_bps",
                "at least 4000"));
    }

    @Test
    void reserveSharesAreNoMoreThanTheWhole() {
        given("spot-reserve", """
                utilisation_bps_from,utilisation_bps_to,first_share_bps,first_price_bps,second_share_bps,second_price_bps,rest_price_bps,reason
                0,10001,6000,3000,4001,4000,5000,the shares are too many
                """);
        expect(new Problem(
                Code.SHARES_TOO_LARGE,
                "spot-reserve",
                2,
                "second_share_bps",
                "the shares are more than the whole",
                "at most 4000"));
    }

    @Test
    void whoTradesMoreNeverPaysMore() {
        given("fees", """
                sku,traded_lot_hours_from,traded_lot_hours_to,maker_bps,taker_bps,reason
                B200X8,500,1000000001,5,21,who trades much pays more
                B200X8,0,500,5,20,who trades little pays less
                GB200R64,0,1000000001,5,15,fees are fees everywhere
                GB300R64,0,1000000001,9,22,another machine has its own
                """);
        expect(new Problem(
                Code.NOT_FALLING,
                "fees",
                2,
                "taker_bps",
                "21 is more than in row 3, for those who traded less",
                "at most 20"));
    }

    @Test
    void aRebateIsNoFee() {
        given("fees", """
                sku,traded_lot_hours_from,traded_lot_hours_to,maker_bps,taker_bps,reason
                B200X8,0,1000000001,-1,10,makers are loved too much
                GB200R64,0,1000000001,5,15,fees are fees everywhere
                GB300R64,0,1000000001,5,15,fees are fees everywhere
                """);
        expect(new Problem(
                Code.OUT_OF_RANGE, "fees", 2, "maker_bps", "out of range: -1", "a whole number from 0 to 500"));
    }

    @Test
    void groupsAreCutIntoNoMoreTiersThanAnybodyCouldExplain() {
        StringBuilder risk = new StringBuilder("traded_lot_hours_from,traded_lot_hours_to,position_limit_bps,"
                + "orders_per_second,burst_orders,reason\n");
        for (int i = 0; i < 10; i++) {
            risk.append(i * 7)
                    .append(',')
                    .append(i == 9 ? 1_000_000_001 : (i + 1) * 7)
                    .append(",4000,1,1,it is fair\n");
        }
        given("risk", risk.toString());
        // Those of the fees that come with the module begin at 2,000 and 20,000 as well.
        expect(new Problem(
                Code.TOO_MANY_TIERS,
                "risk",
                0,
                "",
                "together with fees it cuts groups into 12 tiers",
                "bands of traded_lot_hours that begin at 10 places in both tables together"));
    }

    @Test
    void aMissingTableIsMissedAndAnUnknownOneIsRefused() {
        texts.put("moon", texts.remove("reclaim"));
        assertThat(problems())
                .map(Problem::toString)
                .containsExactly(
                        "moon: there is no such table; right would be one of firm-share, machine, utilisation, lead-time,"
                                + " hour-of-week, pressure, reference-weight, markdown, spot-reserve, bands, fees,"
                                + " risk, reclaim",
                        "reclaim: the table is missing; right would be a table with the columns"
                                + " utilisation_bps_from,utilisation_bps_to,notice_seconds,buy_back_bps,reason");
    }

    @Test
    void allProblemsAreToldAtOnce() {
        given("lead-time", """
                lead_minutes_from,lead_minutes_to,fair_bps,reason
                0,60,x,the first hour is near
                60,y,5,later hours are far
                """);
        given("reclaim", "");
        assertThat(problems())
                .map(problem -> problem.table() + " " + problem.row() + " " + problem.column())
                .containsExactly(
                        "lead-time 2 fair_bps",
                        "lead-time 3 lead_minutes_to",
                        "reclaim 1 ",
                        "reclaim 1 utilisation_bps_from",
                        "reclaim 1 utilisation_bps_to",
                        "reclaim 1 notice_seconds",
                        "reclaim 1 buy_back_bps",
                        "reclaim 1 reason");
    }

    @Test
    void aTableOfMoreRowsThanCompileQuicklyIsRefused() {
        StringBuilder rows = new StringBuilder("lead_minutes_from,lead_minutes_to,fair_bps,reason\n");
        for (int i = 0; i < Sheet.MAX_ROWS; i++) {
            rows.append(i).append(',').append(i + 1).append(",0,every minute has its rule\n");
        }
        rows.append(Sheet.MAX_ROWS).append(",20160,0,and so does the rest\n");
        given("lead-time", rows.toString());
        expect(new Problem(Code.TOO_MANY_ROWS, "lead-time", 0, "", "it has 101 rows", "at most 100"));
    }

    private void given(String table, String text) {
        texts.put(table, text);
    }

    private void expect(Problem problem) {
        assertThat(problems()).containsExactly(problem);
    }

    private List<Problem> problems() {
        TablesRefusedException refused = catchThrowableOfType(TablesRefusedException.class, () -> Tables.read(texts));
        return refused.problems();
    }
}
