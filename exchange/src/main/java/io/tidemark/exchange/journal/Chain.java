package io.tidemark.exchange.journal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The hash that ties each record of a pool to all before it: SHA-256 over the link before, the header fields, the name of
 * the pool and the payload. It covers no place in a file, so records keep their links in another home. For one thread.
 */
public final class Chain {
    /** Bytes of a link. */
    public static final int LENGTH = 32;

    private final MessageDigest sha256;
    private final ByteBuffer fields = ByteBuffer.allocate(4 * Long.BYTES + Integer.BYTES);

    public Chain() {
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }

    /** What the first record of a pool follows. */
    public static byte[] origin() {
        return new byte[LENGTH];
    }

    /** The link of a record that follows {@code previous}. */
    public byte[] link(byte[] previous, JournalRecord record) {
        byte[] pool = record.pool().getBytes(StandardCharsets.US_ASCII);
        fields.clear();
        fields.putLong(record.epoch())
                .putLong(record.firstSequence())
                .putLong(record.lastSequence())
                .putLong(record.time())
                .putInt(pool.length)
                .flip();
        sha256.update(previous);
        sha256.update(fields);
        sha256.update(pool);
        return sha256.digest(record.payload());
    }
}
