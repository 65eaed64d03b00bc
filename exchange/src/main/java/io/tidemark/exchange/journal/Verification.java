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
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Proves every record of a directory, changes nothing, and tells damage from a crash.
 *
 * <p>A crash can only touch the last group, the one that was being written: nothing is written behind a group before it
 * is synced. So a record that cannot be read is <em>torn</em> only if no good record of a later group follows, no later
 * segment exists, and the durable mark does not count it. (Good records of the same group may follow: the pages of one
 * write reach the disk in any order.) Everything else is corruption.
 */
final class Verification {
    private final Path directory;
    private final long limit;
    private final Consumer<PoolHead> released;
    private final Consumer<Frame> each;
    private final Chain chain = new Chain();
    private final List<Segment> segments = new ArrayList<>();
    private final Map<String, PoolTail> tails = new HashMap<>();
    private List<Path> files = List.of();
    private List<Path> leftovers = List.of();
    private Optional<ByteBuffer> last = Optional.empty();
    private long mark;
    /** Offset of the record that comes next. */
    private long offset;
    /** Where in the last segment it goes. */
    private int position;
    /** Where in the last segment the records begin that the mark does not count. */
    private int unmarked;

    private Verification(Path directory, long limit, Consumer<PoolHead> released, Consumer<Frame> each) {
        this.directory = directory;
        this.limit = limit;
        this.released = released;
        this.each = each;
    }

    /**
     * Verifies all that a directory has.
     *
     * @throws JournalCorruptedException if a record is damaged or missing
     */
    static Verification of(Path directory) throws IOException {
        return upTo(directory, Long.MAX_VALUE, head -> {}, frame -> {});
    }

    /**
     * Verifies the records before an offset, and does not look at any behind: somebody may be writing there.
     *
     * @param released is given where pools ended before the oldest record that is kept
     * @param each is given every record when it has been verified
     * @throws JournalCorruptedException if a record is damaged or missing
     */
    static Verification upTo(Path directory, long limit, Consumer<PoolHead> released, Consumer<Frame> each)
            throws IOException {
        Verification verification = new Verification(directory, limit, released, each);
        verification.verify();
        return verification;
    }

    /** The segments in order. */
    List<Segment> segments() {
        return segments;
    }

    /** Files that a release was about to delete. */
    List<Path> leftovers() {
        return leftovers;
    }

    /** Where each pool ends. */
    Map<String, PoolTail> tails() {
        return tails;
    }

    /** Of the next record. */
    long offset() {
        return offset;
    }

    /** Where in the last segment the next record goes. */
    int position() {
        return position;
    }

    /** The bytes of the last segment; empty if there is none. */
    Optional<ByteBuffer> last() {
        return last;
    }

    /** Where in the last segment the records begin that the mark does not count. */
    int unmarked() {
        return unmarked;
    }

    /** Where in the last segment all that was ever written ends: behind {@link #position()} is torn. */
    int end() {
        ByteBuffer bytes = last.orElseThrow();
        int end = bytes.limit();
        while (end > position && bytes.get(end - 1) == 0) { // From behind: a damaged frame has zeros in it.
            end--;
        }
        return end;
    }

    private void verify() throws IOException {
        offset = ReleaseMark.read(directory);
        long first = offset;
        List<Path> found = Segment.files(directory);
        leftovers = found.stream().filter(file -> isBefore(file, first)).toList();
        files = found.stream().filter(file -> !isBefore(file, first)).toList();
        mark = Math.max(first, mark());
        for (int i = 0; i < files.size() && offset < limit; i++) {
            walk(files.get(i), files.subList(i + 1, files.size()));
        }
        if (offset < Math.min(mark, limit) || (files.isEmpty() && first > 0)) {
            Path where = files.isEmpty() ? Segment.file(directory, first) : files.get(files.size() - 1);
            throw unreadable(where, List.of(), "of " + mark + " acknowledged records");
        }
    }

    private static boolean isBefore(Path file, long firstOffset) {
        long claimed = Segment.claimedOffset(file);
        return claimed >= 0 && claimed < firstOffset;
    }

    private long mark() throws IOException {
        OptionalLong found = DurableMark.read(directory);
        // The mark is made before the first segment, so only a directory without any may lack it.
        if (found.isEmpty() && !files.isEmpty()) {
            throw new JournalCorruptedException(
                    DurableMark.file(directory), 0, 0, "the durable mark is missing or unreadable");
        }
        return found.orElse(0);
    }

    private void walk(Path file, List<Path> later) throws IOException {
        ByteBuffer bytes = Segment.load(file);
        Segment segment = Segment.read(file, bytes).orElseThrow(() -> noHeader(file, bytes));
        if (segment.firstOffset() != offset) {
            throw gap(file, segment);
        }
        enter(segment);
        last = Optional.of(bytes);
        position = segment.start();
        unmarked = position;
        for (Optional<Frame> frame = Frame.read(bytes, position, segment.salt());
                frame.isPresent() && offset < limit;
                frame = Frame.read(bytes, position, segment.salt())) {
            accept(segment, frame.get());
        }
        if (offset < limit) {
            refuseIfMoreFollows(segment, bytes, later);
        }
    }

