package io.tidemark.exchange.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.exchange.cluster.ClusterStatus.MemberStatus;
import io.tidemark.exchange.cluster.ClusterStatus.PoolState;
import io.tidemark.exchange.cluster.Customers.Ack;
import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.feed.LoggedCommand;
import io.tidemark.exchange.journal.Journal;
import io.tidemark.exchange.journal.postgres.TestServer;
import io.tidemark.exchange.pool.Query;
import io.tidemark.exchange.pool.View;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Members of one process, each with a connection of its own to a real PostgreSQL. */
class ClusteredExchangeTest {
    private static final List<PoolId> POOLS = Cluster.POOLS;

    private final Cluster cluster = Cluster.of(TestServer.shared().newDatabase(), 2);
    private final Collection<Ack> acks = new ConcurrentLinkedQueue<>();

    static void await(String what, BooleanSupplier done) throws InterruptedException {
        for (int i = 0; i < 3_000; i++) {
            if (done.getAsBoolean()) {
                return;
            }
            Thread.sleep(20);
        }
        throw new AssertionError("not within a minute: " + what);
    }

    private static boolean allServed(ClusteredExchange exchange) {
        ClusterStatus status = exchange.status();
        return status.pools().size() == POOLS.size()
                && status.pools().stream().allMatch(pool -> pool.state() == PoolState.SERVING);
    }

    private static long servedBy(ClusteredExchange exchange) {
        return POOLS.stream().filter(exchange::serves).count();
    }

    @Test
    void anyMemberTakesAnyCommandAndAnswersAnyQuestion() throws InterruptedException {
        try (ClusteredExchange one = cluster.join(0);
                ClusteredExchange two = cluster.join(1)) {
            await("both serve pools", () -> servedBy(one) > 0 && servedBy(two) > 0 && allServed(one));
            Customers.open(one, POOLS);
            Customers customers = new Customers(i -> i % 2 == 0 ? one : two, POOLS, "any", acks::add);
            customers.come(8);
            await("customers are served", () -> acks.size() > 400);
            customers.leave();
            assertThat(customers.wrong()).isEmpty();
            assertThat(customers.unknown()).isZero();
            for (PoolId pool : POOLS) {
                View here = one.ask(pool, new Query.Wallets())
                        .orTimeout(20, TimeUnit.SECONDS)
                        .join()
                        .value();
                View there = two.ask(pool, new Query.Wallets())
                        .orTimeout(20, TimeUnit.SECONDS)
                        .join()
                        .value();
                assertThat(here).isEqualTo(there);
            }
            assertThat(one.status())
                    .isEqualTo(new ClusterStatus(
                            one.status().members(), two.status().pools()));
            assertThat(two.status().members())
                    .extracting(MemberStatus::address)
                    .containsExactlyInAnyOrder(cluster.address(0), cluster.address(1));
            try (Journal journal = cluster.journal()) {
                Audit audit = Audit.of(journal).holds(acks);
                audit.agreesWith(one);
                // What would have been noticed: an order that is nowhere, and one that is somewhere else.
                Ack any = acks.iterator().next();
                assertThatThrownBy(() -> audit.holds(List.of(new Ack(any.pool(), "never", 1L << 40, 1))))
                        .isInstanceOf(AssertionError.class)
                        .hasMessageContaining("is lost");
                assertThatThrownBy(() -> audit.holds(
                                List.of(new Ack(any.pool(), any.clientOrderId(), any.sequence(), any.orderId() + 1))))
                        .isInstanceOf(AssertionError.class);
            }
        }
    }

    @Test
    void membersComeAndGoUnderLoadAndNobodyIsLeftInDoubt() throws InterruptedException {
        Cluster three = Cluster.of(TestServer.shared().newDatabase(), 3);
        List<ClusteredExchange> members = new CopyOnWriteArrayList<>();
        try {
            members.add(three.join(0));
            assertThat(servedBy(members.get(0)))
                    .as("of three, one alone serves nothing")
                    .isZero();
            members.add(three.join(1));
            await("two serve all", () -> allServed(members.get(0)));
            Customers.open(members.get(0), POOLS);
            Customers customers = new Customers(i -> members.get(i % members.size()), POOLS, "flow", acks::add);
            customers.come(6);
            ClusteredExchange joined = three.join(2);
            members.add(joined);
            await("the new one serves pools", () -> servedBy(joined) > 0 && allServed(joined));
            ClusteredExchange first = members.remove(0);
            // Whoever already has this door in his hand may still use it for a moment.
            Thread.sleep(100);
            first.close();
            await("the others serve all", () -> allServed(members.get(0)));
            int before = acks.size();
            await("customers are still served", () -> acks.size() > before + 100);
            customers.leave();
            assertThat(customers.wrong()).isEmpty();
            assertThat(customers.unknown()).as("commands in doubt").isZero();
            try (Journal journal = three.journal()) {
                Audit.of(journal).holds(acks).agreesWith(members.get(1));
            }
        } finally {
            members.forEach(ClusteredExchange::close);
        }
    }

