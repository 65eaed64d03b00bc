package io.tidemark.exchange.snapshot;

/**
 * Where a snapshot stands, without what is in it.
 *
 * @param sequence of its pool, the last command that it covers
 * @param offset of the journal's next record: from there on the tail is replayed
 */
public record SnapshotPlace(long sequence, long offset) {}
