package io.tidemark.pricing.compare;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.pricing.Samples;
import io.tidemark.pricing.compare.Comparison.Move;
import io.tidemark.pricing.compare.RowChange.Kind;
import io.tidemark.pricing.compile.RuleSet;
import io.tidemark.pricing.outcome.Outcome;
import io.tidemark.pricing.table.Dimension;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ComparisonTest {
    private final Map<String, String> tables = new TreeMap<>(RuleSet.builtInTables());

    @Test
    void aRuleSetIsNotDifferentFromItself() {
        Comparison comparison = Comparison.of(Samples.RULES, Samples.RULES);
        assertThat(comparison.rows()).isEmpty();
        assertThat(comparison.moves()).isEmpty();
        // Three machines, five bands of utilisation, four of volatility, five of lead, two of days, four of the day,
        // five
        // of shares sold, two of the last price.
        assertThat(comparison.cells()).isEqualTo(3 * 5 * 4 * 5 * 2 * 4 * 5 * 2);
        assertThat(comparison.oneIn()).isEqualTo(1);
    }

    @Test
    void aChangedCellIsToldWithWhatItMovesAndWhereItMovesItMost() {
        change("reclaim", "0,8000,600", "0,8000,900");
        Comparison comparison = Comparison.of(Samples.RULES, RuleSet.of(tables));
        assertThat(comparison.rows())
                .containsExactly(new RowChange(
                        Kind.CHANGED, "reclaim", 2, "utilisation_bps from 0 to 8000", "notice_seconds 600 -> 900"));
        assertThat(comparison.moves()).singleElement().satisfies(move -> {
            assertThat(move.outcome()).isEqualTo(Outcome.NOTICE_SECONDS);
            // Three of the five bands of utilisation, for each machine and band of volatility.
            assertThat(move.moved()).isEqualTo(3 * 3 * 4);
            assertThat(move.asked()).isEqualTo(3 * 5 * 4);
            assertThat(move.from()).isEqualTo(600);
            assertThat(move.to()).isEqualTo(900);
            assertThat(move.where().at(Dimension.UTILISATION_BPS)).isLessThan(8_000);
        });
    }

    @Test
    void aValueOfOneTableMovesEveryFigureThatItFlowsInto() {
        change("hour-of-week", "0,5,13,21,700", "0,5,13,21,900");
        Comparison comparison = Comparison.of(Samples.RULES, RuleSet.of(tables));
        assertThat(comparison.moves())
                .map(Move::outcome)
                .containsExactly(Outcome.FAIR_TICKS, Outcome.ASK_FLOOR_TICKS, Outcome.ASK_CAP_TICKS);
        Move fair = comparison.moves().get(0);
        assertThat(fair.moved()).isEqualTo(24_000 / 8);
        assertThat(fair.where().at(Dimension.DAY_OF_WEEK)).isZero();
        assertThat(fair.where().at(Dimension.HOUR_OF_DAY)).isEqualTo(13);
        assertThat(fair.where().at(Dimension.REFERENCE_TICKS))
                .as("nothing dampens it there")
                .isZero();
        assertThat(fair.to() - fair.from()).as("2 % of 460").isBetween(9L, 10L);
    }

    @Test
    void rowsThatAreSplitAreRemovedAndAdded() {
        change(
                "lead-time",
                "60,1440,0,today and tomorrow are the usual case",
                "# A comment moves lines and changes nothing.\n"
                        + "60,600,0,today and tomorrow are the usual case\n600,1440,50,tomorrow is another day");
        Comparison comparison = Comparison.of(Samples.RULES, RuleSet.of(tables));
        assertThat(comparison.rows())
                .containsExactly(
                        new RowChange(Kind.REMOVED, "lead-time", 3, "lead_minutes from 60 to 1440", "fair_bps 0"),
                        new RowChange(Kind.ADDED, "lead-time", 4, "lead_minutes from 60 to 600", "fair_bps 0"),
                        new RowChange(Kind.ADDED, "lead-time", 5, "lead_minutes from 600 to 1440", "fair_bps 50"));
        assertThat(comparison.moves())
                .allSatisfy(move ->
                        assertThat(move.where().at(Dimension.LEAD_MINUTES)).isEqualTo(600));
    }

    @Test
    void anotherReasonIsNoOtherPrice() {
        change("reclaim", "can wait ten minutes", "can wait for ten minutes");
        Comparison comparison = Comparison.of(Samples.RULES, RuleSet.of(tables));
        assertThat(comparison.rows()).map(RowChange::kind).containsExactly(Kind.REWORDED);
        assertThat(comparison.moves()).isEmpty();
    }

    @Test
    void ofAGridThatIsTooLargeASampleIsAskedThatMissesNoBand() {
        change("lead-time", "0,60,-500", "0,60,-900");
        Comparison comparison = Comparison.of(Samples.RULES, RuleSet.of(tables), 1_000);
        assertThat(comparison.cells()).isBetween(700L, 1_000L);
        assertThat(comparison.oneIn()).isEqualTo(29);
        assertThat(comparison.moves()).map(Move::outcome).contains(Outcome.FAIR_TICKS);
    }

    private void change(String table, String from, String to) {
        assertThat(tables.get(table)).contains(from);
        tables.computeIfPresent(table, (name, text) -> text.replace(from, to));
    }
}