    private JournalCorruptedException noHeader(Path file, ByteBuffer bytes) {
        return new JournalCorruptedException(
                file,
                0,
                offset,
                Segment.isOfAnotherRelease(bytes)
                        ? "another release of this program wrote it; open it with that one"
                        : "the segment's header is unreadable");
    }

    /** The end of the segment before was taken for a clean one, or a whole segment is gone. */
    private JournalCorruptedException gap(Path file, Segment segment) throws IOException {
        if (segments.isEmpty()) {
            return new JournalCorruptedException(
                    file,
                    0,
                    offset,
                    "the journal begins with record " + segment.firstOffset()
                            + ", and those before it were not released: " + Segment.file(directory, offset)
                            + " is missing");
        }
        Path before = segments.get(segments.size() - 1).file();
        return unreadable(before, List.of(file), "the next segment begins with record " + segment.firstOffset());
    }

    /** The first segment is where the chains begin; every other must begin where the one before ended. */
    private void enter(Segment segment) {
        if (segments.isEmpty() && offset > 0) {
            tails.putAll(segment.tails());
            tails.forEach((pool, tail) -> released.accept(tail.head(pool)));
        }
        TreeSet<String> pools = new TreeSet<>(tails.keySet());
        pools.addAll(segment.tails().keySet());
        for (String pool : pools) {
            PoolTail here = tails.getOrDefault(pool, PoolTail.none());
            if (!here.sameAs(segment.tails().getOrDefault(pool, PoolTail.none()))) {
                throw new JournalCorruptedException(
                        segment.file(),
                        Segment.HEADER,
                        offset,
                        Optional.of(new FirstBad(pool, here.sequence() + 1)),
                        "the segment says that the pool ended elsewhere than it did");
            }
        }
        segments.add(segment);
    }

    private void accept(Segment segment, Frame frame) {
        JournalRecord record = frame.record();
        PoolTail tail = tails.getOrDefault(record.pool(), PoolTail.none());
        if (frame.offset() != offset) {
            throw refused(segment, record, tail, "record " + frame.offset() + " is in its place");
        }
        String objection = PoolTail.objection(record, tail.epoch(), tail.sequence());
        if (!objection.isEmpty()) {
            throw refused(segment, record, tail, objection);
        }
        if (!Arrays.equals(frame.link(), chain.link(tail.link(), record))) {
            throw refused(
                    segment,
                    record,
                    tail,
                    "pool " + record.pool() + " sequence " + record.firstSequence() + " to " + record.lastSequence()
                            + " does not follow from the records before it: the chain is broken");
        }
        tails.put(record.pool(), new PoolTail(record.epoch(), record.lastSequence(), frame.link()));
        each.accept(frame);
        offset++;
        position += frame.size();
        if (offset <= mark) {
            unmarked = position;
        }
    }

    private JournalCorruptedException refused(Segment segment, JournalRecord record, PoolTail tail, String problem) {
        return new JournalCorruptedException(
                segment.file(),
                position,
                offset,
                Optional.of(new FirstBad(record.pool(), tail.sequence() + 1)),
                problem);
    }

    private void refuseIfMoreFollows(Segment segment, ByteBuffer bytes, List<Path> later) throws IOException {
        for (int at = position + Frame.ALIGNMENT; at + Frame.HEADER <= bytes.limit(); at += Frame.ALIGNMENT) {
            Optional<Frame> found = Frame.read(bytes, at, segment.salt());
            if (found.isPresent() && found.get().group() > offset) {
                throw unreadable(
                        segment.file(),
                        later,
                        "but record " + found.get().offset() + " of a later group is whole ("
                                + found.get().record() + ")");
            }
        }
    }

    private JournalCorruptedException unreadable(Path file, List<Path> later, String why) throws IOException {
        String claim = last.map(bytes -> Frame.claim(bytes, position)).orElse("no segment");
        Optional<FirstBad> bad = last.isEmpty()
                ? Optional.empty()
                : FirstBad.find(tails, segments.get(segments.size() - 1), last.get(), position, offset, later);
        return new JournalCorruptedException(
                file,
                position,
                offset,
                bad,
                "this record cannot be read (" + claim + "; after " + lastOfEachPool() + "), " + why);
    }

    private String lastOfEachPool() {
        List<String> ends = new ArrayList<>();
        tails.forEach((pool, tail) -> ends.add("pool " + pool + " sequence " + tail.sequence()));
        ends.sort(null);
        return ends.isEmpty() ? "none" : String.join(", ", ends.subList(0, Math.min(ends.size(), 8)));
    }
}
