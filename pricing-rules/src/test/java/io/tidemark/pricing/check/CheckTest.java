package io.tidemark.pricing.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tidemark.pricing.Samples;
import io.tidemark.pricing.check.Check.Verdict;
import io.tidemark.pricing.sheet.Problem;
import io.tidemark.pricing.sheet.Problem.Code;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class CheckTest {
    private final Map<String, String> sheets = new TreeMap<>(Draft.builtIn().sheets());

    @Test
    void whatComesWithTheModuleHasNoProblemAndEveryRowOfItIsAsked() {
        Verdict verdict = verdict();
        assertThat(verdict.problems()).map(Problem::toString).isEmpty();
        assertThat(verdict.rules().orElseThrow().id()).isEqualTo(Samples.RULES.id());
        assertThat(verdict.ruleCount()).isEqualTo(61);
        assertThat(verdict.caseCount()).isEqualTo(18);
    }

    @Test
    void aCaseThatComesToSomethingElseIsToldWithTheRulesThatMadeIt() {
        change("cases", ",198,94,", ",199,94,");
        expect(new Problem(
                Code.OTHER_OUTCOME,
                "cases",
                3,
                "fair_ticks",
                "'an idle pool on a weekday night' comes to 198, not to 199, by machine/3, hour-of-week/2, lead-time/2,"
                        + " pressure/2, utilisation/2, reference-weight/2",
                "198 here, or tables that come to 199"));
    }

    @Test
    void aTableThatSaysSomethingElseIsCaughtByEveryCaseThatAsksIt() {
        change("fees", "B200X8,0,2000,5,20", "B200X8,0,2000,5,21");
        assertThat(verdict().problems())
                .hasSize(5)
                .allSatisfy(problem -> assertThat(problem.code()).isEqualTo(Code.OTHER_OUTCOME))
                .allSatisfy(problem -> assertThat(problem.column()).isEqualTo("taker_bps"));
    }

    @Test
    void aRowThatNoCaseAsksIsNamed() {
        drop("a busy pool on a weekday evening");
        drop("an hour on the lower side");
        assertThat(verdict().problems())
                .contains(new Problem(
                        Code.NEVER_ASKED,
                        "hour-of-week",
                        5,
                        "",
                        "no case asks this row",
                        "a case with day_of_week from 0 to 5 and hour_of_day from 21 to 24"))
                .allSatisfy(problem -> assertThat(problem.code()).isEqualTo(Code.NEVER_ASKED));
        assertThat(verdict().rules()).isEmpty();
    }

    @Test
    void toAskARowIsNotEnoughIfNothingIsExpectedOfWhatItSays() {
        sheets.computeIfPresent(
                "cases",
                (name, text) -> Arrays.stream(text.split("\n", -1))
                        .map(line -> line.startsWith("case,") ? line : line.replaceFirst(",[0-9]+,([0-9]+)$", ",,$1"))
                        .collect(Collectors.joining("\n")));
        assertThat(verdict().problems())
                .hasSize(3)
                .contains(new Problem(
                        Code.NEVER_ASKED,
                        "reclaim",
                        4,
                        "notice_seconds",
                        "cases ask this row, but none expects what comes of this value",
                        "a case with utilisation_bps from 9200 to 10001 that expects notice_seconds"));
    }

    @Test
    void withoutCasesADraftIsNotChecked() {
        sheets.remove("cases");
        assertThat(verdict().problems())
                .map(Problem::toString)
                .singleElement()
                .asString()
                .startsWith("cases: the cases are missing; right would be a sheet with the columns case,sku,");
    }

    @Test
    void problemsOfTablesAndOfCasesAreToldTogether() {
        change("lead-time", "0,60,-500", "0,59,-500");
        change("cases", "B200X8,1000,-1,30", "B200X8,10001,x,30");
        assertThat(verdict().problems())
                .map(problem -> problem.code() + " " + problem.table() + " " + problem.row() + " " + problem.column())
                .containsExactly(
                        "GAP lead-time 0 ",
                        "OUT_OF_RANGE cases 3 utilisation_bps",
                        "NOT_A_NUMBER cases 3 volatility_bps");
        assertThat(verdict().rules()).isEmpty();
    }

    @Test
    void aCaseHasANameOfItsOwnAndExpectsSomething() {
        sheets.computeIfPresent(
                "cases",
                (name, text) -> text
                        + "the furthest hour of an empty pool,B200X8,0,0,0,0,0,0,0,0,,,,,,,,,,,,,,,,,,,,,600,\n"
                        + "a case that expects nothing,B200X8,0,0,0,0,0,0,0,0,,,,,,,,,,,,,,,,,,,,,,\n");
        assertThat(verdict().problems())
                .map(problem -> problem.code() + " " + problem.row() + " " + problem.message())
                .containsExactly(
                        "CASE_TWICE 21 row 14 has the same name", "NOTHING_EXPECTED 22 the case expects nothing");
    }

    @Test
    void whatHasNoProblemBecomesARuleSetAndNothingElseDoes() {
        assertThat(Check.passed(Draft.of(sheets)).id()).isEqualTo(Samples.RULES.id());
        change("reclaim", "120", "119");
        DraftRefusedException refused =
                catchThrowableOfType(DraftRefusedException.class, () -> Check.passed(Draft.of(sheets)));
        assertThat(refused).hasMessageContaining("reclaim row 4 column notice_seconds: out of range: 119");
        assertThat(refused.problems()).isEqualTo(verdict().problems());
    }

    @Test
    void whoeverChangesATableMayTakeOverWhatTheCasesComeToNow() {
        change("machine", "B200X8,320", "B200X8,330");
        change("cases", ",5,20,0,100,1000,600,640\na little", ",,20,0,100,1000,600,640\na little");
        assertThat(Check.accepting(Draft.of(sheets)).cases().orElseThrow())
                .contains(
                        "0,3,1000,0,0,6000,9231,10000,205,97,150,6,5000,3000,109,132,165,33,1320,9000,,20,0,100,1000,600,660\n")
                .contains("\n# Facts, then what should be published for them.");
        assertThat(Check.of(Check.accepting(Draft.of(sheets))).problems()).isEmpty();
        assertThat(Check.accepting(Draft.builtIn())).isEqualTo(Draft.builtIn());

        change("cases", "B200X8,1000,-1,30", "B200X8,1000,x,30");
        assertThatExceptionOfType(DraftRefusedException.class)
                .isThrownBy(() -> Check.accepting(Draft.of(sheets)))
                .withMessageContaining("cases row 3 column volatility_bps: not a whole number");
    }

    private Verdict verdict() {
        return Check.of(Draft.of(sheets));
    }

    private void expect(Problem problem) {
        assertThat(verdict().problems()).containsExactly(problem);
    }

    private void change(String sheet, String from, String to) {
        assertThat(sheets.get(sheet)).contains(from);
        sheets.computeIfPresent(sheet, (name, text) -> text.replace(from, to));
    }

    private void drop(String golden) {
        change("cases", golden, "# " + golden);
    }
}
