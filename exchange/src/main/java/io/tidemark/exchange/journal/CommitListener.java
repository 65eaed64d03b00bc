package io.tidemark.exchange.journal;

/** Hears of each group that has become durable, for those who measure: on the journal's thread, so be quick. */
@FunctionalInterface
public interface CommitListener {
    /**
     * A group was written and synced.
     *
     * @param bytes of its frames
     * @param nanos how long writing and syncing took
     */
    void committed(int records, long bytes, long nanos);
}
