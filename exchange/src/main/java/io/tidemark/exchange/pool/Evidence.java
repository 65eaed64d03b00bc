package io.tidemark.exchange.pool;

import java.util.Arrays;

/**
 * What whoever prices a pool wrote down about it, so that the prices can be made again from the log alone. Its form is the
 * writer's: a pool carries it into its log and never reads it.
 *
 * @param bytes not to be changed; empty for none
 */
@SuppressWarnings("ArrayRecordComponent") // It compares its bytes, and copying them would be for nothing.
public record Evidence(byte[] bytes) {
    /** A week of hours takes a few hundred bytes; what is longer is refused, for the log has to carry it. */
    public static final int MAX_BYTES = 16 * 1024;

    private static final Evidence NONE = new Evidence(new byte[0]);

    /** Of prices that nobody computed. */
    public static Evidence none() {
        return NONE;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Evidence evidence && Arrays.equals(bytes, evidence.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return bytes.length + " bytes of evidence";
    }
}
