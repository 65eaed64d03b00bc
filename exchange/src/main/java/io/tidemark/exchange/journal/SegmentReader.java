package io.tidemark.exchange.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads durable records behind the writer's back, never past the durable offset. The place of a record within its
 * segment is found by walking there from the segment's start, once.
 */
final class SegmentReader implements JournalReader {
    private static final int BUFFER = 256 << 10;

    private final NavigableMap<Long, Segment> segments;
    private final LongSupplier durableOffset;
    private @Nullable FileChannel channel;
    private Segment segment;
    private ByteBuffer buffer = ByteBuffer.allocate(BUFFER).limit(0);
    /** Where in the segment the buffer begins. */
    private long bufferStart;
    /** Records from here on were not durable when the buffer was filled: what it holds of them may be old. */
    private long staleFrom;

    private long position;
    private long offset;
    private boolean closed;

    SegmentReader(NavigableMap<Long, Segment> segments, LongSupplier durableOffset, long fromOffset) {
        this.segments = segments;
        this.durableOffset = durableOffset;
        this.segment = at(fromOffset).orElseThrow(() -> released(fromOffset));
        this.offset = segment.firstOffset();
        try {
            while (offset < fromOffset && next().isPresent()) {}
        } catch (RuntimeException failed) {
            close();
            throw failed;
        }
    }

    @Override
    public Optional<JournalEntry> next() {
        if (closed) {
            throw new IllegalStateException("the reader is closed");
        }
        if (offset >= durableOffset.getAsLong()) {
            return Optional.empty();
        }
        try {
            Optional<Segment> here = at(offset);
            if (here.isEmpty()) {
                return Optional.of(readReleased());
            }
            if (channel == null || here.get().firstOffset() != segment.firstOffset()) {
                enter(here.get());
            }
            return Optional.of(read());
        } catch (IOException failed) {
            throw new JournalException(
                    "cannot read record " + offset + " of " + segment.file() + ": " + failed, failed);
        }
    }

    /** The segment that has a record, or empty if it was released. */
    private Optional<Segment> at(long wanted) {
        return Optional.ofNullable(segments.floorEntry(wanted)).map(Map.Entry::getValue);
    }

    private RecordsReleasedException released(long wanted) {
        return new RecordsReleasedException(wanted, segments.firstKey());
    }

    private void enter(Segment next) throws IOException {
        leave();
        try {
            channel = FileChannel.open(next.file(), StandardOpenOption.READ);
        } catch (NoSuchFileException gone) {
            if (next.firstOffset() < segments.firstKey()) {
                throw released(offset);
            }
            throw gone;
        }
        segment = next;
        position = segment.start();
        buffer.limit(0);
    }

    /** A segment that is open can be read to its end, also when its name is gone. */
    private JournalEntry readReleased() throws IOException {
        if (channel == null) {
            throw released(offset);
        }
        try {
            return read();
        } catch (JournalCorruptedException itsEnd) {
            throw released(offset);
        }
    }

    private JournalEntry read() throws IOException {
        if (offset >= staleFrom || !holds(Frame.HEADER)) {
            fill();
        }
        int length = Frame.lengthAt(buffer, at());
        if (!holds(length)) {
            int most = (int) Math.min(length, segmentBytes() - position);
            if (most > buffer.capacity()) {
                buffer = ByteBuffer.allocate(most);
            }
            fill();
        }
        Frame frame = Frame.read(buffer, at(), segment.salt())
                .filter(found -> found.offset() == offset)
                .orElseThrow(() -> new JournalCorruptedException(
                        segment.file(), position, offset, "this record cannot be read any more"));
        position += frame.size();
        return new JournalEntry(offset++, frame.record());
    }

    private boolean holds(int length) {
        return position >= bufferStart && position + length <= bufferStart + buffer.limit();
    }

    private int at() {
        return (int) (position - bufferStart);
    }

    private void fill() throws IOException {
        staleFrom = durableOffset.getAsLong();
        bufferStart = position;
        buffer.clear();
        FileChannel from = opened();
        while (buffer.hasRemaining() && from.read(buffer, bufferStart + buffer.position()) >= 0) {}
        buffer.flip();
    }

    private long segmentBytes() throws IOException {
        return opened().size();
    }

    private FileChannel opened() throws IOException {
        if (channel == null) {
            throw new IOException("no segment is open");
        }
        return channel;
    }

    @Override
    public void close() {
        closed = true;
        leave();
    }

    private void leave() {
        FileChannel open = channel;
        channel = null;
        if (open != null) {
            try {
                open.close();
            } catch (IOException failed) {
                throw new JournalException("cannot close " + segment.file() + ": " + failed, failed);
            }
        }
    }
}
