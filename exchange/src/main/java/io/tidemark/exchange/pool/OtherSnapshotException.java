package io.tidemark.exchange.pool;

/** A snapshot was written by a release whose pools keep other things than this one's: replay the journal instead. */
public final class OtherSnapshotException extends RuntimeException {
    private static final long serialVersionUID = 1;

    OtherSnapshotException() {
        super("the snapshot was written by another release of Tidemark; replay the journal, and take another one");
    }
}
