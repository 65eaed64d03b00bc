package io.tidemark.exchange.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a directory ready for appending: verifies all of it, and only then cuts a torn end off, and finishes what a crash
 * has interrupted.
 */
final class Recovery {
    private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);

    private Recovery() {}

    /**
     * Verifies the directory, cuts a torn end off, and makes durable whatever it found.
     *
     * @throws JournalCorruptedException if a record is damaged or missing; nothing was changed
     */
    static Verification run(Path directory, Disk disk) throws IOException {
        Verification found = Verification.of(directory);
        if (found.last().isPresent()) {
            settle(found, found.last().get(), disk);
        }
        Retention.resume(found.leftovers(), directory, disk);
        return found;
    }

    /** Cuts off what is torn, and makes sure that what is kept is on the disk and not only in the system's memory. */
    private static void settle(Verification found, ByteBuffer bytes, Disk disk) throws IOException {
        Path segment = found.segments().get(found.segments().size() - 1).file();
        int position = found.position();
        int end = found.end();
        if (end > position) {
            LOG.warn(
                    "cut off {} bytes of a group that was never acknowledged, in {} after byte {}, record {}",
                    end - position,
                    segment,
                    position,
                    found.offset());
            for (int at = position; at < end; at++) {
                bytes.put(at, (byte) 0);
            }
        }
        try (Disk.Handle file = disk.open(segment)) {
            // Written again rather than only synced: after a failed sync the kernel counts pages as clean that never
            // reached the disk, and the process that wrote them may have died of exactly that.
            int from =
                    Math.min(found.unmarked(), bytes.limit()); // The file may end within the filling of the last frame.
            file.write(bytes.duplicate().limit(Math.max(end, from)).position(from), from);
            file.sync();
        }
    }
}
