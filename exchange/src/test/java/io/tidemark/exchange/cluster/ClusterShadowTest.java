package io.tidemark.exchange.cluster;

import static io.tidemark.exchange.cluster.ClusteredExchangeTest.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.exchange.cluster.ClusterStatus.PoolState;
import io.tidemark.exchange.cluster.Customers.Ack;
import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.feed.LoggedCommand;
import io.tidemark.exchange.journal.Journal;
import io.tidemark.exchange.journal.JournalConsumer;
import io.tidemark.exchange.journal.postgres.JournalDatabase;
import io.tidemark.exchange.journal.postgres.TestServer;
import io.tidemark.exchange.pool.Command;
import io.tidemark.exchange.snapshot.SnapshotPlace;
import io.tidemark.exchange.snapshot.SnapshotStore;
import io.tidemark.exchange.snapshot.postgres.PostgresSnapshots;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** The replica of several machines: who writes the snapshots, and what happens to a pool that is not what its journal says. */
class ClusterShadowTest {
    private static final List<PoolId> POOLS = Cluster.POOLS;

    private final Cluster cluster = Cluster.of(TestServer.shared().newDatabase(), 2);
    private final SnapshotStore store = new PostgresSnapshots(JournalDatabase.open(cluster.url(), "postgres", ""));
    private final Collection<Ack> acks = new ConcurrentLinkedQueue<>();

    /** The pool about which a journal lies, and how often it will. */
    private final AtomicReference<String> victim = new AtomicReference<>("");

    private final AtomicInteger lies = new AtomicInteger();

    private boolean isLie(String pool, LoggedCommand command) {
        return pool.equals(victim.get())
                && command.command() instanceof Command.SubmitOrder
                && lies.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
    }

    static Optional<String> writer(ClusteredExchange exchange) {
        return exchange.shadow().orElseThrow().writer();
    }

    /** The last command of each pool that a snapshot covers. */
    static Map<String, Long> covered(SnapshotStore store) {
        Map<String, Long> covered = new TreeMap<>();
        store.places().forEach((pool, places) -> covered.put(pool, places.get(0).sequence()));
        return covered;
    }

    static void awaitMore(SnapshotStore store, Map<String, Long> before) throws InterruptedException {
        await(
                "newer snapshots of all pools",
                () -> covered(store).entrySet().stream()
                                .filter(now -> now.getValue() > before.getOrDefault(now.getKey(), 0L))
                                .count()
                        == POOLS.size());
    }

    private static ShadowStatus.PoolStatus copy(ClusteredExchange exchange, PoolId pool) {
        return Objects.requireNonNull(exchange.shadow().orElseThrow().pools().get(pool));
    }

    private static ClusterStatus.PoolStatus status(ClusteredExchange exchange, PoolId pool) {
        return exchange.status().pools().stream()
                .filter(each -> each.pool().equals(pool.toString()))
                .findFirst()
                .orElseThrow();
    }

    private static boolean allServed(ClusteredExchange exchange) {
        return POOLS.stream().allMatch(pool -> status(exchange, pool).state() == PoolState.SERVING);
    }

    @Test
    void oneMemberWritesSnapshotsAndWhenItLeavesTheOtherDoes() throws InterruptedException {
        try (ClusteredExchange two = cluster.join(1)) {
            try (ClusteredExchange one = cluster.join(0)) {
                await("two has the duty", () -> writer(one).equals(Optional.of(cluster.address(1))));
                Customers.open(one, POOLS);
                Customers customers = new Customers(i -> one, POOLS, "some", acks::add);
                customers.come(4);
                awaitMore(store, Map.of());
                leave(two);
                await("one has the duty", () -> writer(one).equals(Optional.of(cluster.address(0))));
                awaitMore(store, covered(store));
                customers.leave();
                assertThat(customers.wrong()).isEmpty();
                assertThat(one.shadow().orElseThrow().failedSnapshots()).isZero();
                assertThat(one.shadow().orElseThrow().pools().values())
                        .allSatisfy(copy -> assertThat(copy.diverged()).isEmpty());
                await(
                        "no more than three are kept",
                        () -> store.places().values().stream().allMatch(places -> places.size() <= 3));
            }
        }
        try (Journal journal = cluster.journal()) {
            SnapshotAudit.holds(store, journal);
        }
    }

