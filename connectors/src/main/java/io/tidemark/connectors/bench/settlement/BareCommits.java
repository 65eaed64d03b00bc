package io.tidemark.connectors.bench.settlement;

import io.tidemark.fleet.database.Database;

/** What the same database does with the least that there is to do: a row of two numbers, with its key. */
final class BareCommits {
    private static final long NANOS = 1_000_000_000L;

    private final Database database;
    private long next;

    BareCommits(Database database) {
        this.database = database;
        database.inTransaction(transaction -> transaction.update(
                "CREATE TABLE IF NOT EXISTS bench_row (id bigint PRIMARY KEY, amount bigint NOT NULL)"));
    }

    /** Rows a second, so many in each transaction and its one statement. */
    double rowsPerSecond(int rows, double seconds) {
        long began = System.nanoTime();
        long end = began + (long) (seconds * NANOS);
        long written = 0;
        while (System.nanoTime() < end) {
            long first = next;
            next += rows;
            database.inTransaction(transaction -> transaction.update(
                    "INSERT INTO bench_row SELECT each, each FROM generate_series(?, ?) AS each",
                    first,
                    first + rows - 1));
            written += rows;
        }
        return written * (double) NANOS / (System.nanoTime() - began);
    }
}
