package io.tidemark.exchange.journal;

import java.util.Arrays;

/**
 * Consecutive commands of one pool with their events, encoded by whoever appends.
 *
 * @param pool which pool, such as {@code B200X8.PRN1}: 1 to 128 characters of ASCII
 * @param epoch of the pool's owner; never falls
 * @param firstSequence of the commands within; one more than the last before, the first ever is 1
 * @param lastSequence not below {@code firstSequence}
 * @param time market time in milliseconds since the epoch of 1970
 * @param payload belongs to the record from now on: it is neither copied nor to be changed
 */
@SuppressWarnings("ArrayRecordComponent") // Compared by content below; a copy per batch would cost what a batch costs.
public record JournalRecord(String pool, long epoch, long firstSequence, long lastSequence, long time, byte[] payload) {
    static final int LONGEST_POOL = 128;

    public JournalRecord {
        if (pool.isEmpty() || pool.length() > LONGEST_POOL || !pool.chars().allMatch(c -> c > ' ' && c < 0x7F)) {
            throw new IllegalArgumentException(
                    "pool must be 1 to " + LONGEST_POOL + " visible ASCII characters: '" + pool + "'");
        }
        if (epoch < 0) {
            throw new IllegalArgumentException("epoch must not be negative: " + epoch);
        }
        if (firstSequence < 1 || lastSequence < firstSequence) {
            throw new IllegalArgumentException(
                    "sequences must be 1 or more and in order: " + firstSequence + " to " + lastSequence);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof JournalRecord that
                && pool.equals(that.pool)
                && epoch == that.epoch
                && firstSequence == that.firstSequence
                && lastSequence == that.lastSequence
                && time == that.time
                && Arrays.equals(payload, that.payload);
    }

    @Override
    public int hashCode() {
        return 31 * pool.hashCode() + Long.hashCode(lastSequence);
    }

    @Override
    public String toString() {
        return pool + " " + firstSequence + ".." + lastSequence + " epoch " + epoch + " time " + time + " ("
                + payload.length + " bytes)";
    }
}
