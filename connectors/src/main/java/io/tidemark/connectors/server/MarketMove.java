package io.tidemark.connectors.server;

import io.tidemark.connectors.account.SessionBook;
import io.tidemark.connectors.document.Document;
import io.tidemark.connectors.document.Documents;
import io.tidemark.connectors.document.SharedDocuments;
import io.tidemark.connectors.fix.FixMove;
import io.tidemark.connectors.rules.DocumentStore;
import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.journal.FileJournal;
import io.tidemark.exchange.journal.FileJournalOptions;
import io.tidemark.exchange.journal.JournalEntry;
import io.tidemark.exchange.journal.PoolHead;
import io.tidemark.exchange.journal.VerifiedJournal;
import io.tidemark.exchange.journal.postgres.JournalCopy;
import io.tidemark.exchange.journal.postgres.JournalDatabase;
import io.tidemark.exchange.snapshot.FileSnapshots;
import io.tidemark.exchange.snapshot.postgres.PostgresSnapshots;
import io.tidemark.fleet.database.Database;
import io.tidemark.fleet.database.DatabaseCopy;
import io.tidemark.pricing.life.DirectoryStore;
import io.tidemark.pricing.life.Entry;
import io.tidemark.pricing.life.RuleStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Moves a market of one machine into the database of a cluster. Every step can be done again, and is then only compared; the
 * seal comes first, so that never two go on from the same records.
 */
final class MarketMove {
    private static final long SAY_EVERY = 200_000;

    private final Path data;
    private final VenueConfig config;
    private final Consumer<String> progress;

    MarketMove(Path data, VenueConfig config, Consumer<String> progress) {
        this.data = data;
        this.config = config;
        this.progress = progress;
    }

    /**
     * Moves it, or says what would be moved.
     *
     * @throws ImportRefusedException if it cannot be moved as it is
     * @throws DataInUseException if the market runs
     * @throws io.tidemark.exchange.journal.JournalException if the journal is damaged, or the database has another
     * @throws io.tidemark.fleet.database.DatabaseException if the database has other books
     */
    void run(boolean yes) {
        if (!Files.isDirectory(data.resolve("journal"))) {
            throw new ImportRefusedException("there is no market in " + data);
        }
        try (DataDirectory held = DataDirectory.take(data)) {
            requireRealTime();
            progress.accept("verifying the journal in " + data + " ...");
            Map<String, PoolHead> fronts = new HashMap<>();
            VerifiedJournal journal = VerifiedJournal.of(data.resolve("journal"), new Fronts(fronts));
            requireServed(journal);
            progress.accept(journal.nextOffset() - journal.firstOffset() + " records of "
                    + journal.pools().size()
                    + (journal.pools().size() == 1 ? " pool" : " pools")
                    + (journal.seal().isPresent() ? ", sealed." : ", not sealed yet."));
            if (!yes) {
                progress.accept(
                        "It would be sealed and moved into " + place() + ". Nothing was done; repeat it with --yes.");
                return;
            }
            move(held, journal, fronts);
        }
    }

    private VenueConfig.ForeignDatabase place() {
        return config.database().orElseThrow();
    }

    /** Collects where pools ended before the oldest record that is kept. */
    private record Fronts(Map<String, PoolHead> heads) implements VerifiedJournal.Witness {
        @Override
        public void begin() {
            heads.clear();
        }

        @Override
        public void released(PoolHead head) {
            heads.put(head.pool(), head);
        }

        @Override
        public void verified(JournalEntry entry, PoolHead head) {}
    }

    private void requireRealTime() {
        Optional<Beginning> begun = Documents.in(data)
                .document(Beginning.NAME_OF_DOCUMENT, Beginning.class)
                .read();
        if (begun.isEmpty() || !begun.get().realTime()) {
            throw new ImportRefusedException(
                    "the market in " + data
                            + " was a rehearsal or a demo, whose time is its own; a cluster runs in real time and cannot go on from it");
        }
    }

    private void requireServed(VerifiedJournal journal) {
        List<PoolId> unserved = journal.pools().stream()
                .map(pool -> PoolId.parse(pool.head().pool()))
                .filter(pool -> !config.poolIds().contains(pool))
                .toList();
        if (!unserved.isEmpty()) {
            throw new UnservedPoolException(data.toString(), unserved);
        }
    }

