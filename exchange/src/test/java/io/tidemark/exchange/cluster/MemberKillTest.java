package io.tidemark.exchange.cluster;

import static io.tidemark.exchange.cluster.ClusteredExchangeTest.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.exchange.cluster.ClusterStatus.PoolState;
import io.tidemark.exchange.cluster.Customers.Ack;
import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.journal.Journal;
import io.tidemark.exchange.journal.postgres.JournalDatabase;
import io.tidemark.exchange.journal.postgres.TestServer;
import io.tidemark.exchange.pool.Query;
import io.tidemark.exchange.pool.View;
import io.tidemark.exchange.snapshot.SnapshotStore;
import io.tidemark.exchange.snapshot.postgres.PostgresSnapshots;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * Owners of pools are killed and stopped while customers trade through the member that is left. Whatever they were told must
 * be in the journal, once.
 *
 * <p>{@code -Dtidemark.kills=20} kills more often; how long the pools were not served is printed.
 */
class MemberKillTest {
    private static final int KILLS = Integer.getInteger("tidemark.kills", 1);
    private static final List<PoolId> POOLS = Cluster.POOLS;

    /** A member that died is found out at once, one that says nothing after five seconds; the rest is patience. */
    private static final long LONGEST_FAILOVER_MILLIS = 20_000;

    private final Cluster cluster = Cluster.of(TestServer.shared().newDatabase(), 2);
    private final Collection<Ack> acks = new ConcurrentLinkedQueue<>();

    private static void awaitShared(ClusteredExchange exchange) throws InterruptedException {
        await("both serve pools", () -> {
            long here = POOLS.stream().filter(exchange::serves).count();
            return here > 0
                    && here < POOLS.size()
                    && exchange.status().pools().stream().allMatch(pool -> pool.state() == PoolState.SERVING);
        });
    }

    /** Real milliseconds until the last of some pools answers again, asked through a member that lives. */
    private static long millisUntilServed(ClusteredExchange exchange, Map<PoolId, Long> before) {
        long began = System.nanoTime();
        before.forEach((pool, sequence) -> {
            // Only a new owner's own record proves that it is not the old one who answers.
            while (askedSequence(exchange, pool) <= sequence || !exchange.serves(pool)) {
                Thread.onSpinWait();
            }
        });
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
    }

    private static long askedSequence(ClusteredExchange exchange, PoolId pool) {
        try {
            return exchange.ask(pool, new Query.OpenOrders())
                    .orTimeout(30, TimeUnit.SECONDS)
                    .join()
                    .sequence();
        } catch (CompletionException notYet) {
            return 0;
        }
    }

    private static Map<PoolId, Long> notServedBy(ClusteredExchange exchange) {
        Map<PoolId, Long> others = new HashMap<>();
        POOLS.stream().filter(pool -> !exchange.serves(pool)).forEach(pool -> others.put(pool, 0L));
        return others;
    }

    private static void print(String what, List<Long> millis) {
        List<Long> sorted = new ArrayList<>(millis);
        Collections.sort(sorted);
        System.out.printf(
                "%s: %d times, not served for %d / %d / %d ms (least, median, most)%n",
                what, sorted.size(), sorted.get(0), sorted.get(sorted.size() / 2), sorted.get(sorted.size() - 1));
    }

    @Test
    void nothingThatWasSaidIsLostWhenAnOwnerIsKilled() throws IOException, InterruptedException {
        List<Long> failovers = new ArrayList<>();
        try (ClusteredExchange exchange = cluster.join(0)) {
            Customers.open(exchange, POOLS);
            Customers customers = new Customers(i -> exchange, POOLS, "here", acks::add);
            customers.come(6);
            for (int kill = 0; kill < KILLS; kill++) {
                try (MemberProcess other =
                        new MemberProcess(cluster.url(), cluster.address(1), cluster.addresses(), 0)) {
                    other.awaitReady();
                    awaitShared(exchange);
                    int before = acks.size();
                    await("customers are served", () -> acks.size() > before + 100);
                    Map<PoolId, Long> lost = notServedBy(exchange);
                    other.kill();
                    failovers.add(millisUntilServed(exchange, lost));
                }
            }
            int before = acks.size();
            await("customers are still served", () -> acks.size() > before + 100);
            customers.leave();
            assertThat(customers.wrong()).isEmpty();
            print("owner killed", failovers);
            assertThat(failovers).allMatch(millis -> millis < LONGEST_FAILOVER_MILLIS);
            try (Journal journal = cluster.journal()) {
                Audit audit = Audit.of(journal).holds(acks);
                audit.agreesWith(exchange);
                System.out.printf(
                        "%d acknowledgements held, none lost, none doubled; %d commands in doubt, %d turned away; %d in the"
                                + " journal%n",
                        acks.size(), customers.unknown(), customers.turnedAway(), audit.commands());
            }
        }
    }

    @Test
    void whatAStoppedOwnerWritesLaterIsFenced() throws IOException, InterruptedException {
        try (ClusteredExchange exchange = cluster.join(0);
                MemberProcess other = new MemberProcess(cluster.url(), cluster.address(1), cluster.addresses(), 3)) {
            other.awaitReady();
            awaitShared(exchange);
            await("its customers are served", () -> other.acks().size() > 100);
            Map<PoolId, Long> lost = notServedBy(exchange);
            other.signal("STOP");
            print("owner stopped", List.of(millisUntilServed(exchange, lost)));
            Customers customers = new Customers(i -> exchange, POOLS, "here", acks::add);
            customers.come(3);
            await("customers are served", () -> acks.size() > 100);
            int said = other.acks().size();
            other.signal("CONT");
            awaitShared(exchange);
            await("its customers are served again", () -> other.acks().size() > said + 100);
            customers.leave();
            assertThat(customers.wrong()).isEmpty();
            assertThat(other.leave()).isEqualTo("wrong []");
            await("all is served here", () -> POOLS.stream().allMatch(exchange::serves));
            acks.addAll(other.acks());
            try (Journal journal = cluster.journal()) {
                Audit.of(journal).holds(acks).agreesWith(exchange);
            }
        }
    }

