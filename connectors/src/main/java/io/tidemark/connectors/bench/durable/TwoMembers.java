package io.tidemark.connectors.bench.durable;

import io.tidemark.exchange.cluster.BatchExchange;
import io.tidemark.exchange.cluster.ClusterOptions;
import io.tidemark.exchange.cluster.ClusterStatus;
import io.tidemark.exchange.cluster.ClusterStatus.PoolState;
import io.tidemark.exchange.cluster.ClusteredExchange;
import io.tidemark.exchange.cluster.MarketClock;
import io.tidemark.exchange.cluster.ShadowOptions;
import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.duty.PostgresDuties;
import io.tidemark.exchange.journal.Journal;
import io.tidemark.exchange.journal.postgres.JournalDatabase;
import io.tidemark.exchange.journal.postgres.PostgresJournal;
import io.tidemark.exchange.journal.postgres.PostgresJournalOptions;
import io.tidemark.exchange.snapshot.SnapshotStore;
import io.tidemark.exchange.snapshot.postgres.PostgresSnapshots;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** A PostgreSQL of its own, in which two members of one cluster keep their journal; both are in this process. */
final class TwoMembers implements Home {
    private static final int MEMBERS = 2;
    private static final Duration STARTUP = Duration.ofSeconds(60);

    /** The starter's own settings are a test's, and the journal would refuse a server that does not keep what it commits. */
    private static final Map<String, String> SETTINGS = Map.of(
            "fsync", "on",
            "synchronous_commit", "on",
            "full_page_writes", "on",
            "listen_addresses", "127.0.0.1",
            "unix_socket_directories", "");

    private final Path directory;
    private final Set<PoolId> pools;
    private final Optional<ShadowOptions> replica;
    private final List<String> addresses = new ArrayList<>();
    private final EmbeddedPostgres server;

    /** @param replica when one of them writes snapshots; empty if none does */
    TwoMembers(Path directory, Set<PoolId> pools, Optional<ShadowOptions> replica) throws IOException {
        this.directory = directory;
        this.pools = pools;
        this.replica = replica;
        for (int i = 0; i < MEMBERS; i++) {
            addresses.add("127.0.0.1:" + freePort());
        }
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
                .setDataDirectory(directory.resolve("data"))
                .setCleanDataDirectory(false)
                .setOverrideWorkingDirectory(directory.resolve("binaries").toFile())
                .setPort(freePort())
                .setPGStartupWait(STARTUP)
                .setLocaleConfig("locale", "C");
        SETTINGS.forEach(builder::setServerConfig);
        server = builder.start();
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    @Override
    public Market open(long now, boolean snapshots) throws IOException {
        return open(addresses, now, snapshots);
    }

    /** One member is enough, and the time that a second one takes would not be that of the first. */
    @Override
    public Market openAgain(long now, boolean snapshots) throws IOException {
        return open(addresses.subList(0, 1), now, snapshots);
    }

    private Market open(List<String> joining, long now, boolean snapshots) throws IOException {
        Members members = new Members(pools);
        try {
            for (String address : joining) {
                members.add(join(address, now, snapshots));
            }
            members.awaitServed();
            return members;
        } catch (IOException | RuntimeException failed) {
            members.close();
            throw failed;
        }
    }

    private ClusteredExchange join(String address, long now, boolean snapshots) {
        JournalDatabase database = JournalDatabase.open(server.getJdbcUrl("postgres", "postgres"), "postgres", "");
        ClusterOptions usual = ClusterOptions.of(address, addresses);
        ClusterOptions options = new ClusterOptions(
                "tidemark-bench", address, addresses, usual.silence(), usual.patience(), usual.poll(), replica);
        Optional<SnapshotStore> store =
                replica.filter(wanted -> snapshots).map(wanted -> new PostgresSnapshots(database));
        return ClusteredExchange.open(
                options,
                PostgresJournal.open(database, PostgresJournalOptions.of(address)),
                store,
                PostgresDuties.open(database, address, options.silence()),
                pools,
                last -> MarketClock.stoppedAt(Math.max(last, now), DurableBench.MARKET_SPEED));
    }

    /** Those who have joined. Whoever sends uses one or the other door, so half of what he sends goes over to the other. */
    private static final class Members implements Market {
        private final Set<PoolId> pools;
        private final List<ClusteredExchange> members = new ArrayList<>();

        Members(Set<PoolId> pools) {
            this.pools = pools;
        }

        void add(ClusteredExchange member) {
            members.add(member);
        }

        void awaitServed() throws IOException {
            Predicate<ClusterStatus> served = status -> status.pools().size() == pools.size()
                    && status.pools().stream().allMatch(pool -> pool.state() == PoolState.SERVING);
            Replicas.await(
                    "both members serve pools and every pool is served",
                    () -> members.stream().allMatch(member -> pools.stream().anyMatch(member::serves))
                            && served.test(members.get(0).status()));
        }

        @Override
        public BatchExchange door(int number) {
            return members.get(number % members.size());
        }

        @Override
        public void run() {
            members.forEach(member -> member.clock().run());
        }

        @Override
        public List<Journal> journals() {
            return members.stream().map(ClusteredExchange::journal).toList();
        }

        @Override
        public long commands() {
            return pools.stream()
                    .mapToLong(pool -> members.get(0).journal().durableSequence(pool.toString()))
                    .sum();
        }

        @Override
        public long covered() {
            return Replicas.covered(members.get(0).shadow());
        }

        @Override
        public void awaitReplica() throws IOException {
            for (ClusteredExchange member : members) {
                Replicas.awaitAll(member::shadow);
            }
        }

        @Override
        public void close() {
            members.forEach(ClusteredExchange::close);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        Directories.delete(directory);
    }
}