    @Test
    void aPoolThatIsNotWhatItsJournalSaysIsHaltedWhereverItIsServedAndTheOthersGoOn() throws InterruptedException {
        PoolId pool = POOLS.get(2);
        try (ClusteredExchange one = cluster.join(0, real -> new LyingJournal(real, this::isLie));
                ClusteredExchange two = cluster.join(1, real -> new LyingJournal(real, this::isLie))) {
            await("all is served", () -> allServed(one) && allServed(two));
            Customers.open(one, POOLS);
            lies.set(1);
            victim.set(pool.toString());
            submit(one, pool, "false");
            await("it is halted", () -> status(one, pool).state() == PoolState.STOPPED);
            await(
                    "both have dropped their copies",
                    () -> copy(one, pool).diverged().isPresent()
                            && copy(two, pool).diverged().isPresent());
            // Its owner tries to take it over from the journal, and nobody's copy comes to what is written there.
            await("it does not come back", () -> status(one, pool).detail().contains("came to another result"));
            assertThatThrownBy(() -> submit(two, pool, "later"))
                    .isInstanceOf(CompletionException.class)
                    .hasCauseInstanceOf(NotEnteredException.class);
            for (PoolId other : POOLS) {
                if (!other.equals(pool)) {
                    submit(two, other, "honest");
                    assertThat(status(one, other).state()).isEqualTo(PoolState.SERVING);
                    assertThat(copy(one, other).diverged()).isEmpty();
                }
            }
            assertThat(covered(store).getOrDefault(pool.toString(), 0L))
                    .as("nothing is written of it any more")
                    .isLessThan(copy(one, pool).sequence() + 1);
        }
    }

    @Test
    void aCopyThatWasWrongIsMadeAnewAndItsPoolIsTakenOverFromTheJournalAgain() throws InterruptedException {
        try (ClusteredExchange one = cluster.join(0, real -> new MisreadJournal(real, this::isLie))) {
            await("one has the duty", () -> writer(one).equals(Optional.of(cluster.address(0))));
            try (ClusteredExchange two = cluster.join(1)) {
                await("two serves pools", () -> POOLS.stream().anyMatch(two::serves) && allServed(two));
                PoolId pool = POOLS.stream().filter(two::serves).findFirst().orElseThrow();
                Customers.open(two, POOLS);
                Map<String, Long> before = covered(store);
                long epoch = status(two, pool).epoch();
                lies.set(3);
                victim.set(pool.toString());
                submit(two, pool, "misread");
                await("it is dropped", () -> copy(one, pool).diverged().isPresent());
                assertThat(POOLS)
                        .allSatisfy(
                                other -> assertThat(copy(one, other).diverged().isPresent())
                                        .isEqualTo(other.equals(pool)));
                await("it is made anew", () -> copy(one, pool).diverged().isEmpty());
                assertThat(lies).hasValue(0);
                await("it was halted and taken over", () -> status(two, pool).epoch() > epoch && allServed(two));
                Customers customers = new Customers(i -> i % 2 == 0 ? one : two, POOLS, "later", acks::add);
                customers.come(4);
                awaitMore(store, before);
                customers.leave();
                assertThat(customers.wrong()).isEmpty();
                assertThat(copy(two, pool).diverged()).isEmpty();
                // Whose copy it was can serve it.
                leave(two);
                await("one serves it", () -> one.serves(pool) && allServed(one));
            }
        }
        try (Journal journal = cluster.journal()) {
            Audit.of(journal).holds(acks);
            SnapshotAudit.holds(store, journal);
        }
    }

    @Test
    void theJournalLetsGoBehindTheSnapshotsAndWhoeverElseReads() throws InterruptedException {
        AtomicLong needed = new AtomicLong(30);
        JournalConsumer settlement = new JournalConsumer() {
            @Override
            public String consumerName() {
                return "settlement";
            }

            @Override
            public long neededFrom() {
                return needed.get();
            }
        };
        try (ClusteredExchange one = cluster.join(0);
                ClusteredExchange two = cluster.join(1)) {
            one.releaseJournalBehind(List.of(settlement));
            two.releaseJournalBehind(List.of(settlement));
            await("all is served", () -> allServed(one) && allServed(two));
            Customers.open(one, POOLS);
            Customers customers = new Customers(i -> one, POOLS, "some", acks::add);
            customers.come(4);
            Journal journal = one.journal();
            await("what settlement has passed is gone", () -> journal.firstOffset() == 30);
            assertThatThrownBy(() -> journal.read(0))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("30, the oldest that is kept");
            needed.set(Long.MAX_VALUE);
            await("what the snapshots cover is gone", () -> journal.firstOffset() > 100);
            customers.leave();
            assertThat(customers.wrong()).isEmpty();
            Map<String, List<SnapshotPlace>> places = store.places();
            assertThat(places.values()).allSatisfy(kept -> assertThat(kept).hasSizeGreaterThan(1));
        }
        try (Journal journal = cluster.journal()) {
            // Each is held against the one before it, the first of a pool against what is gone.
            journal.recover(record -> assertThat(record.lastSequence()).isPositive());
        }
        try (ClusteredExchange again = cluster.join(0)) {
            await("all is served", () -> POOLS.stream().allMatch(again::serves));
            assertThat(again.shadow().orElseThrow().pools().values())
                    .allSatisfy(copy -> assertThat(copy.diverged()).isEmpty());
        }
    }

    private static void leave(ClusteredExchange member) {
        member.close();
    }

    private static void submit(Exchange exchange, PoolId pool, String clientOrderId) {
        assertThat(exchange.submit(pool, Customers.bid(clientOrderId))
                        .orTimeout(60, TimeUnit.SECONDS)
                        .join())
                .isNotNull();
    }
}
