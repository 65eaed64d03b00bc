package io.tidemark.exchange.journal;

import java.util.Optional;

/** Follows the durable records. For one thread; others may append meanwhile. */
public interface JournalReader extends AutoCloseable {
    /**
     * The next durable record; empty when there is none yet, and then a later call may find one.
     *
     * @throws JournalCorruptedException if the record does not read back as it was written
     * @throws JournalException if reading fails
     */
    Optional<JournalEntry> next();

    @Override
    void close();
}
