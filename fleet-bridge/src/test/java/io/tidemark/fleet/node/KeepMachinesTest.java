package io.tidemark.fleet.node;

import static io.tidemark.fleet.node.Bench.MINUTE;
import static io.tidemark.fleet.node.Bench.SERVERS;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.exchange.contract.Hours;
import io.tidemark.fleet.driver.LeaseKey;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Section 9 of the rulebook as a test: whatever was traded, at each boundary each account keeps exactly min(P(h), P(h+1))
 * of the lots it uses, and they are not touched in between.
 */
class KeepMachinesTest {
    private static final int LOTS = 16;
    private static final int ACCOUNTS = 4;

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 4);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void everyAccountKeepsAsManyMachinesAsItHasInBothHours(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Bench bench = Bench.withoutFaults().installed(SERVERS, LOTS).offered(SERVERS, LOTS);
        long first = Hours.containing(bench.now) + 1;
        Map<Long, Set<String>> before = new HashMap<>();
        int kept = 0;
        for (long hour = first; hour < first + 6; hour++) {
            long start = Hours.startMillis(hour);
            bench.runUntil(start - 10 * MINUTE, MINUTE);
            Map<Long, Integer> plan = plan(random);
            long plannedHour = hour;
            plan.forEach((account, lots) -> bench.firm(SERVERS, account, plannedHour, lots));
            // The loop may be late for the boundary: machines are kept all the same.
            bench.runUntil(start - MINUTE, MINUTE);
            bench.runUntil(start + random.nextLong(1, 5) * MINUTE, 6 * MINUTE);
            Map<Long, Set<String>> now = new HashMap<>();
            for (long account = 1; account <= ACCOUNTS; account++) {
                LeaseKey key = LeaseKey.firm(SERVERS, account, hour);
                Set<String> had = before.getOrDefault(account, Set.of());
                Set<String> has = bench.lotsOf(key);
                Set<String> both = new HashSet<>(had);
                both.retainAll(has);
                int due = Math.min(had.size(), plan.getOrDefault(account, 0));
                assertThat(both).as("account " + account + " in hour " + hour).hasSize(due);
                assertThat(bench.fleet.handOvers(key).stream()
                                .filter(span -> both.contains(span.lot()))
                                .filter(span -> span.readyAt() < start - 10 * MINUTE))
                        .as("kept machines are not deployed anew")
                        .hasSize(hour == first ? 0 : due);
                kept += due;
                now.put(account, has);
            }
            // Lots that changed holder need their turnaround; by the end of the hour all are there.
            bench.runUntil(start + 40 * MINUTE, MINUTE);
            for (long account = 1; account <= ACCOUNTS; account++) {
                Set<String> has = bench.lotsOf(LeaseKey.firm(SERVERS, account, hour));
                assertThat(has).hasSize(plan.getOrDefault(account, 0)).containsAll(now.getOrDefault(account, Set.of()));
                before.put(account, has);
            }
        }
        assertThat(kept).isPositive();
    }

    /** Who gets how many lots, never more than there are. */
    private static Map<Long, Integer> plan(SplittableRandom random) {
        Map<Long, Integer> plan = new HashMap<>();
        int left = LOTS;
        for (long account = 1; account <= ACCOUNTS; account++) {
            int lots = random.nextInt(Math.min(left, 7) + 1);
            plan.put(account, lots);
            left -= lots;
        }
        return plan;
    }
}
