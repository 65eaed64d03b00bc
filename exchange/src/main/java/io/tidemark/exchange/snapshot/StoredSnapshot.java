package io.tidemark.exchange.snapshot;

import io.tidemark.exchange.journal.PoolHead;
import java.util.Arrays;

/**
 * A pool as it was behind a record of the journal.
 *
 * @param head of the pool's records up to there: pool, epoch, sequence and chain
 * @param offset of the next record of the journal: from there on the tail is replayed
 * @param time market time of the last command, epoch milliseconds
 * @param stateHash of the engine that was written
 * @param state the engine, as {@link io.tidemark.exchange.pool.PoolSnapshots} encodes it; belongs to the snapshot
 */
@SuppressWarnings("ArrayRecordComponent") // Compared by content below; a copy of a whole pool would be for nothing.
public record StoredSnapshot(PoolHead head, long offset, long time, long stateHash, byte[] state) {
    @Override
    public boolean equals(Object other) {
        return other instanceof StoredSnapshot that
                && head.equals(that.head)
                && offset == that.offset
                && time == that.time
                && stateHash == that.stateHash
                && Arrays.equals(state, that.state);
    }

    @Override
    public int hashCode() {
        return 31 * head.hashCode() + Long.hashCode(stateHash);
    }

    @Override
    public String toString() {
        return head.pool() + " at sequence " + head.sequence() + ", offset " + offset + " (" + state.length + " bytes)";
    }
}
