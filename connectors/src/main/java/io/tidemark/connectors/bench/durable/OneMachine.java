package io.tidemark.connectors.bench.durable;

import io.tidemark.exchange.cluster.BatchExchange;
import io.tidemark.exchange.cluster.ExchangeOptions;
import io.tidemark.exchange.cluster.HazelcastExchange;
import io.tidemark.exchange.cluster.MarketClock;
import io.tidemark.exchange.cluster.ShadowOptions;
import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.journal.Journal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A directory. */
final class OneMachine implements Home {
    private final Path directory;
    private final Set<PoolId> pools;
    private final Optional<ShadowOptions> replica;

    /** @param replica when one that follows writes snapshots; empty if there is none */
    OneMachine(Path directory, Set<PoolId> pools, Optional<ShadowOptions> replica) {
        this.directory = directory;
        this.pools = pools;
        this.replica = replica;
    }

    @Override
    public Market open(long now, boolean snapshots) {
        Path journal = directory.resolve("journal");
        ExchangeOptions options = replica.isPresent() && snapshots
                ? new ExchangeOptions(journal, Optional.of(directory.resolve("snapshots")), replica)
                : ExchangeOptions.journalOnly(journal);
        HazelcastExchange exchange = HazelcastExchange.open(
                options, pools, last -> MarketClock.stoppedAt(Math.max(last, now), DurableBench.MARKET_SPEED));
        return new Market() {
            @Override
            public BatchExchange door(int number) {
                return exchange;
            }

            @Override
            public void run() {
                exchange.clock().run();
            }

            @Override
            public List<Journal> journals() {
                return List.of(exchange.journal());
            }

            @Override
            public long commands() {
                return pools.stream()
                        .mapToLong(pool -> exchange.load(pool).durableSequence())
                        .sum();
            }

            @Override
            public long covered() throws IOException {
                // It begins on a thread of its own.
                Replicas.await(
                        "the replica has every pool",
                        () -> exchange.shadow().stream()
                                .allMatch(shadow -> shadow.pools().size() == pools.size()));
                return Replicas.covered(exchange.shadow());
            }

            @Override
            public void awaitReplica() throws IOException {
                Replicas.awaitAll(exchange::shadow);
            }

            @Override
            public void close() {
                exchange.close();
            }
        };
    }

    @Override
    public Market openAgain(long now, boolean snapshots) {
        return open(now, snapshots);
    }

    @Override
    public void close() throws IOException {
        Directories.delete(directory);
    }
}
