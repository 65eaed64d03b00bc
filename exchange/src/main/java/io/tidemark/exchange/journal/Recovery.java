package io.tidemark.exchange.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Verifies every record when a journal is opened, and tells damage from a crash.
 *
 * <p>A crash can only touch the last group, the one that was being written: nothing is written behind a group before it
 * is synced. So a record that cannot be read is <em>torn</em>, and cut off, only if no good record of a later group
 * follows, no later segment exists, and the durable mark does not count it. (Good records of the same group may follow:
 * the pages of one write reach the disk in any order.) Everything else is corruption, and then nothing is changed.
 */
final class Recovery {
    private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);

    private final Path directory;
    private final Disk disk;
    private final Chain chain = new Chain();
    private final List<Segment> segments = new ArrayList<>();
    private final Map<String, PoolTail> tails = new HashMap<>();
    private long mark;
    /** Offset of the record that comes next. */
    private long offset;
    /** Where in the last segment it goes. */
    private int position;
    /** Where in the last segment the records begin that the mark does not count. */
    private int unmarked;

    private Recovery(Path directory, Disk disk) {
        this.directory = directory;
        this.disk = disk;
    }

    /**
     * Verifies the directory, cuts a torn end off, and makes durable whatever it found.
     *
     * @throws JournalCorruptedException if a record is damaged or missing
     */
    static Recovery run(Path directory, Disk disk) throws IOException {
        Recovery recovery = new Recovery(directory, disk);
        recovery.verify();
        return recovery;
    }

    List<Segment> segments() {
        return segments;
    }

    Map<String, PoolTail> tails() {
        return tails;
    }

    long offset() {
        return offset;
    }

    int position() {
        return position;
    }

    private void verify() throws IOException {
        List<Path> files = Segment.files(directory);
        mark = mark(files);
        Optional<ByteBuffer> last = Optional.empty();
        for (Path file : files) {
            last = Optional.of(walk(file));
        }
        if (offset < mark) {
            Path where = files.isEmpty() ? Segment.file(directory, 0) : files.get(files.size() - 1);
            throw corrupted(where, position, last, "of " + mark + " acknowledged records");
        }
        if (last.isPresent()) {
            settle(segments.get(segments.size() - 1), last.get());
        }
    }

    private long mark(List<Path> files) throws IOException {
        OptionalLong found = DurableMark.read(directory);
        // The mark is made before the first segment, so only a directory without any may lack it.
        if (found.isEmpty() && !files.isEmpty()) {
            throw new JournalCorruptedException(
                    DurableMark.file(directory), 0, 0, "the durable mark is missing or unreadable");
        }
        return found.orElse(0);
    }

    private ByteBuffer walk(Path file) throws IOException {
        ByteBuffer bytes = Segment.load(file);
        Segment segment = Segment.read(file, bytes)
                .orElseThrow(
                        () -> new JournalCorruptedException(file, 0, offset, "the segment's header is unreadable"));
        if (segment.firstOffset() != offset) {
            // The end of the segment before was taken for a clean one, or a whole segment is gone.
            Path before = segments.isEmpty()
                    ? file
                    : segments.get(segments.size() - 1).file();
            throw new JournalCorruptedException(
                    before, position, offset, "the next segment begins with record " + segment.firstOffset());
        }
        segments.add(segment);
        position = Segment.HEADER;
        unmarked = position;
        for (Optional<Frame> frame = Frame.read(bytes, position, segment.salt());
                frame.isPresent();
                frame = Frame.read(bytes, position, segment.salt())) {
            accept(segment, frame.get());
        }
        refuseIfMoreFollows(segment, bytes);
        return bytes;
    }

    private void accept(Segment segment, Frame frame) {
        JournalRecord record = frame.record();
        PoolTail tail = tails.getOrDefault(record.pool(), PoolTail.none());
        if (frame.offset() != offset) {
            throw new JournalCorruptedException(
                    segment.file(), position, offset, "record " + frame.offset() + " is in its place");
        }
        String objection = PoolTail.objection(record, tail.epoch(), tail.sequence());
        if (!objection.isEmpty()) {
            throw new JournalCorruptedException(segment.file(), position, offset, objection);
        }
        if (!Arrays.equals(frame.link(), chain.link(tail.link(), record))) {
            throw new JournalCorruptedException(
                    segment.file(),
                    position,
                    offset,
                    "pool " + record.pool() + " sequence " + record.firstSequence() + " to " + record.lastSequence()
                            + " does not follow from the records before it: the chain is broken");
        }
        tails.put(record.pool(), new PoolTail(record.epoch(), record.lastSequence(), frame.link()));
        offset++;
        position += frame.size();
        if (offset <= mark) {
            unmarked = position;
        }
    }

    private void refuseIfMoreFollows(Segment segment, ByteBuffer bytes) {
        for (int at = position + Frame.ALIGNMENT; at + Frame.HEADER <= bytes.limit(); at += Frame.ALIGNMENT) {
            Optional<Frame> later = Frame.read(bytes, at, segment.salt());
            if (later.isPresent() && later.get().group() > offset) {
                throw corrupted(
                        segment.file(),
                        position,
                        Optional.of(bytes),
                        "but record " + later.get().offset() + " of a later group is whole ("
                                + later.get().record() + ")");
            }
        }
    }

    /** Cuts off what is torn, and makes sure that what is kept is on the disk and not only in the system's memory. */
    private void settle(Segment segment, ByteBuffer bytes) throws IOException {
        int end = bytes.limit();
        while (end > position && bytes.get(end - 1) == 0) { // From behind: a damaged frame has zeros in it.
            end--;
        }
        if (end > position) {
            LOG.warn(
                    "cut off {} bytes of a group that was never acknowledged, in {} after byte {}, record {}",
                    end - position,
                    segment.file(),
                    position,
                    offset);
            for (int at = position; at < end; at++) {
                bytes.put(at, (byte) 0);
            }
        }
        try (Disk.Handle file = disk.open(segment.file())) {
            // Written again rather than only synced: after a failed sync the kernel counts pages as clean that never
            // reached the disk, and the process that wrote them may have died of exactly that.
            int from = Math.min(unmarked, bytes.limit()); // The file may end within the filling of the last frame.
            file.write(bytes.duplicate().limit(Math.max(end, from)).position(from), from);
            file.sync();
        }
    }

    private JournalCorruptedException corrupted(Path file, int at, Optional<ByteBuffer> bytes, String why) {
        String claim = bytes.map(b -> Frame.claim(b, at)).orElse("no segment");
        return new JournalCorruptedException(
                file, at, offset, "this record cannot be read (" + claim + "; after " + lastOfEachPool() + "), " + why);
    }

    private String lastOfEachPool() {
        List<String> ends = new ArrayList<>();
        tails.forEach((pool, tail) -> ends.add("pool " + pool + " sequence " + tail.sequence()));
        ends.sort(null);
        return ends.isEmpty() ? "none" : String.join(", ", ends.subList(0, Math.min(ends.size(), 8)));
    }
}
