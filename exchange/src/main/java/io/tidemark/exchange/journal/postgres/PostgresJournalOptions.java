package io.tidemark.exchange.journal.postgres;

import java.time.Duration;

/**
 * How a {@link PostgresJournal} works.
 *
 * @param owner who this member is, for whoever looks into the tables; it decides nothing
 * @param maxPendingBytes how much may wait for the server in memory before appends are refused; that is also what an outage
 *     costs in memory
 * @param patience how long a takeover, a question or a reader's next record waits for a server that does not answer, and
 *     closing for what was appended
 */
public record PostgresJournalOptions(String owner, long maxPendingBytes, Duration patience) {
    public PostgresJournalOptions {
        if (maxPendingBytes < PostgresJournal.MOST_PAYLOAD_BYTES) {
            throw new IllegalArgumentException("maxPendingBytes must hold the largest record, "
                    + PostgresJournal.MOST_PAYLOAD_BYTES + ": " + maxPendingBytes);
        }
        if (patience.isNegative()) {
            throw new IllegalArgumentException("patience must not be negative: " + patience);
        }
    }

    /** What is right unless measured otherwise. */
    public static PostgresJournalOptions of(String owner) {
        return new PostgresJournalOptions(owner, 256L << 20, Duration.ofSeconds(5));
    }
}
