package io.tidemark.exchange.journal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/**
 * The tails of all pools as bytes: for each, in the order of their names, epoch, sequence, link, length of the name and
 * name; then zeros up to a multiple of eight. Whoever keeps them adds a checksum.
 */
final class PoolTails {
    private static final int FIXED = 2 * Long.BYTES + Chain.LENGTH + Integer.BYTES;

    private PoolTails() {}

    /** Bytes that {@link #write} needs, a multiple of eight. */
    static int size(Map<String, PoolTail> tails) {
        int size = 0;
        for (String pool : tails.keySet()) {
            size += FIXED + pool.length();
        }
        return Frame.aligned(size);
    }

    static void write(ByteBuffer out, Map<String, PoolTail> tails) {
        int end = out.position() + size(tails);
        new TreeMap<>(tails)
                .forEach((pool, tail) -> out.putLong(tail.epoch())
                        .putLong(tail.sequence())
                        .put(tail.link())
                        .putInt(pool.length())
                        .put(pool.getBytes(StandardCharsets.US_ASCII)));
        while (out.position() < end) {
            out.put((byte) 0);
        }
    }

    /** Reads all that remains, which a checksum has vouched for. */
    static Map<String, PoolTail> read(ByteBuffer in) {
        Map<String, PoolTail> tails = new TreeMap<>();
        while (in.remaining() > FIXED) {
            long epoch = in.getLong();
            long sequence = in.getLong();
            byte[] link = new byte[Chain.LENGTH];
            in.get(link);
            byte[] pool = new byte[in.getInt()];
            in.get(pool);
            tails.put(new String(pool, StandardCharsets.US_ASCII), new PoolTail(epoch, sequence, link));
        }
        return tails;
    }
}
