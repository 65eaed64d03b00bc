package io.tidemark.exchange.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is torn is cut off, what is damaged is refused, and the one is never taken for the other. */
class RecoveryTest {
    @TempDir
    Path directory;

    private final Records records = new Records(3, 120);
    private List<JournalRecord> written = List.of();

    /** Eight records, each in a group of its own, in one segment. */
    @BeforeEach
    void write() {
        written = records.next(8);
        try (FileJournal journal = open()) {
            Records.appendOneByOne(journal, written);
        }
    }

    @Test
    void aFileCutAtAnyByteBelowTheMarkIsRefused() throws IOException {
        byte[] whole = Files.readAllBytes(segment());
        int end = positionOf(8);
        for (int length = 0; length < end - filling(written.get(7)); length++) {
            Files.write(segment(), Arrays.copyOf(whole, length));
            refuses("cut to " + length);
        }
        // From within the filling of the last record on, nothing is lost.
        for (int length = end - filling(written.get(7)); length <= whole.length; length += length < end ? 1 : 61) {
            Files.write(segment(), Arrays.copyOf(whole, length));
            assertThat(Records.recover(directory)).isEqualTo(written);
        }
    }

    @Test
    void anUnacknowledgedTailCutAtAnyByteIsForgottenAndAppendsGoOn() throws IOException {
        byte[] whole = Files.readAllBytes(segment());
        int start = positionOf(7);
        int end = positionOf(8);
        JournalRecord last = written.get(7);
        for (int cut = start; cut < end; cut++) {
            byte[] torn = whole.clone();
            Arrays.fill(torn, cut, end, (byte) 0);
            Files.write(segment(), torn);
            mark(7);
            try (FileJournal journal = open()) {
                List<JournalRecord> found = Records.all(journal);
                assertThat(found).startsWith(written.subList(0, 7).toArray(JournalRecord[]::new));
                if (found.size() == 7) {
                    Records.appendOneByOne(journal, List.of(last));
                }
            }
            assertThat(Records.recover(directory)).as("cut at %d", cut).isEqualTo(written);
        }
    }

    @Test
    void aRecordThatWasWrittenButNeverMarkedIsKept() throws IOException {
        mark(5);
        assertThat(Records.recover(directory)).isEqualTo(written);
        assertThat(DurableMark.read(directory)).hasValue(8);
    }

    @Test
    void aFlipInTheLastAcknowledgedRecordIsNotTakenForATear() throws IOException {
        flip(segment(), positionOf(7) + 20, 3);
        assertThatExceptionOfType(JournalCorruptedException.class)
                .isThrownBy(() -> Records.recover(directory))
                .satisfies(refused -> {
                    assertThat(refused.file()).isEqualTo(segment());
                    assertThat(refused.position()).isEqualTo(positionOf(7));
                    assertThat(refused.offset()).isEqualTo(7);
                })
                .withMessageContaining("says it is pool '" + written.get(7).pool() + "' sequence "
                        + written.get(7).firstSequence())
                .withMessageContaining("of 8 acknowledged records")
                .withMessageContaining("restore this directory");
    }

    @Test
    void aBadRecordBeforeAGoodOneIsRefusedWhateverTheMarkSays() throws IOException {
        flip(segment(), positionOf(3) + Frame.HEADER, 0);
        mark(0);
        assertThatExceptionOfType(JournalCorruptedException.class)
                .isThrownBy(() -> Records.recover(directory))
                .satisfies(refused -> assertThat(refused.offset()).isEqualTo(3))
                .withMessageContaining("but record 4 of a later group is whole");
    }

    @Test
    void aRefusalChangesNothing() throws IOException {
        flip(segment(), positionOf(3) + Frame.HEADER, 0);
        byte[] before = Files.readAllBytes(segment());
        byte[] markBefore = Files.readAllBytes(DurableMark.file(directory));
        refuses("flipped");
        assertThat(Files.readAllBytes(segment())).isEqualTo(before);
        assertThat(Files.readAllBytes(DurableMark.file(directory))).isEqualTo(markBefore);
    }

