package io.tidemark.exchange.cluster;

import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.duty.PostgresDuties;
import io.tidemark.exchange.journal.Journal;
import io.tidemark.exchange.journal.postgres.JournalDatabase;
import io.tidemark.exchange.journal.postgres.PostgresJournal;
import io.tidemark.exchange.journal.postgres.PostgresJournalOptions;
import io.tidemark.exchange.snapshot.postgres.PostgresSnapshots;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Members of one cluster on loopback, with a database of their own. */
final class Cluster {
    static final List<PoolId> POOLS = List.of(
            PoolId.parse("B200X8.PRN1"),
            PoolId.parse("B200X8.HYP1"),
            PoolId.parse("GB300R64.ORD1"),
            PoolId.parse("B200X8.IAD1"),
            PoolId.parse("GB200R64.HYP1"),
            PoolId.parse("GB200R64.IAD1"));

    /** Snapshots all the time, and each is held against the live pool. */
    static final ShadowOptions SOON = new ShadowOptions(50, Duration.ofMillis(200), 3, Duration.ZERO);

    private final String url;
    private final List<String> addresses;

    Cluster(String url, List<String> addresses) {
        this.url = url;
        this.addresses = List.copyOf(addresses);
    }

    /** A cluster of so many places, nobody there yet. */
    static Cluster of(String url, int members) {
        List<ServerSocket> taken = new ArrayList<>();
        try {
            for (int i = 0; i < members; i++) {
                taken.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
            }
            List<String> addresses = taken.stream()
                    .map(socket -> "127.0.0.1:" + socket.getLocalPort())
                    .toList();
            for (ServerSocket socket : taken) {
                socket.close();
            }
            return new Cluster(url, addresses);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    String address(int place) {
        return addresses.get(place);
    }

    List<String> addresses() {
        return addresses;
    }

    String url() {
        return url;
    }

    ClusteredExchange join(int place) {
        return join(url, addresses.get(place), addresses);
    }

    /** Joins with a journal that is not quite the real one. */
    ClusteredExchange join(int place, UnaryOperator<Journal> journal) {
        return join(url, addresses.get(place), addresses, journal);
    }

    static ClusteredExchange join(String url, String address, List<String> peers) {
        return join(url, address, peers, UnaryOperator.identity());
    }

    private static ClusteredExchange join(
            String url, String address, List<String> peers, UnaryOperator<Journal> journal) {
        JournalDatabase database = JournalDatabase.open(url, "postgres", "");
        ClusterOptions options = new ClusterOptions(
                "tidemark-test",
                address,
                peers,
                Duration.ofSeconds(5),
                Duration.ofSeconds(15),
                Duration.ofMillis(5),
                Optional.of(SOON));
        return ClusteredExchange.open(
                options,
                journal.apply(PostgresJournal.open(database, PostgresJournalOptions.of(address))),
                Optional.of(new PostgresSnapshots(database)),
                PostgresDuties.open(database, address, options.silence()),
                Set.copyOf(POOLS),
                last -> MarketClock.startingAt(Math.max(last, Customers.START), 1));
    }

    /** The journal as nobody's member. */
    Journal journal() {
        return PostgresJournal.open(JournalDatabase.open(url, "postgres", ""), PostgresJournalOptions.of("auditor"));
    }
}
