package io.tidemark.exchange.journal;

/**
 * Hears what became of a record. Called on the journal's thread, which does nothing else meanwhile: be short, do not
 * wait, do not throw. What is thrown is logged and lost.
 */
public interface DurableListener {
    /** The record is on stable storage and may be told to anyone. */
    void durable(JournalEntry entry);

    /**
     * The record must be taken as unknown: it was not acknowledged, and nothing after it will be. After a restart it may
     * be found in the journal or not. A {@link FencedException} as the cause says more: it is not in the journal, and
     * another owner has the pool.
     */
    void failed(JournalRecord record, Throwable cause);
}
