package io.tidemark.pricing.compile;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.exchange.contract.PoolId;
import io.tidemark.pricing.Samples;
import io.tidemark.pricing.facts.GroupFacts;
import io.tidemark.pricing.facts.HourFacts;
import io.tidemark.pricing.facts.PoolFacts;
import io.tidemark.pricing.facts.SurplusOutlook;
import io.tidemark.pricing.publish.Effect;
import io.tidemark.pricing.table.Dimension;
import io.tidemark.pricing.table.Row;
import io.tidemark.pricing.table.Schema;
import io.tidemark.pricing.table.Tables;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * One rule, one test: it speaks at both ends of its bands, and it is silent one step outside each end, where its nearest
 * neighbour speaks instead.
 */
class EveryRuleTest {
    /** A rule, named as the sentence it stands for. */
    record Rule(Schema schema, Row row) {
        @Override
        public String toString() {
            List<String> conditions = new ArrayList<>();
            for (int i = 0; i < row.bands().size(); i++) {
                Dimension dimension = schema.dimensions().get(i);
                Row.Band band = row.bands().get(i);
                conditions.add(dimension.label()
                        + (dimension.isName()
                                ? " is " + dimension.nameAt(band.from())
                                : " is " + band.from() + " to " + (band.to() - 1)));
            }
            List<String> values = new ArrayList<>();
            for (int i = 0; i < row.values().size(); i++) {
                values.add(
                        schema.outputs().get(i).column() + " is " + row.values().get(i));
            }
            return "When " + String.join(" and ", conditions) + ", " + String.join(", ", values) + " because "
                    + row.reason() + " [" + id() + "]";
        }

        String id() {
            return schema.table() + "/" + row.number();
        }
    }

    static Stream<Rule> rules() {
        return Tables.read(RuleSet.builtInTables()).all().stream()
                .flatMap(table -> table.rows().stream().map(row -> new Rule(table.schema(), row)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rules")
    void speaksInItsBandsAndIsSilentNextToThem(Rule rule) {
        Map<Dimension, Long> first = new EnumMap<>(Dimension.class);
        Map<Dimension, Long> last = new EnumMap<>(Dimension.class);
        for (int i = 0; i < rule.row().bands().size(); i++) {
            first.put(
                    rule.schema().dimensions().get(i), rule.row().bands().get(i).from());
            last.put(
                    rule.schema().dimensions().get(i), rule.row().bands().get(i).to() - 1);
        }
        assertThat(speaking(rule, first))
                .containsOnly(rule.id())
                .hasSameSizeAs(rule.schema().outputs());
        assertThat(speaking(rule, last))
                .containsOnly(rule.id())
                .hasSameSizeAs(rule.schema().outputs());

        first.forEach((dimension, from) -> {
            if (from > dimension.least()) {
                assertThat(speaking(rule, with(first, dimension, from - 1)))
                        .as("just below %s", dimension)
                        .doesNotContain(rule.id())
                        .hasSameSizeAs(rule.schema().outputs());
            }
        });
        last.forEach((dimension, to) -> {
            if (to + 1 < dimension.end()) {
                assertThat(speaking(rule, with(last, dimension, to + 1)))
                        .as("just above %s", dimension)
                        .doesNotContain(rule.id())
                        .hasSameSizeAs(rule.schema().outputs());
            }
        });
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rules")
    void saysWhatItsRowSays(Rule rule) {
        Map<Dimension, Long> point = new EnumMap<>(Dimension.class);
        for (int i = 0; i < rule.row().bands().size(); i++) {
            point.put(
                    rule.schema().dimensions().get(i), rule.row().bands().get(i).from());
        }
        List<Effect> said = judge(point).stream()
                .filter(effect -> effect.ruleId().equals(rule.id()))
                .toList();
        assertThat(said).map(Effect::output).isEqualTo(rule.schema().outputs());
        assertThat(said).map(Effect::value).isEqualTo(rule.row().values());
        assertThat(said).allSatisfy(effect -> {
            assertThat(effect.hour()).isEqualTo(rule.schema().isAboutHours() ? 1 : Effect.WHOLE_POOL);
            assertThat(effect.reason()).isEqualTo(rule.row().reason());
            assertThat(effect.input())
                    .contains(rule.schema().dimensions().get(0).label() + "=");
        });
    }

    /** The rules of the same table that speak at a point. */
    private static List<String> speaking(Rule rule, Map<Dimension, Long> point) {
        return judge(point).stream()
                .filter(effect -> effect.table().equals(rule.schema().table()))
                .map(Effect::ruleId)
                .toList();
    }

    /** What all rules say of a pool, its hour and a group in it. */
    private static List<Effect> judge(Map<Dimension, Long> point) {
        List<Effect> said = new ArrayList<>(Samples.RULES.judge(facts(point)));
        GroupFacts group = new GroupFacts(point.getOrDefault(Dimension.TRADED_LOT_HOURS, 5L));
        said.addAll(Samples.RULES.judge(facts(point), group));
        return said;
    }

    private static Map<Dimension, Long> with(Map<Dimension, Long> point, Dimension dimension, long value) {
        Map<Dimension, Long> moved = new EnumMap<>(point);
        moved.put(dimension, value);
        return moved;
    }

    private static PoolFacts facts(Map<Dimension, Long> point) {
        HourFacts hour = new HourFacts(
                1,
                point.getOrDefault(Dimension.LEAD_MINUTES, 90L),
                point.getOrDefault(Dimension.DAY_OF_WEEK, 2L) * 24 + point.getOrDefault(Dimension.HOUR_OF_DAY, 10L),
                10_000,
                10_000,
                point.getOrDefault(Dimension.SOLD_SHARE_BPS, 100L),
                point.getOrDefault(Dimension.REFERENCE_TICKS, 300L),
                SurplusOutlook.UNKNOWN);
        String sku = Dimension.SKU.nameAt(point.getOrDefault(Dimension.SKU, 0L));
        return new PoolFacts(
                PoolId.parse(sku + ".PRN1"),
                0,
                100,
                50,
                point.getOrDefault(Dimension.UTILISATION_BPS, 7_000L),
                point.getOrDefault(Dimension.VOLATILITY_BPS, 100L),
                Samples.LIMITS,
                List.of(hour));
    }
}
