package io.tidemark.connectors.server;

import io.tidemark.connectors.document.Documents;
import io.tidemark.connectors.document.SharedDocuments;
import io.tidemark.exchange.cluster.ClusterOptions;
import io.tidemark.exchange.cluster.ClusteredExchange;
import io.tidemark.exchange.cluster.ExchangeOptions;
import io.tidemark.exchange.cluster.HazelcastExchange;
import io.tidemark.exchange.cluster.HostedExchange;
import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.duty.PostgresDuties;
import io.tidemark.exchange.journal.postgres.JournalDatabase;
import io.tidemark.exchange.journal.postgres.PostgresJournal;
import io.tidemark.exchange.journal.postgres.PostgresJournalOptions;
import io.tidemark.exchange.snapshot.postgres.PostgresSnapshots;
import io.tidemark.fleet.database.Database;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What a market stands on: everything that outlives the program, and the exchange over it. On one machine that is a
 * directory; of several machines each stands on the database that they share, and keeps nothing.
 *
 * @param beginning when and how the market began
 * @param accounts where names, hashes of keys, sessions and access to nodes are kept
 * @param memory where the desks keep what they must remember
 * @param database of the books
 * @param member the exchange again, if it is one member of several
 */
record Premises(
        HostedExchange exchange,
        Beginning beginning,
        Documents accounts,
        Documents memory,
        Database database,
        Optional<ClusteredExchange> member) {

    /**
     * Opens what there is, or begins it.
     *
     * @param open is given every part as soon as it has to be closed, the last that was opened first
     */
    static Premises open(VenueConfig config, Deque<AutoCloseable> open, Consumer<String> progress) {
        DataDirectory data = keep(open, DataDirectory.take(config.data()));
        return config.membership().isPresent()
                ? shared(config, config.membership().get(), open, progress)
                : alone(config, data, open, progress);
    }

    private static Premises alone(
            VenueConfig config, DataDirectory data, Deque<AutoCloseable> open, Consumer<String> progress) {
        progress.accept("opening the exchange in " + config.data() + " ...");
        Documents memory = Documents.in(config.data());
        Beginning beginning = begin(config, memory, config.data().toString());
        HazelcastExchange exchange = keep(
                open,
                HazelcastExchange.open(
                        ExchangeOptions.in(config.data()),
                        config.poolIds(),
                        latest -> config.clock().from(latest, beginning.startMillis())));
        requireServed(config, exchange, config.data().toString());
        progress.accept("starting the books in PostgreSQL ...");
        Database database = keep(
                open,
                config.database()
                        .map(VenueConfig.ForeignDatabase::open)
                        .orElseGet(
                                () -> Database.embeddedUntilClosed(config.data().resolve("postgres"))));
        return new Premises(exchange, beginning, Documents.in(data.accounts()), memory, database, Optional.empty());
    }

    private static Premises shared(
            VenueConfig config,
            VenueConfig.Membership membership,
            Deque<AutoCloseable> open,
            Consumer<String> progress) {
        VenueConfig.ForeignDatabase place = config.database().orElseThrow();
        progress.accept("opening the books at " + place + " ...");
        Database database = keep(open, place.open());
        SharedDocuments documents = keep(open, new SharedDocuments(database.connections()));
        documents
                .document(Import.NAME_OF_DOCUMENT, Import.class)
                .read()
                .filter(begun -> !begun.whole())
                .ifPresent(begun -> {
                    throw new ImportRefusedException("the market of " + begun.from() + " is not whole in " + place
                            + ": run 'tidemark cluster import' again, it goes on");
                });
        Beginning beginning = begin(config, documents, place.toString());
        progress.accept("reading the journal at " + place + " ...");
        ClusterOptions options = ClusterOptions.of(membership.address(), membership.peers());
        JournalDatabase journals = JournalDatabase.open(place.url(), place.user(), place.password());
        ClusteredExchange exchange = keep(
                open,
                ClusteredExchange.open(
                        options,
                        PostgresJournal.open(journals, PostgresJournalOptions.of(membership.address())),
                        Optional.of(new PostgresSnapshots(journals)),
                        PostgresDuties.open(journals, membership.address(), options.silence()),
                        config.poolIds(),
                        latest -> config.clock().from(latest, beginning.startMillis())));
        requireServed(config, exchange, place.toString());
        return new Premises(exchange, beginning, documents, documents, database, Optional.of(exchange));
    }

    private static <T extends AutoCloseable> T keep(Deque<AutoCloseable> open, T part) {
        open.push(part);
        return part;
    }

    private static Beginning begin(VenueConfig config, Documents documents, String place) {
        Beginning begun = documents
                .document(Beginning.NAME_OF_DOCUMENT, Beginning.class)
                .change(before -> before.orElseGet(() -> Beginning.at(
                        System.currentTimeMillis(),
                        config.seed(),
                        config.clock().isReal())));
        if (begun.realTime() != config.clock().isReal()) {
            throw new OtherPaceException(place, begun.realTime());
        }
        return begun;
    }

    private static void requireServed(VenueConfig config, HostedExchange exchange, String place) {
        List<PoolId> unserved = exchange.pools().stream()
                .filter(pool -> !config.poolIds().contains(pool))
                .toList();
        if (!unserved.isEmpty()) {
            throw new UnservedPoolException(place, unserved);
        }
    }
}
