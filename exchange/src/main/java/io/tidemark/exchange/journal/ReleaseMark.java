package io.tidemark.exchange.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.OptionalLong;

/**
 * Which records were let go, in a file of its own: it tells a segment that was released from one that is lost. It is
 * durable before the first of them is deleted, and replaced as a whole, never written over.
 */
final class ReleaseMark {
    private static final String NAME = "released.mark";
    private static final String NEXT = "released.next";
    private static final MarkSlots SLOTS = new MarkSlots(0x54_4A_52_01);

    private ReleaseMark() {}

    static Path file(Path directory) {
        return directory.resolve(NAME);
    }

    /**
     * The offset of the first record that must be there; zero if nothing was ever released.
     *
     * @throws JournalCorruptedException if there is a mark and it cannot be read
     */
    static long read(Path directory) throws IOException {
        Path file = file(directory);
        if (!Files.exists(file)) {
            return 0;
        }
        OptionalLong found = SLOTS.read(file);
        if (found.isEmpty()) {
            throw new JournalCorruptedException(
                    file, 0, 0, "the mark of what was released is unreadable, so a lost segment cannot be told");
        }
        return found.getAsLong();
    }

    /** Returns when the mark survives a power cut. */
    static void write(Path directory, Disk disk, long firstOffset) throws IOException {
        ByteBuffer slots = ByteBuffer.allocateDirect(MarkSlots.APART + MarkSlots.SLOT);
        SLOTS.put(slots, firstOffset);
        SLOTS.put(slots.position(MarkSlots.APART), firstOffset);
        Path next = directory.resolve(NEXT);
        Files.deleteIfExists(next); // A crash may have left one.
        try (Disk.Handle file = disk.open(next)) {
            file.write(slots.flip(), 0);
            file.sync();
        }
        Files.move(next, file(directory), StandardCopyOption.ATOMIC_MOVE);
        disk.syncDirectory(directory);
    }
}
