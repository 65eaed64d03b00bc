package io.tidemark.exchange.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * The end of a journal that has moved into a cluster: who owns the pools next begins in a higher epoch than {@code heads}
 * say, and this directory is not opened for serving any more. As a file it is lines for people, with a checksum.
 *
 * @param when it was sealed
 * @param offset number of records that the journal has ever had
 * @param heads where each pool ended, with the final epoch, one above that of its last record; by name
 */
public record Seal(Instant when, long offset, List<PoolHead> heads) {
    private static final String NAME = "sealed.mark";
    private static final String NEXT = "sealed.next";
    private static final String TITLE = "tidemark journal sealed 1";

    public Seal {
        heads = heads.stream().sorted(Comparator.comparing(PoolHead::pool)).toList();
    }

    static Path file(Path directory) {
        return directory.resolve(NAME);
    }

    /**
     * The seal of a directory; empty if it has none.
     *
     * @throws JournalCorruptedException if it has one that cannot be read
     */
    static Optional<Seal> read(Path directory) throws IOException {
        Path file = file(directory);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        String text = Files.readString(file, StandardCharsets.ISO_8859_1);
        int end = text.lastIndexOf("crc ");
        try {
            if (end > 0 && text.substring(end).equals(checksum(text.substring(0, end)))) {
                return Optional.of(parse(text.substring(0, end).split("\n", -1)));
            }
        } catch (DateTimeParseException | NumberFormatException | ArrayIndexOutOfBoundsException neverWritten) {
            // Told below.
        }
        throw new JournalCorruptedException(file, 0, 0, "the seal is unreadable");
    }

    private static Seal parse(String[] lines) {
        List<PoolHead> heads = new ArrayList<>();
        for (int i = 3; i < lines.length - 1; i++) {
            String[] words = lines[i].split(" ", -1);
            heads.add(new PoolHead(words[1], Long.parseLong(words[3]), Long.parseLong(words[5]), words[7]));
        }
        return new Seal(Instant.parse(lines[1].split(" ", -1)[1]), Long.parseLong(lines[2].split(" ", -1)[1]), heads);
    }

    /** Returns when the seal survives a power cut. */
    void write(Path directory, Disk disk) throws IOException {
        String text = text();
        ByteBuffer bytes = ByteBuffer.wrap((text + checksum(text)).getBytes(StandardCharsets.US_ASCII));
        Path next = directory.resolve(NEXT);
        Files.deleteIfExists(next); // A crash may have left one.
        try (Disk.Handle file = disk.open(next)) {
            file.write(bytes, 0);
            file.sync();
        }
        Files.move(next, file(directory), StandardCopyOption.ATOMIC_MOVE);
        disk.syncDirectory(directory);
    }

    private String text() {
        StringBuilder text = new StringBuilder(TITLE + "\nwhen " + when + "\nrecords " + offset + "\n");
        for (PoolHead head : heads) {
            text.append("pool " + head.pool() + " epoch " + head.epoch() + " sequence " + head.sequence() + " chain "
                    + head.chain() + "\n");
        }
        return text.toString();
    }

    private static String checksum(String text) {
        CRC32C crc = new CRC32C();
        crc.update(text.getBytes(StandardCharsets.ISO_8859_1));
        return String.format(Locale.ROOT, "crc %08x\n", crc.getValue());
    }
}