    @Test
    void whoeverListensAnywhereHearsEveryCommandOnceAndInOrder() throws InterruptedException {
        Map<PoolId, List<Long>> heard = new ConcurrentHashMap<>();
        List<ClusteredExchange> members = new ArrayList<>();
        try {
            members.add(cluster.join(0));
            ClusteredExchange one = members.get(0);
            one.subscribe((pool, logged) -> heard.computeIfAbsent(pool, none -> new CopyOnWriteArrayList<>())
                    .addAll(logged.stream().map(LoggedCommand::sequence).toList()));
            Customers.open(one, POOLS);
            Customers customers = new Customers(i -> one, POOLS, "heard", acks::add);
            customers.come(4);
            await("customers are served", () -> acks.size() > 100);
            members.add(cluster.join(1));
            await("the other serves pools", () -> servedBy(members.get(1)) > 0 && allServed(one));
            int before = acks.size();
            await("customers are still served", () -> acks.size() > before + 100);
            customers.leave();
            try (Journal journal = cluster.journal()) {
                for (PoolId pool : POOLS) {
                    long end = journal.durableSequence(pool.toString());
                    List<Long> sequences = heard.getOrDefault(pool, List.of());
                    await("all is heard", () -> sequences.size() >= end);
                    assertThat(sequences)
                            .containsExactlyElementsOf(
                                    LongStream.rangeClosed(1, end).boxed().toList());
                }
            }
        } finally {
            members.forEach(ClusteredExchange::close);
        }
    }

    @Test
    void anOwnerWhosePoolWasTakenLosesWhatHeHadInMemoryAndBeginsAnew() throws InterruptedException {
        try (ClusteredExchange one = cluster.join(0);
                Journal thief = cluster.journal()) {
            Customers.open(one, POOLS);
            Customers customers = new Customers(i -> one, POOLS, "robbed", acks::add);
            customers.come(4);
            for (int i = 0; i < 5; i++) {
                int before = acks.size();
                await("customers are served", () -> acks.size() > before + 50);
                thief.takeOver(POOLS.get(i).toString());
            }
            int before = acks.size();
            await("customers are served again", () -> acks.size() > before + 50 && allServed(one));
            customers.leave();
            assertThat(customers.wrong()).isEmpty();
            assertThat(customers.unknown()).as("commands in doubt").isPositive();
            Audit audit = Audit.of(thief).holds(acks);
            audit.agreesWith(one);
            assertThat(audit.epoch(POOLS.get(0))).isGreaterThanOrEqualTo(3);
        }
    }

    @Test
    void aDatabaseThatDiesAndComesBackCostsTimeAndNothingElse() throws IOException, InterruptedException {
        try (TestServer server = TestServer.fresh()) {
            Cluster two = Cluster.of(server.newDatabase(), 2);
            try (ClusteredExchange one = two.join(0);
                    ClusteredExchange other = two.join(1)) {
                Customers.open(one, POOLS);
                Customers customers = new Customers(i -> i % 2 == 0 ? one : other, POOLS, "outage", acks::add);
                customers.come(4);
                await("customers are served", () -> acks.size() > 50);
                server.kill();
                Thread.sleep(500);
                int during = acks.size();
                Thread.sleep(500);
                assertThat(acks)
                        .as("nothing is acknowledged without a database")
                        .hasSize(during);
                server.startAgain();
                await("customers are served again", () -> acks.size() > during + 50);
                customers.leave();
                assertThat(customers.wrong()).isEmpty();
                try (Journal journal = two.journal()) {
                    Audit.of(journal).holds(acks).agreesWith(other);
                }
            }
        }
    }
}
