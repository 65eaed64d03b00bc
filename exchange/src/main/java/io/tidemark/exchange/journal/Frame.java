package io.tidemark.exchange.journal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * A record as it lies in a segment, starting at a multiple of eight; big-endian:
 *
 * <pre>
 *   0  int   magic and version
 *   4  int   length of the frame in bytes, without the zeros that fill up to a multiple of eight
 *   8  int   CRC32C over the segment's salt and all of the frame but these four bytes
 *  12  int   length of the pool's name
 *  16  long  offset: number of records before this one, over all pools
 *  24  long  group: offset of the first record that was written and synced together with this one
 *  32  long  epoch
 *  40  long  first sequence
 *  48  long  last sequence
 *  56  long  time in milliseconds
 *  64  32    link of the pool's chain, this record included
 *  96        pool in ASCII, then the payload
 * </pre>
 *
 * The salt is drawn for each segment, so that no payload can be made to look like a frame.
 */
final class Frame {
    static final int HEADER = 96;
    static final int ALIGNMENT = 8;

    private static final int MAGIC = 0x54_4A_46_01;
    private static final int CRC_AT = 8;
    private static final int AFTER_CRC = 12;
    private static final int CHAIN_AT = 64;

    private final long offset;
    private final long group;
    private final byte[] link;
    private final JournalRecord record;

    private Frame(long offset, long group, byte[] link, JournalRecord record) {
        this.offset = offset;
        this.group = group;
        this.link = link;
        this.record = record;
    }

    long offset() {
        return offset;
    }

    long group() {
        return group;
    }

    byte[] link() {
        return link;
    }

    JournalRecord record() {
        return record;
    }

    int size() {
        return size(record);
    }

    /** Bytes that the record takes in a segment, with the filling. */
    static int size(JournalRecord record) {
        return aligned(HEADER + record.pool().length() + record.payload().length);
    }

    /** Appends the frame of a record at the buffer's position, which is a multiple of eight from where it started. */
    static void write(ByteBuffer out, JournalRecord record, long offset, long group, byte[] link, long salt) {
        int start = out.position();
        int length = HEADER + record.pool().length() + record.payload().length;
        out.putInt(MAGIC)
                .putInt(length)
                .putInt(0)
                .putInt(record.pool().length())
                .putLong(offset)
                .putLong(group)
                .putLong(record.epoch())
                .putLong(record.firstSequence())
                .putLong(record.lastSequence())
                .putLong(record.time())
                .put(link)
                .put(record.pool().getBytes(StandardCharsets.US_ASCII))
                .put(record.payload());
        while (out.position() < start + aligned(length)) {
            out.put((byte) 0);
        }
        out.putInt(start + CRC_AT, crc(out, start, length, salt));
    }

    /** The frame at {@code start}; empty if what is there up to the buffer's limit is none, or a damaged one. */
    static Optional<Frame> read(ByteBuffer in, int start, long salt) {
        int length = lengthAt(in, start);
        if (length == 0 || length > in.limit() - start || in.getInt(start + CRC_AT) != crc(in, start, length, salt)) {
            return Optional.empty();
        }
        byte[] link = new byte[Chain.LENGTH];
        in.get(start + CHAIN_AT, link);
        byte[] pool = new byte[in.getInt(start + 12)];
        in.get(start + HEADER, pool);
        byte[] payload = new byte[length - HEADER - pool.length];
        in.get(start + HEADER + pool.length, payload);
        JournalRecord record;
        try {
            record = new JournalRecord(
                    new String(pool, StandardCharsets.ISO_8859_1),
                    in.getLong(start + 32),
                    in.getLong(start + 40),
                    in.getLong(start + 48),
                    in.getLong(start + 56),
                    payload);
        } catch (IllegalArgumentException neverWritten) {
            return Optional.empty();
        }
        return Optional.of(new Frame(in.getLong(start + 16), in.getLong(start + 24), link, record));
    }

    /** The length that a frame at {@code start} claims, if its header can be one; zero if not. */
    static int lengthAt(ByteBuffer in, int start) {
        if (in.limit() - start < HEADER || in.getInt(start) != MAGIC) {
            return 0;
        }
        int length = in.getInt(start + 4);
        int pool = in.getInt(start + 12);
        boolean possible = pool > 0 && pool <= JournalRecord.LONGEST_POOL && length >= HEADER + pool;
        return possible ? length : 0;
    }

    /** What a damaged frame says of itself, to be told to a person and not to be believed. */
    static String claim(ByteBuffer in, int start) {
        return claimed(in, start)
                .map(claim -> "says it is pool '" + claim.pool() + "' sequence " + claim.sequence() + " to "
                        + in.getLong(start + 48))
                .orElse("no readable header");
    }

    /** The pool and first sequence that a damaged frame says it has. */
    static Optional<FirstBad> claimed(ByteBuffer in, int start) {
        int length = lengthAt(in, start);
        if (length == 0 || in.limit() - start < HEADER + in.getInt(start + 12)) {
            return Optional.empty();
        }
        byte[] pool = new byte[in.getInt(start + 12)];
        in.get(start + HEADER, pool);
        String name = new String(pool, StandardCharsets.US_ASCII).replaceAll("[^ -~]", "?");
        return Optional.of(new FirstBad(name, in.getLong(start + 40)));
    }

    static int aligned(int length) {
        return Math.addExact(length, ALIGNMENT - 1) & -ALIGNMENT;
    }

    private static int crc(ByteBuffer bytes, int start, int length, long salt) {
        CRC32C crc = new CRC32C();
        crc.update(ByteBuffer.allocate(Long.BYTES).putLong(0, salt));
        crc.update(bytes.duplicate().limit(start + CRC_AT).position(start));
        crc.update(bytes.duplicate().limit(start + length).position(start + AFTER_CRC));
        return (int) crc.getValue();
    }
}
