package io.tidemark.exchange.journal;

/**
 * A durable record and its place.
 *
 * @param offset number of records before it, over all pools
 * @param record what was appended
 */
public record JournalEntry(long offset, JournalRecord record) {}
