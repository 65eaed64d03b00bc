package io.tidemark.pricing.compile;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.exchange.contract.PoolId;
import io.tidemark.pricing.Samples;
import io.tidemark.pricing.facts.GroupFacts;
import io.tidemark.pricing.facts.HourFacts;
import io.tidemark.pricing.facts.PoolFacts;
import io.tidemark.pricing.publish.Effect;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** A rule that no week of any ordinary pool ever needs is a mistake in a table. */
class RuleCoverageTest {
    @Test
    void everyRuleSpeaksInSomeWeek() {
        Set<String> spoken = new TreeSet<>();
        for (PoolFacts week : List.of(
                week("B200X8.PRN1", 2_000, PoolFacts.UNKNOWN_VOLATILITY),
                week("GB200R64.HYP1", 5_000, 500),
                week("GB300R64.HYP1", 7_000, 2_000),
                week("B200X8.PRN1", 8_500, 9_000),
                week("B200X8.PRN1", 9_700, 100))) {
            Samples.RULES.judge(week).stream().map(Effect::ruleId).forEach(spoken::add);
            for (long traded : Samples.RULES.tierStarts()) {
                Samples.RULES.judge(week, new GroupFacts(traded)).stream()
                        .map(Effect::ruleId)
                        .forEach(spoken::add);
            }
        }
        assertThat(spoken).containsExactlyInAnyOrderElementsOf(Samples.RULES.ruleIds());
    }

    /** A week in which early and late hours are sold well and badly, some of them never. */
    private static PoolFacts week(String pool, long utilisationBps, long volatilityBps) {
        List<HourFacts> hours = new ArrayList<>();
        for (long ahead = 0; ahead < 168; ahead++) {
            hours.add(HourFacts.at(
                    Samples.NOON, Samples.epochHour(ahead), 100, 80, ahead * 37 % 81, ahead % 3 == 0 ? 0 : 300));
        }
        return new PoolFacts(
                PoolId.parse(pool), Samples.NOON, 100, 60, utilisationBps, volatilityBps, Samples.LIMITS, hours);
    }
}