    @Test
    void thePagesOfTheLastGroupMayReachTheDiskInAnyOrder() throws IOException {
        List<JournalRecord> group = appendAsOneGroup(4);
        int from = positionOf(8);
        byte[] whole = Files.readAllBytes(segment());
        // The second and third record of the group are missing, the fourth is there.
        Arrays.fill(whole, from + Frame.size(group.get(0)), from + sizeOf(group.subList(0, 3)), (byte) 0);
        Files.write(segment(), whole);
        refuses("acknowledged");

        mark(8);
        try (FileJournal journal = open()) {
            assertThat(Records.all(journal)).hasSize(9).endsWith(group.get(0));
            // The same again as far as where the fourth lay, which would now fit and must not come back.
            Records.appendOneByOne(journal, group.subList(1, 3));
        }
        assertThat(Records.recover(directory)).hasSize(11).endsWith(group.get(2));
    }

    @Test
    void aMissingSegmentIsRefused() throws IOException {
        try (FileJournal journal = open()) {
            Records.appendOneByOne(journal, records.next(100));
        }
        List<Path> segments = Segment.files(directory);
        assertThat(segments).hasSizeGreaterThan(3);
        for (Path segment : segments) {
            byte[] bytes = Files.readAllBytes(segment);
            Files.delete(segment);
            refuses("without " + segment.getFileName());
            Files.write(segment, bytes);
        }
        Records.recover(directory);
    }

    @Test
    void withoutItsMarkAJournalIsRefused() throws IOException {
        Files.delete(DurableMark.file(directory));
        assertThatThrownBy(() -> Records.recover(directory))
                .isInstanceOf(JournalCorruptedException.class)
                .hasMessageContaining("durable mark is missing");
    }

    @Test
    void oneSlotOfTheMarkIsEnough() throws IOException {
        for (int slot : new int[] {0, 4096}) {
            flip(DurableMark.file(directory), slot + 9, 1);
            assertThat(Records.recover(directory)).isEqualTo(written);
        }
    }

    @Test
    void aCrashWhileTheFirstSegmentWasMadeLeavesANewJournal() throws IOException {
        Files.delete(segment());
        mark(0);
        assertThat(Records.recover(directory)).isEmpty();
        Files.delete(segment());
        Files.write(DurableMark.file(directory), new byte[0]);
        Files.write(directory.resolve("next.segment"), new byte[100_000]);
        assertThat(Records.recover(directory)).isEmpty();
    }

    @Test
    void aTamperedRecordWithARightChecksumIsFoundByTheChain() throws IOException {
        byte[] bytes = Files.readAllBytes(segment());
        int at = positionOf(2);
        int payload = at + Frame.HEADER + written.get(2).pool().length();
        bytes[payload] ^= 1;
        reseal(bytes, at);
        Files.write(segment(), bytes);
        assertThat(Frame.read(ByteBuffer.wrap(bytes), at, salt(bytes)))
                .as("the checksum itself is right")
                .isPresent();
        assertThatExceptionOfType(JournalCorruptedException.class)
                .isThrownBy(() -> Records.recover(directory))
                .satisfies(refused -> assertThat(refused.offset()).isEqualTo(2))
                .withMessageContaining("pool " + written.get(2).pool() + " sequence "
                        + written.get(2).firstSequence())
                .withMessageContaining("the chain is broken");
    }

    @Test
    void aRecordForgedWithItsLinkIsFoundByTheNextOfItsPool() throws IOException {
        byte[] bytes = Files.readAllBytes(segment());
        JournalRecord first = written.get(0);
        bytes[Segment.HEADER + Frame.HEADER + first.pool().length()] ^= 1;
        reseal(bytes, Segment.HEADER);
        Frame forged =
                Frame.read(ByteBuffer.wrap(bytes), Segment.HEADER, salt(bytes)).orElseThrow();
        byte[] link = new Chain().link(Chain.origin(), forged.record());
        System.arraycopy(link, 0, bytes, Segment.HEADER + 64, Chain.LENGTH);
        reseal(bytes, Segment.HEADER);
        Files.write(segment(), bytes);
        assertThatThrownBy(() -> Records.recover(directory))
                .isInstanceOf(JournalCorruptedException.class)
                .hasMessageContaining("pool " + first.pool() + " sequence " + (first.lastSequence() + 1))
                .hasMessageContaining("the chain is broken");
    }

