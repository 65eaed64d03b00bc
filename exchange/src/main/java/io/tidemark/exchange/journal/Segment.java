package io.tidemark.exchange.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/**
 * A file of frames, named after the offset of its first record; big-endian:
 *
 * <pre>
 *   0  long  magic and version
 *   8  long  offset of the first record
 *  16  long  salt
 *  24  int   CRC32C over all before the first frame but these four bytes
 *  28  int   length of the tails in bytes, a multiple of eight
 *  64        tails: where each pool ended before this segment ({@link PoolTails}); then the first frame
 * </pre>
 *
 * A segment gets its name only when its header is durable and all segments before it are, so one without a good header is
 * damage and never a crash. With the tails the chain can be verified from any segment on, when those before it have been
 * released.
 *
 * @param firstOffset of the first frame
 * @param salt enters the checksum of every frame
 * @param tails of all pools that have records before this segment
 */
record Segment(Path file, long firstOffset, long salt, Map<String, PoolTail> tails) {
    /** Where the first frame begins if no pool has records before; otherwise the tails lie between. */
    static final int HEADER = 64;

    private static final long MAGIC = 0x54_4A_53_45_47_00_00_02L;
    private static final long FAMILY = ~0xFFL;
    private static final int CRC_AT = 24;
    private static final int LENGTH_AT = 28;
    private static final String SUFFIX = ".journal";

    static Path file(Path directory, long firstOffset) {
        return directory.resolve(String.format(Locale.ROOT, "%019d%s", firstOffset, SUFFIX));
    }

    /** The segments of a directory in order. */
    static List<Path> files(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.getFileName().toString().endsWith(SUFFIX))
                    .sorted()
                    .toList();
        }
    }

    /** The offset of the first record as the name of a file claims it; -1 if it is no name of a segment. */
    static long claimedOffset(Path file) {
        String name = file.getFileName().toString();
        String digits = name.substring(0, name.length() - SUFFIX.length());
        return digits.matches("[0-9]{19}") ? Long.parseLong(digits) : -1;
    }

    /** Where the first frame begins. */
    int start() {
        return HEADER + PoolTails.size(tails);
    }

    /** All that stands before the first frame. */
    ByteBuffer header() {
        ByteBuffer header = ByteBuffer.allocate(start());
        header.putLong(MAGIC)
                .putLong(firstOffset)
                .putLong(salt)
                .putInt(0)
                .putInt(start() - HEADER)
                .position(HEADER);
        PoolTails.write(header, tails);
        header.putInt(CRC_AT, crc(header, start())).clear();
        return header;
    }

    /** Reads the header of a file whose bytes begin at the start of the buffer; empty if it is damaged. */
    static Optional<Segment> read(Path file, ByteBuffer bytes) {
        if (bytes.limit() < HEADER || bytes.getLong(0) != MAGIC) {
            return Optional.empty();
        }
        int length = bytes.getInt(LENGTH_AT);
        if (length < 0
                || length > bytes.limit() - HEADER
                || length % Frame.ALIGNMENT != 0
                || bytes.getInt(CRC_AT) != crc(bytes, HEADER + length)) {
            return Optional.empty();
        }
        Map<String, PoolTail> tails =
                PoolTails.read(bytes.duplicate().limit(HEADER + length).position(HEADER));
        return Optional.of(new Segment(file, bytes.getLong(8), bytes.getLong(16), tails));
    }

    /** Whether this is a segment as another release of the program writes it. */
    static boolean isOfAnotherRelease(ByteBuffer bytes) {
        return bytes.limit() >= HEADER && bytes.getLong(0) != MAGIC && (bytes.getLong(0) & FAMILY) == (MAGIC & FAMILY);
    }

    /** The whole file; segments are at most some hundred MiB. */
    static ByteBuffer load(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(channel.size()));
            while (bytes.hasRemaining() && channel.read(bytes) >= 0) {}
            return bytes.flip();
        }
    }

    private static int crc(ByteBuffer header, int end) {
        CRC32C crc = new CRC32C();
        crc.update(header.duplicate().limit(CRC_AT).position(0));
        crc.update(header.duplicate().limit(end).position(LENGTH_AT));
        return (int) crc.getValue();
    }
}
