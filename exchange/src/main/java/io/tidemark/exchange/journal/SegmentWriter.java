package io.tidemark.exchange.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentNavigableMap;

/** The end of the journal on disk: groups are written there and synced, and segments follow one another. One thread. */
final class SegmentWriter implements AutoCloseable {
    /** A segment lies ready with this part of it more, for the tails of about ten thousand pools at 64 MiB. */
    private static final int ROOM_FOR_TAILS = 64;

    private final Path directory;
    private final Disk disk;
    private final SegmentPreparer preparer;
    private final DurableMark mark;
    private final ConcurrentNavigableMap<Long, Segment> segments;
    private final SecureRandom salts = new SecureRandom();
    private final int segmentBytes;
    private Disk.Handle file;
    private long salt;
    private int position;
    private int capacity;

    /** Goes on where recovery ended, or begins the first segment. */
    SegmentWriter(
            Path directory,
            Disk disk,
            int segmentBytes,
            Verification recovered,
            ConcurrentNavigableMap<Long, Segment> segments)
            throws IOException {
        this.directory = directory;
        this.disk = disk;
        this.segmentBytes = segmentBytes;
        this.segments = segments;
        mark = DurableMark.open(directory, disk, recovered.offset());
        preparer = new SegmentPreparer(directory, disk, segmentBytes + segmentBytes / ROOM_FOR_TAILS);
        try {
            if (segments.isEmpty()) {
                file = begin(0, Map.of());
            } else {
                Segment last = segments.lastEntry().getValue();
                file = disk.open(last.file());
                salt = last.salt();
                position = recovered.position();
                capacity = Math.toIntExact(Files.size(last.file()));
            }
        } catch (IOException failed) {
            preparer.close();
            mark.close();
            throw failed;
        }
    }

    /** Bytes that the current segment still takes. */
    int room() {
        return capacity - position;
    }

    /** Bytes that can be written without asking the file system for more. */
    long reserved() {
        return room() + (preparer.ready() ? (long) segmentBytes - Segment.HEADER : 0);
    }

    /** Why no other segment lies ready; empty if one does or is being prepared. */
    Optional<Throwable> shortage() {
        return preparer.shortage();
    }

    /** Enters the checksum of every frame of this segment. */
    long salt() {
        return salt;
    }

    /**
     * Leaves the current segment, whose groups are all synced, and begins one whose first record is {@code offset}.
     *
     * @param tails where all pools end before it
     */
    void roll(long offset, Map<String, PoolTail> tails) throws IOException {
        file.sync();
        file.close();
        file = begin(offset, tails);
    }

    /** Writes the group, and returns when it is durable. */
    void commit(ByteBuffer group, long durableOffset) throws IOException {
        int size = group.remaining();
        file.write(group, position);
        file.sync();
        position += size;
        mark.write(durableOffset);
    }

    private Disk.Handle begin(long offset, Map<String, PoolTail> tails) throws IOException {
        Path prepared = preparer.take();
        Segment segment = new Segment(Segment.file(directory, offset), offset, salts.nextLong(), Map.copyOf(tails));
        Disk.Handle handle = disk.open(prepared);
        try {
            handle.write(segment.header(), 0);
            handle.sync();
            Files.move(prepared, segment.file(), StandardCopyOption.ATOMIC_MOVE);
            disk.syncDirectory(directory);
        } catch (IOException failed) {
            handle.close();
            throw failed;
        }
        preparer.taken();
        segments.put(offset, segment);
        salt = segment.salt();
        position = segment.start();
        // As much for frames however long the tails are: the largest record fits in any segment. Beyond what lies ready
        // the file grows.
        capacity = position + segmentBytes - Segment.HEADER;
        return handle;
    }

    /** Makes the mark survive a power cut too. Not after a failure: then nothing is synced again. */
    void settleMark() throws IOException {
        mark.sync();
    }

    /** Lets go of the files without another sync: all that was acknowledged has been synced. */
    @Override
    public void close() throws IOException {
        try (mark;
                preparer) {
            file.close();
        }
    }
}
