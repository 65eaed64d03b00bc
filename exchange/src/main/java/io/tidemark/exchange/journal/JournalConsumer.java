package io.tidemark.exchange.journal;

/** Somebody who follows the journal by offset, and whose records must be kept until he has passed them. */
public interface JournalConsumer {
    /** For the log, such as {@code settlement}. */
    String consumerName();

    /**
     * The first offset that he may still read, now or after a restart: 0 if he begins at the beginning each time. It never
     * falls, and may be asked from any thread.
     */
    long neededFrom();
}
