package io.tidemark.exchange.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/**
 * A file of frames, named after the offset of its first record. It gets its name only when its header is durable and all
 * segments before it are, so a segment without a good header is damage and never a crash.
 *
 * @param firstOffset of the first frame
 * @param salt enters the checksum of every frame
 */
record Segment(Path file, long firstOffset, long salt) {
    /** Where the first frame begins. */
    static final int HEADER = 64;

    private static final long MAGIC = 0x54_4A_53_45_47_00_00_01L;
    private static final int CRC_AT = 24;
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

    ByteBuffer header() {
        ByteBuffer header = ByteBuffer.allocate(HEADER);
        header.putLong(MAGIC).putLong(firstOffset).putLong(salt);
        header.putInt(CRC_AT, crc(header)).clear();
        return header;
    }

    /** Reads the header of a file whose bytes begin at the start of the buffer; empty if it is damaged. */
    static Optional<Segment> read(Path file, ByteBuffer bytes) {
        if (bytes.limit() < HEADER || bytes.getLong(0) != MAGIC || bytes.getInt(CRC_AT) != crc(bytes)) {
            return Optional.empty();
        }
        return Optional.of(new Segment(file, bytes.getLong(8), bytes.getLong(16)));
    }

    /** The whole file; segments are at most some hundred MiB. */
    static ByteBuffer load(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(channel.size()));
            while (bytes.hasRemaining() && channel.read(bytes) >= 0) {}
            return bytes.flip();
        }
    }

    private static int crc(ByteBuffer header) {
        CRC32C crc = new CRC32C();
        crc.update(header.duplicate().limit(CRC_AT).position(0));
        return (int) crc.getValue();
    }
}
