package io.tidemark.exchange.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentNavigableMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets go of old segments: whole ones, from the first on, never the one that is being written. On the thread of whoever
 * asks, so that no commit waits for it.
 *
 * <p>First the mark is made durable, then the files are deleted: whenever that is interrupted, the next opening finds
 * from the mark what is left to delete. After an error nothing is released any more until then; to keep too much is safe.
 */
final class Retention {
    private static final Logger LOG = LoggerFactory.getLogger(Retention.class);

    private final Path directory;
    private final Disk disk;
    private final ConcurrentNavigableMap<Long, Segment> segments;
    private boolean ended;

    Retention(Path directory, Disk disk, ConcurrentNavigableMap<Long, Segment> segments) {
        this.directory = directory;
        this.disk = disk;
        this.segments = segments;
    }

    /** Deletes segments all of whose records are before an offset. */
    synchronized void release(long beforeOffset) {
        Map.Entry<Long, Segment> kept = segments.floorEntry(beforeOffset);
        if (ended || kept == null || kept.getKey().equals(segments.firstKey())) {
            return;
        }
        long keep = kept.getKey();
        List<Segment> gone = List.copyOf(segments.headMap(keep).values());
        try {
            ReleaseMark.write(directory, disk, keep);
            // Out of sight first: whoever looks for a segment from now on learns that it was released.
            segments.headMap(keep).clear();
            delete(gone.stream().map(Segment::file).toList(), directory, disk);
            LOG.info("released {} segments before record {}", gone.size(), keep);
        } catch (IOException failed) {
            ended = true;
            LOG.warn(
                    "cannot release the segments before record {} in {}; nothing more is released until the journal is"
                            + " opened again: {}",
                    keep,
                    directory,
                    failed.toString());
        }
    }

    /** Releases nothing any more, and waits for a release that is under way. */
    synchronized void end() {
        ended = true;
    }

    /** Deletes what an interrupted release has left. */
    static void resume(List<Path> leftovers, Path directory, Disk disk) throws IOException {
        if (!leftovers.isEmpty()) {
            LOG.info("deleting {} segments whose release was interrupted, in {}", leftovers.size(), directory);
            delete(leftovers, directory, disk);
        }
    }

    private static void delete(List<Path> files, Path directory, Disk disk) throws IOException {
        for (Path file : files) {
            Files.deleteIfExists(file);
        }
        disk.syncDirectory(directory);
    }
}
