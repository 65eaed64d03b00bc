package io.tidemark.exchange.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.exchange.cluster.ClusterStatus.PoolState;
import io.tidemark.exchange.cluster.Customers.Ack;
import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.journal.Journal;
import io.tidemark.exchange.journal.postgres.TestServer;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Two members see each other, and one of them does not reach the database, or does not hear it. */
class CutOffDatabaseTest {
    private static final List<PoolId> POOLS = Cluster.POOLS;

    private final String url = TestServer.shared().newDatabase();
    private final Cluster cluster = Cluster.of(url, 2);
    private final Collection<Ack> acks = new ConcurrentLinkedQueue<>();

    @ParameterizedTest
    @EnumSource(value = DatabaseLine.Cut.class, names = "NOTHING", mode = EnumSource.Mode.EXCLUDE)
    void whoAloneDoesNotReachTheDatabaseLeavesAndTheOtherServesItsPools(DatabaseLine.Cut cut)
            throws InterruptedException {
        try (DatabaseLine line = new DatabaseLine(url);
                ClusteredExchange near = Cluster.join(url, cluster.address(1), cluster.addresses())) {
            Customers customers;
            Customers atTheNearOne = new Customers(i -> near, POOLS, "near-" + cut, acks::add);
            try (ClusteredExchange far = Cluster.join(line.url(), cluster.address(0), cluster.addresses())) {
                ClusteredExchangeTest.await("both serve pools", () -> serves(far) > 0 && serves(near) > 0 && all(near));
                Customers.open(near, POOLS);
                List<String> ofTheFarOne =
                        POOLS.stream().filter(far::serves).map(PoolId::toString).toList();
                customers = new Customers(i -> i % 2 == 0 ? far : near, POOLS, "line-" + cut, acks::add);
                customers.come(4);
                atTheNearOne.come(2);
                ClusteredExchangeTest.await("customers are served", () -> acks.size() > 50);
                line.cut(cut);
                ClusteredExchangeTest.await(
                        "it knows that it is cut off", () -> !far.duties().isPresent());
                long there = count(ofTheFarOne);
                ClusteredExchangeTest.await("it has left", () -> far.ended().isDone());
                assertThat(far.ended().join()).contains("other members do");
                ClusteredExchangeTest.await("the other serves every pool", () -> serves(near) == POOLS.size());
                ClusteredExchangeTest.await("so do its customers see", () -> count(ofTheFarOne) > there + 50);
                // What it still has on its way is told once it hears that others have taken its pools.
                line.cut(DatabaseLine.Cut.NOTHING);
                customers.leave();
            }
            try (ClusteredExchange again = Cluster.join(line.url(), cluster.address(0), cluster.addresses())) {
                ClusteredExchangeTest.await(
                        "it takes part again", () -> serves(again) > 0 && serves(near) > 0 && all(near));
                atTheNearOne.leave();
                assertThat(customers.wrong()).isEmpty();
                assertThat(atTheNearOne.wrong()).isEmpty();
                try (Journal journal = cluster.journal()) {
                    Audit.of(journal).holds(acks).agreesWith(near);
                }
            }
        }
    }

    @Test
    void whoeverDoesNotReachTheDatabaseStaysWhileNobodyDoes() throws InterruptedException {
        try (DatabaseLine one = new DatabaseLine(url);
                DatabaseLine other = new DatabaseLine(url);
                ClusteredExchange first = Cluster.join(one.url(), cluster.address(0), cluster.addresses());
                ClusteredExchange second = Cluster.join(other.url(), cluster.address(1), cluster.addresses())) {
            ClusteredExchangeTest.await("every pool is served", () -> all(first) && all(second));
            one.cut(DatabaseLine.Cut.BOTH);
            other.cut(DatabaseLine.Cut.BOTH);
            TimeUnit.SECONDS.sleep(15);
            one.cut(DatabaseLine.Cut.NOTHING);
            other.cut(DatabaseLine.Cut.NOTHING);
            ClusteredExchangeTest.await("every pool is served again", () -> all(first) && all(second));
            assertThat(first.ended()).isNotDone();
            assertThat(second.ended()).isNotDone();
        }
    }

    private long count(List<String> pools) {
        return acks.stream().filter(ack -> pools.contains(ack.pool())).count();
    }

    private static long serves(ClusteredExchange exchange) {
        return POOLS.stream().filter(exchange::serves).count();
    }

    private static boolean all(ClusteredExchange exchange) {
        ClusterStatus status = exchange.status();
        return status.pools().size() == POOLS.size()
                && status.pools().stream().allMatch(pool -> pool.state() == PoolState.SERVING);
    }
}
