package io.tidemark.connectors.bench.settlement;

import io.tidemark.exchange.journal.FileJournal;
import io.tidemark.exchange.journal.FileJournalOptions;
import io.tidemark.fleet.database.Database;
import io.tidemark.fleet.settlement.Books;
import io.tidemark.fleet.settlement.Ingest;
import io.tidemark.simulations.bench.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Fills into the books, for several sizes of a transaction, on a PostgreSQL with durable commits.
 *
 * <p>The sizes take turns, round after round, on one journal and books that grow; before each round the bare commits of
 * the same database are measured. The figures are medians of the rounds.
 */
public final class SettlementBench {
    /** What is told of the database. */
    private static final List<String> SETTINGS =
            List.of("server_version", "fsync", "synchronous_commit", "full_page_writes", "shared_buffers");

    private static final double BARE_SECONDS = 1;
    private static final double NANOS = 1e9;
    /** The size of settlement itself. */
    private static final int USUAL = 50;

    private final Path directory;
    private final Load load;
    private final Progress progress;

    /**
     * What is done.
     *
     * @param window hours of each order: a trade has a fill for each
     * @param fills of each size in each round, or a few more
     * @param batches fills after which a transaction is committed
     * @param warmUp fills before the first round
     */
    public record Load(int window, int fills, List<Integer> batches, int rounds, int warmUp) {
        public Load {
            batches = List.copyOf(batches);
        }

        private int trades(int legs) {
            return (legs + window - 1) / window;
        }

        /** Steps that the progress is told of. */
        public long steps() {
            return warmUp + (long) rounds * batches.size() * fills;
        }
    }

    /**
     * What a size came to, a median of rounds each.
     *
     * @param fills and the transactions, commands and transfers they took, of all rounds
     * @param jvm processor time of this program for a fill, microseconds
     * @param postgres that of the database's processes
     */
    public record Size(
            int batch,
            long fills,
            long transactions,
            long transfers,
            double fillsPerSecond,
            double slowest,
            double fastest,
            double jvm,
            double postgres) {}

    /**
     * What came of it.
     *
     * @param commits one-row transactions a second of the same database
     * @param rows rows a second, 50 in a transaction
     * @param settled legs of metered hours a second, each hour in one transaction
     */
    public record Result(
            Map<String, String> settings,
            double commits,
            double rows,
            List<Size> sizes,
            long settledLegs,
            double settled) {}

    /** @param directory for a journal and a database, which are deleted afterwards; on a disk whose sync is worth something */
    public SettlementBench(Path directory, Load load, Progress progress) {
        this.directory = directory;
        this.load = load;
        this.progress = progress;
    }

    /** Runs it. */
    public Result run() throws IOException {
        Path own = Files.createTempDirectory(directory, "bench-settlement-");
        try (FileJournal journal = FileJournal.open(
                        own.resolve("journal"), new FileJournalOptions(1 << 20, 64 << 20, Duration.ZERO));
                Database database = Database.embedded(own.resolve("database"))) {
            return run(journal, database);
        } finally {
            delete(own);
        }
    }

    private Result run(FileJournal journal, Database database) {
        journal.recover(record -> {});
        Trading trading = new Trading(journal, load.window());
        int perSize = load.trades(load.fills());
        trading.open(load.trades(load.warmUp()) + load.rounds() * load.batches().size() * (perSize + 64) + 64);
        Books books = new Books(database, journal, System::currentTimeMillis);
        takeAll(books);
        trading.trade(load.trades(load.warmUp()));
        takeAll(books);
        progress.step(load.warmUp());
        BareCommits bare = new BareCommits(database);
        List<Double> commits = new ArrayList<>();
        List<Double> rows = new ArrayList<>();
        Map<Integer, List<Measured>> measured = new TreeMap<>();
        for (int round = 0; round < load.rounds(); round++) {
            commits.add(bare.rowsPerSecond(1, BARE_SECONDS));
            rows.add(bare.rowsPerSecond(USUAL, BARE_SECONDS));
            for (int batch : load.batches()) {
                trading.trade(perSize);
                measured.computeIfAbsent(batch, none -> new ArrayList<>()).add(measure(database, books, batch));
                progress.step(load.fills());
            }
        }
        trading.meter();
        Measured settled = measure(database, books, USUAL);
        require(books.ledger().sweep().problems());
        return new Result(
                settings(database),
                median(commits),
                median(rows),
                load.batches().stream()
                        .distinct()
                        .map(batch -> size(batch, measured.getOrDefault(batch, List.of())))
                        .toList(),
                settled.taken().fills(),
                settled.perSecond());
    }

    private static void takeAll(Books books) {
        try (Ingest ingest = books.ingest(USUAL)) {
            while (ingest.step() > 0) {
                // Until there is no more.
            }
        }
    }

    private record Measured(Ingest.Taken taken, double seconds, Duration jvm, Duration postgres) {
        double perSecond() {
            return taken.fills() / seconds;
        }
    }

    private static Measured measure(Database database, Books books, int batch) {
        ProcessorTime before = ProcessorTime.of(database);
        long began = System.nanoTime();
        try (Ingest ingest = books.ingest(batch)) {
            while (ingest.step() > 0) {
                // Until there is no more.
            }
            double seconds = (System.nanoTime() - began) / NANOS;
            ProcessorTime after = ProcessorTime.of(database);
            return new Measured(ingest.taken(), seconds, after.ownSince(before), after.postgresSince(before));
        }
    }

    private static Size size(int batch, List<Measured> rounds) {
        List<Double> rates = rounds.stream().map(Measured::perSecond).sorted().toList();
        return new Size(
                batch,
                rounds.stream().mapToLong(each -> each.taken().fills()).sum(),
                rounds.stream().mapToLong(each -> each.taken().transactions()).sum(),
                rounds.stream().mapToLong(each -> each.taken().transfers()).sum(),
                median(rates),
                rates.get(0),
                rates.get(rates.size() - 1),
                median(rounds.stream().map(each -> micros(each.jvm(), each)).toList()),
                median(rounds.stream()
                        .map(each -> micros(each.postgres(), each))
                        .toList()));
    }

    private static double micros(Duration time, Measured of) {
        return time.toNanos() / 1e3 / of.taken().fills();
    }

    private static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int half = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(half) : (sorted.get(half - 1) + sorted.get(half)) / 2;
    }

    private static Map<String, String> settings(Database database) {
        Map<String, String> settings = new TreeMap<>();
        SETTINGS.forEach(name -> settings.put(name, database.setting(name)));
        return settings;
    }

    private static void require(List<String> problems) {
        if (!problems.isEmpty()) {
            throw new IllegalStateException("the books are wrong: " + problems);
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