    @Test
    void aFrameWithinAPayloadIsNoRecord() throws IOException {
        byte[] inner = Arrays.copyOfRange(Files.readAllBytes(segment()), positionOf(4), positionOf(6));
        JournalRecord carrier = records.next("CARRIER.", inner);
        try (FileJournal journal = open()) {
            Records.appendOneByOne(journal, List.of(carrier));
            assertThat((Frame.HEADER + "CARRIER.".length()) % Frame.ALIGNMENT).isZero();
        }
        flip(segment(), positionOf(8) + 5, 0);
        mark(8);
        // Copied with the salt of this very segment, the frames inside are whole; but they belong to older groups.
        assertThat(Records.recover(directory)).isEqualTo(written);
    }

    @Test
    void damageThatComesWhileTheJournalIsOpenIsFoundByTheReader() throws IOException {
        try (FileJournal journal = open();
                JournalReader reader = journal.read(0)) {
            flip(segment(), positionOf(4) + Frame.HEADER + 2, 5);
            for (int i = 0; i < 4; i++) {
                assertThat(reader.next().map(JournalEntry::record)).contains(written.get(i));
            }
            assertThatExceptionOfType(JournalCorruptedException.class)
                    .isThrownBy(reader::next)
                    .satisfies(refused -> assertThat(refused.offset()).isEqualTo(4));
        }
    }

    static LongStream seeds() {
        return LongStream.range(0, 10);
    }