    /** Enough trades through a member that its snapshots come to cover more of every pool. */
    private void tradeUntilCovered(ClusteredExchange exchange, SnapshotStore store, String name)
            throws InterruptedException {
        Customers customers = new Customers(i -> exchange, POOLS, name, acks::add);
        customers.come(3);
        ClusterShadowTest.awaitMore(store, ClusterShadowTest.covered(store));
        customers.leave();
        assertThat(customers.wrong()).isEmpty();
    }

    @Test
    void whoeverWritesTheSnapshotsIsKilledAndAnotherWritesOnAndTheyAreEnoughToStartFrom()
            throws IOException, InterruptedException {
        SnapshotStore store = new PostgresSnapshots(JournalDatabase.open(cluster.url(), "postgres", ""));
        Map<PoolId, View> wallets = new HashMap<>();
        try (MemberProcess other = new MemberProcess(cluster.url(), cluster.address(1), cluster.addresses(), 2)) {
            other.awaitReady();
            try (ClusteredExchange exchange = cluster.join(0)) {
                await(
                        "the other has the duty",
                        () -> ClusterShadowTest.writer(exchange).equals(Optional.of(cluster.address(1))));
                ClusterShadowTest.awaitMore(store, Map.of());
                other.kill();
                acks.addAll(other.acks());
                await(
                        "this one has the duty",
                        () -> ClusterShadowTest.writer(exchange).equals(Optional.of(cluster.address(0))));
                tradeUntilCovered(exchange, store, "here");
                try (Journal journal = cluster.journal()) {
                    Audit.of(journal).holds(acks).agreesWith(exchange);
                    SnapshotAudit.holds(store, journal);
                }
                POOLS.forEach(pool -> wallets.put(pool, wallets(exchange, pool)));
            }
        }
        try (Journal journal = cluster.journal()) {
            long needed = store.places().values().stream()
                    .mapToLong(places -> places.get(0).offset())
                    .min()
                    .orElseThrow();
            journal.release(needed);
            assertThat(journal.firstOffset())
                    .as("what is left to read")
                    .isEqualTo(needed)
                    .isPositive();
        }
        try (ClusteredExchange exchange = cluster.join(0)) {
            await("all is served", () -> POOLS.stream().allMatch(exchange::serves));
            POOLS.forEach(pool -> assertThat(wallets(exchange, pool)).isEqualTo(wallets.get(pool)));
            tradeUntilCovered(exchange, store, "later");
        }
    }

    private static View wallets(ClusteredExchange exchange, PoolId pool) {
        return exchange.ask(pool, new Query.Wallets())
                .orTimeout(30, TimeUnit.SECONDS)
                .join()
                .value();
    }

    @Test
    void whoeverWasStoppedWhileHeWroteSnapshotsSpoilsNone() throws IOException, InterruptedException {
        SnapshotStore store = new PostgresSnapshots(JournalDatabase.open(cluster.url(), "postgres", ""));
        try (MemberProcess other = new MemberProcess(cluster.url(), cluster.address(1), cluster.addresses(), 2)) {
            other.awaitReady();
            try (ClusteredExchange exchange = cluster.join(0)) {
                ClusterShadowTest.awaitMore(store, Map.of());
                other.signal("STOP");
                await(
                        "this one has the duty",
                        () -> ClusterShadowTest.writer(exchange).equals(Optional.of(cluster.address(0))));
                tradeUntilCovered(exchange, store, "here");
                int said = other.acks().size();
                other.signal("CONT");
                await("its customers are served again", () -> other.acks().size() > said + 100);
                tradeUntilCovered(exchange, store, "beside");
                assertThat(other.leave()).isEqualTo("wrong []");
                acks.addAll(other.acks());
                assertThat(exchange.shadow().orElseThrow().failedSnapshots()).isZero();
                await("all is served here", () -> POOLS.stream().allMatch(exchange::serves));
                try (Journal journal = cluster.journal()) {
                    Audit.of(journal).holds(acks).agreesWith(exchange);
                    SnapshotAudit.holds(store, journal);
                }
            }
        }
    }

    @Test
    void theWholeClusterIsKilledAndStartsWhereItEnded() throws IOException, InterruptedException {
        try (MemberProcess one = new MemberProcess(cluster.url(), cluster.address(0), cluster.addresses(), 2);
                MemberProcess two = new MemberProcess(cluster.url(), cluster.address(1), cluster.addresses(), 2)) {
            one.awaitReady();
            two.awaitReady();
            await(
                    "customers are served",
                    () -> one.acks().size() > 50 && two.acks().size() > 50);
            one.kill();
            two.kill();
            acks.addAll(one.acks());
            acks.addAll(two.acks());
        }
        try (ClusteredExchange exchange = cluster.join(0);
                Journal journal = cluster.journal()) {
            await("all is served", () -> POOLS.stream().allMatch(exchange::serves));
            Customers customers = new Customers(i -> exchange, POOLS, "later", acks::add);
            int before = acks.size();
            customers.come(2);
            await("customers are served again", () -> acks.size() > before + 20);
            customers.leave();
            assertThat(customers.wrong()).isEmpty();
            Audit.of(journal).holds(acks).agreesWith(exchange);
        }
    }
}