    private void move(DataDirectory held, VerifiedJournal journal, Map<String, PoolHead> fronts) {
        try (Database database = place().open();
                SharedDocuments documents = new SharedDocuments(database.connections())) {
            Document<Import> state = documents.document(Import.NAME_OF_DOCUMENT, Import.class);
            if (state.read().isEmpty()
                    && documents
                            .document(Beginning.NAME_OF_DOCUMENT, Beginning.class)
                            .read()
                            .isPresent()) {
                throw new ImportRefusedException(
                        place() + " has a market of its own already; move this one into another database");
            }
            if (state.read().map(Import::whole).orElse(false)) {
                progress.accept(
                        "It is in " + place() + " already, whole. Start the members: tidemark serve --peers ...");
                return;
            }
            state.write(new Import(data.toAbsolutePath().toString(), false));
            if (journal.seal().isEmpty()) {
                progress.accept("sealing the journal: from now on no program opens it ...");
                var unused = FileJournal.open(data.resolve("journal"), FileJournalOptions.DEFAULTS)
                        .seal();
            }
            copyJournal(fronts);
            copyBooks(database);
            copyDocuments(held, documents);
            copyRuleSets(new DirectoryStore(data.resolve("rules")), new DocumentStore(documents));
            int sessions = FixMove.run(
                    data.resolve("fix"),
                    SessionBook.open(documents),
                    database.connections(),
                    config.poolIds().stream().map(PoolId::toString).toList());
            progress.accept("  " + sessions + (sessions == 1 ? " FIX session" : " FIX sessions")
                    + ", with the numbers and messages that they have");
            state.write(new Import(data.toAbsolutePath().toString(), true));
        }
        progress.accept("The market is in " + place()
                + ", compared with what it was. Start the members: tidemark serve --peers ...");
    }

    private void copyJournal(Map<String, PoolHead> fronts) {
        JournalDatabase target = JournalDatabase.open(place().url(), place().user(), place().password());
        progress.accept("copying the journal ...");
        try (FileJournal journal = FileJournal.openSealed(data.resolve("journal"), FileJournalOptions.DEFAULTS)) {
            long[] said = {0};
            long records = new JournalCopy(journal, fronts, target).run(done -> {
                if (done - said[0] >= SAY_EVERY) {
                    said[0] = done;
                    progress.accept("  " + done + " records");
                }
            });
            progress.accept("  " + records + " records, read back and linked as they were");
        }
        Path snapshots = data.resolve("snapshots");
        if (Files.isDirectory(snapshots)) {
            FileSnapshots from = FileSnapshots.open(snapshots);
            PostgresSnapshots to = new PostgresSnapshots(target);
            for (String pool : from.pools()) {
                from.newestFirst(pool).stream().findFirst().ifPresent(to::save);
            }
            progress.accept("  the newest snapshot of each pool");
        }
    }

    private void copyBooks(Database target) {
        Path own = data.resolve("postgres");
        if (!Files.isDirectory(own)) {
            progress.accept("the books were never in " + data + ": they must be in " + place() + " already");
            return;
        }
        progress.accept("copying the books ...");
        try (Database source = Database.embedded(own)) {
            long rows = DatabaseCopy.run(source, target, table -> {});
            progress.accept("  " + rows + " rows, compared table by table");
        }
    }

    private void copyDocuments(DataDirectory held, SharedDocuments documents) {
        progress.accept("copying accounts, sessions, access to nodes and what the desks remember ...");
        for (Path file : jsonFiles(held.accounts(), data)) {
            String name = String.valueOf(file.getFileName()).replaceFirst("\\.json$", "");
            try {
                if (!documents.takeIn(name, Files.readString(file))) {
                    throw new ImportRefusedException(place() + " has another '" + name + "' already");
                }
            } catch (IOException unreadable) {
                throw new UncheckedIOException(file + " cannot be read", unreadable);
            }
        }
    }

    private void copyRuleSets(RuleStore from, RuleStore to) {
        List<Entry> history = from.history();
        for (Entry entry : history) {
            to.keep(entry.content(), from.find(entry.content()).orElseThrow());
            var unused = to.append(entry);
        }
        if (!to.history().equals(history)) {
            throw new ImportRefusedException(place() + " has other rule sets already");
        }
        progress.accept("  " + history.size() + (history.size() == 1 ? " entry" : " entries")
                + " of the history of rule sets, with the tables");
    }

    private static List<Path> jsonFiles(Path... directories) {
        List<Path> files = new ArrayList<>();
        for (Path directory : directories) {
            try (DirectoryStream<Path> found = Files.newDirectoryStream(directory, "*.json")) {
                found.forEach(files::add);
            } catch (IOException unreadable) {
                throw new UncheckedIOException(directory + " cannot be read", unreadable);
            }
        }
        return files;
    }
}