    /**
     * 5,000 flips: each is refused, or changes nothing that anyone would see. Half of them in a journal whose first
     * segments were released. The audit says the same.
     */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void anyFlippedBitIsFoundOrHarmless(long seed) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        try (FileJournal journal = open()) {
            Records.appendOneByOne(journal, records.next(40));
            journal.release(seed % 2 * 25);
            assertThat(journal.firstOffset() > 0).isEqualTo(seed % 2 == 1);
            written = Records.all(journal);
        }
        List<Path> files = new ArrayList<>(Segment.files(directory));
        files.add(DurableMark.file(directory));
        if (seed % 2 == 1) {
            files.add(ReleaseMark.file(directory));
        }
        List<byte[]> whole = new ArrayList<>();
        for (Path file : files) {
            whole.add(Files.readAllBytes(file));
        }
        int found = 0;
        for (int i = 0; i < 500; i++) {
            int which = random.nextInt(files.size());
            int at = random.nextInt(whole.get(which).length);
            int bit = random.nextInt(8);
            flip(files.get(which), at, bit);
            boolean soundToTheAudit = i % 5 > 0 || isWholeFromOutside();
            try {
                assertThat(recoverOnly())
                        .as("bit %d of byte %d in %s", bit, at, files.get(which))
                        .isEqualTo(written);
                assertThat(soundToTheAudit).isTrue();
            } catch (JournalCorruptedException refused) {
                found++;
                assertThat(soundToTheAudit && i % 5 == 0).isFalse();
            }
            for (int file = 0; file < files.size(); file++) {
                Files.write(files.get(file), whole.get(file));
            }
        }
        assertThat(found).as("flips that were found").isGreaterThan(150);
    }

    /** The same while the last group was being written: what the mark counts is there unchanged, or it is refused. */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void afterACrashNoFlipShortensWhatWasAcknowledged(long seed) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        List<JournalRecord> group = appendAsOneGroup(3);
        mark(8);
        byte[] whole = Files.readAllBytes(segment());
        byte[] marked = Files.readAllBytes(DurableMark.file(directory));
        int end = positionOf(8) + sizeOf(group);
        int cut = 0;
        for (int i = 0; i < 300; i++) {
            flip(segment(), random.nextInt(end), random.nextInt(8));
            try {
                List<JournalRecord> found = recoverOnly();
                assertThat(found).hasSizeGreaterThanOrEqualTo(8);
                assertThat(written).startsWith(found.toArray(JournalRecord[]::new));
                cut += found.size() < written.size() ? 1 : 0;
            } catch (JournalCorruptedException refused) {
                assertThat(refused.offset()).isLessThan(8);
            }
            Files.write(segment(), whole);
            Files.write(DurableMark.file(directory), marked);
        }
        assertThat(cut).as("torn groups that were cut").isGreaterThan(20);
    }

    private boolean isWholeFromOutside() {
        try {
            return VerifiedJournal.of(directory, (entry, head) -> {}).firstOffset() >= 0;
        } catch (JournalCorruptedException damaged) {
            return false;
        }
    }

    /** Without opening for writing, which would prepare a segment each time. */
    private List<JournalRecord> recoverOnly() throws IOException {
        Verification recovered = Recovery.run(directory, Records.UNSYNCED);
        NavigableMap<Long, Segment> segments = new TreeMap<>();
        recovered.segments().forEach(segment -> segments.put(segment.firstOffset(), segment));
        List<JournalRecord> found = new ArrayList<>();
        try (JournalReader reader = new SegmentReader(segments, recovered::offset, segments.firstKey())) {
            for (Optional<JournalEntry> next = reader.next(); next.isPresent(); next = reader.next()) {
                found.add(next.get().record());
            }
        }
        return found;
    }

    private FileJournal open() {
        return FileJournal.open(directory, Records.SMALL, Records.UNSYNCED);
    }

    /** Writes records behind the others as the journal would, had they waited together. */
    private List<JournalRecord> appendAsOneGroup(int count) throws IOException {
        List<JournalRecord> group = records.next(count);
        Verification end = Recovery.run(directory, Records.UNSYNCED);
        Map<String, PoolTail> tails = new HashMap<>(end.tails());
        byte[] bytes = Files.readAllBytes(segment());
        ByteBuffer out = ByteBuffer.wrap(bytes).position(end.position());
        for (int i = 0; i < count; i++) {
            JournalRecord record = group.get(i);
            byte[] link = new Chain()
                    .link(tails.getOrDefault(record.pool(), PoolTail.none()).link(), record);
            Frame.write(out, record, end.offset() + i, end.offset(), link, salt(bytes));
            tails.put(record.pool(), new PoolTail(record.epoch(), record.lastSequence(), link));
        }
        Files.write(segment(), bytes);
        mark(end.offset() + count);
        written = Stream.concat(written.stream(), group.stream()).toList();
        assertThat(Records.recover(directory)).isEqualTo(written);
        return group;
    }

    private Path segment() {
        return Segment.file(directory, 0);
    }

    private int positionOf(int record) {
        return Segment.HEADER + sizeOf(written.subList(0, record));
    }

    private static int sizeOf(List<JournalRecord> records) {
        return records.stream().mapToInt(Frame::size).sum();
    }

    private static int filling(JournalRecord record) {
        return Frame.size(record) - Frame.HEADER - record.pool().length() - record.payload().length;
    }

    private void mark(long durableOffset) throws IOException {
        DurableMark.open(directory, Records.UNSYNCED, durableOffset).close();
    }

    private static void flip(Path file, int at, int bit) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[at] ^= (byte) (1 << bit);
        Files.write(file, bytes);
    }

    private static long salt(byte[] segment) {
        return ByteBuffer.wrap(segment).getLong(16);
    }

    /** Gives the frame at a position the checksum that its bytes deserve. */
    private static void reseal(byte[] segment, int at) {
        ByteBuffer bytes = ByteBuffer.wrap(segment);
        CRC32C crc = new CRC32C();
        crc.update(segment, 16, Long.BYTES);
        crc.update(segment, at, 8);
        crc.update(segment, at + 12, bytes.getInt(at + 4) - 12);
        bytes.putInt(at + 8, (int) crc.getValue());
    }

    private void refuses(String what) {
        assertThatExceptionOfType(JournalCorruptedException.class)
                .as(what)
                .isThrownBy(() -> Records.recover(directory));
    }
}
