package io.tidemark.exchange.cluster;

import io.tidemark.exchange.journal.PoolHead;
import io.tidemark.exchange.snapshot.StoredSnapshot;
import java.util.Optional;

/** Journal and snapshots do not make up a whole history of a pool, so it is not opened. Nothing was changed. */
public final class RecoveryException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private RecoveryException(String message) {
        super(message);
    }

    /** Commands between what a pool was recovered to and what is next are nowhere. */
    static RecoveryException gap(String pool, long recovered, long found) {
        return new RecoveryException("pool " + pool + " cannot be recovered: its commands from sequence "
                + (recovered + 1) + " to " + (found - 1)
                + " are not in the journal any more, and no snapshot that can be used covers them;"
                + " bring the directory of the snapshots back from a copy, or the journal's first segments");
    }

    static RecoveryException ahead(StoredSnapshot snapshot, Optional<PoolHead> head) {
        return new RecoveryException("the snapshot of " + snapshot.head().pool() + " at sequence "
                + snapshot.head().sequence() + " is ahead of the journal, where the pool ends at sequence "
                + head.map(PoolHead::sequence).orElse(0L)
                + ": the journal has lost durable records, or one of the two directories is of another market;"
                + " bring the journal back from a copy, or move the snapshots away if they are the wrong ones");
    }

    static RecoveryException otherHistory(StoredSnapshot snapshot, String why) {
        return new RecoveryException("the snapshot of " + snapshot.head().pool() + " at sequence "
                + snapshot.head().sequence() + " is not of the history that the journal tells: " + why
                + "; one of the two directories is of another market."
                + " Bring the right one back, or move the snapshots away if they are the wrong ones");
    }
}
