package io.tidemark.fleet.node;

import static io.tidemark.fleet.node.Bench.MINUTE;
import static io.tidemark.fleet.node.Bench.RACKS;
import static io.tidemark.fleet.node.Bench.SECOND;
import static io.tidemark.fleet.node.Bench.SERVERS;
import static io.tidemark.fleet.node.Bench.T0;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.exchange.contract.Hours;
import io.tidemark.exchange.contract.PoolId;
import io.tidemark.fleet.driver.LeaseKey;
import io.tidemark.fleet.driver.NodeRef;
import io.tidemark.fleet.driver.NodeView;
import io.tidemark.fleet.driver.Phase;
import io.tidemark.fleet.driver.embedded.Faults;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Hours of a fleet in which everything happens: tenants come, grow, shrink and go, machines fail, backends refuse,
 * processes restart. The {@link Witness} checks every claim and deployment against its own memory; this class checks the
 * books after every step.
 */
class RandomHistoryTest {
    private static final Faults FAULTS = new Faults(0.05, 0.05, 0.05);

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 6);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void noTwoTenantsNoUnprovedNodeNothingLost(long seed) {
        History history = new History(seed, true);
        history.live(400);
        assertThat(history.bench.witness.claims).isPositive();
        assertThat(history.bench.witness.injected).as("backends did refuse").isPositive();
        assertThat(history.quarantines()).as("machines did fail").isPositive();
        history.comeToRest();
    }

    /** The end does not depend on how often the process was replaced on the way. */
    @Test
    void aRestartBetweenAnyTwoStepsChangesNothing() {
        History without = new History(77, false);
        History with = new History(77, false);
        without.live(150);
        with.restarts = true;
        with.live(150);
        assertThat(with.books()).isEqualTo(without.books());
    }

    private static final class History {
        final Bench bench;
        final SplittableRandom random;
        final SplittableRandom refusals;
        boolean restarts;
        private final Map<LeaseKey, Integer> spots = new HashMap<>();
        private long bids;
        private boolean refusing;

        History(long seed, boolean refusing) {
            this.random = new SplittableRandom(seed);
            this.refusals = new SplittableRandom(-seed);
            this.refusing = refusing;
            this.restarts = refusing;
            this.bench = Bench.with(seed, FAULTS, () -> this.refusing && refusals.nextInt(12) == 0);
            bench.installed(SERVERS, 12).installed(RACKS, 2);
        }

        void live(int steps) {
            bench.fleet.setOffered(SERVERS, 10, bench.now);
            bench.fleet.setOffered(RACKS, 2, bench.now);
            for (int step = 0; step < steps; step++) {
                if (step > 60) {
                    act();
                }
                long every = random.nextLong(1, 60) * SECOND;
                bench.runUntil(bench.now + every, every);
                examine();
                if (restarts && refusals.nextInt(5) == 0) {
                    bench.restart();
                }
            }
        }

        private void act() {
            PoolId pool = random.nextInt(3) == 0 ? RACKS : SERVERS;
            int most = pool.equals(RACKS) ? 2 : 5;
            switch (random.nextInt(12)) {
                case 0 -> bench.fleet.setOffered(pool, random.nextInt(pool.equals(RACKS) ? 3 : 13), bench.now);
                case 1, 2, 3 -> {
                    long hour = Hours.containing(bench.now) + random.nextInt(2);
                    Delivery delivery = Delivery.firm(
                            pool, 1 + random.nextInt(3), hour, bench.nextVersion(), random.nextInt(most), Bench.ACCESS);
                    bench.fleet.deliver(delivery, bench.now);
                    assertThat(bench.fleet.deliver(delivery, bench.now))
                            .as("once is enough")
                            .isFalse();
                }
                case 4, 5 -> {
                    int lots = 1 + random.nextInt(most);
                    LeaseKey key = bench.spot(pool, 10 + random.nextInt(2), ++bids, lots, random.nextBoolean());
                    spots.put(key, lots);
                }
                case 6 ->
                    spot((key, staying) ->
                            bench.fleet.notice(key, bench.nextVersion(), staying, bench.now + 2 * MINUTE, bench.now));
                case 7 -> spot((key, staying) -> bench.fleet.release(key, bench.nextVersion(), staying, bench.now));
                case 8 -> bench.machines.kill(anyNode(), bench.now);
                case 9, 10 -> bench.fleet.repaired(anyNode(), bench.now);
                default -> {
                    // Nothing happens for a while.
                }
            }
        }

        private interface SpotAct {
            void with(LeaseKey key, int staying);
        }

        private void spot(SpotAct act) {
            if (!spots.isEmpty()) {
                List<LeaseKey> keys = new ArrayList<>(spots.keySet());
                keys.sort(null);
                LeaseKey key = keys.get(random.nextInt(keys.size()));
                int staying = random.nextInt(spots.getOrDefault(key, 0) + 1);
                act.with(key, staying);
                spots.put(key, staying);
                if (staying == 0) {
                    spots.remove(key);
                }
            }
        }

        private NodeRef anyNode() {
            List<NodeRef> nodes = new ArrayList<>(bench.witness.views(bench.now).keySet());
            nodes.sort(null);
            return nodes.get(random.nextInt(nodes.size()));
        }

        private void examine() {
            int nodes = bench.fleet.counts(SERVERS).values().stream()
                            .mapToInt(Integer::intValue)
                            .sum()
                    + bench.fleet.counts(RACKS).values().stream()
                            .mapToInt(Integer::intValue)
                            .sum();
            assertThat(nodes).as("nodes are neither lost nor made").isEqualTo(12 + 2 * 18);
            Map<NodeRef, NodeView> machines = bench.witness.views(bench.now);
            Map<String, String> holderOfLot = new HashMap<>();
            for (long account : List.of(1L, 2L, 3L, 10L, 11L)) {
                for (LeaseView lease : bench.fleet.leases(account)) {
                    String holder = lease.key().kind() == LeaseKey.Kind.FIRM
                            ? "account " + account
                            : lease.key().toString();
                    for (LeaseView.LotView lot : lease.assigned()) {
                        String other = holderOfLot.put(lot.lot(), holder);
                        assertThat(other == null || other.equals(holder))
                                .as(lot.lot() + " of " + holder + " and " + other)
                                .isTrue();
                        if (lot.readySince().isPresent()) {
                            // Whoever looks between two steps may find a machine that has died since.
                            assertThat(lot.nodes().stream()
                                            .filter(node -> node.state().isHealthy()))
                                    .hasSizeGreaterThanOrEqualTo(lot.nodes().size() > 1 ? 16 : 1)
                                    .allMatch(node -> {
                                        NodeView view = machines.get(node.node());
                                        return view != null
                                                && (view.phase() == Phase.ACTIVE || view.phase() == Phase.DEAD);
                                    });
                        }
                    }
                    if (lease.whole() && lease.ended()) {
                        assertThat(lease.assigned()).isEmpty();
                    }
                }
            }
        }

        /** When nobody wants anything any more, every sound node is internal again, and nobody has one. */
        void comeToRest() {
            refusing = false;
            spots.keySet().forEach(key -> bench.fleet.release(key, bench.nextVersion(), 0, bench.now));
            bench.fleet.setOffered(SERVERS, 0, bench.now);
            bench.fleet.setOffered(RACKS, 0, bench.now);
            bench.runUntil(bench.now + 240 * MINUTE, MINUTE);
            Map<NodeState, Integer> servers = bench.fleet.counts(SERVERS);
            assertThat(servers.getOrDefault(NodeState.INTERNAL, 0) + servers.getOrDefault(NodeState.QUARANTINED, 0))
                    .isEqualTo(12);
            Map<NodeState, Integer> racks = bench.fleet.counts(RACKS);
            assertThat(racks.getOrDefault(NodeState.INTERNAL, 0) + racks.getOrDefault(NodeState.QUARANTINED, 0))
                    .isEqualTo(36);
            assertThat(bench.witness.holders(bench.now)).isEmpty();
        }

        long quarantines() {
            return bench.fleet.changesAfter(0, 100_000).stream()
                    .filter(Change.Quarantined.class::isInstance)
                    .count();
        }

        Set<String> books() {
            Set<String> books = new HashSet<>();
            bench.witness
                    .views(bench.now)
                    .keySet()
                    .forEach(node -> bench.fleet.story(node).forEach(passage -> books.add(passage.toString())));
            bench.fleet.changesAfter(0, 100_000).forEach(change -> books.add(change.toString()));
            assertThat(bench.now).isGreaterThan(T0);
            return books;
        }
    }
}
