package io.tidemark.exchange.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Old segments go when nobody needs them; what was released is told from what is lost. */
class RetentionTest {
    private static final int WRITTEN = 100;

    @TempDir
    Path directory;

    private final Records records = new Records(11);
    private List<JournalRecord> written = List.of();
    private List<Long> begins = List.of();

    @BeforeEach
    void writeSeveralSegments() throws IOException {
        written = records.next(WRITTEN);
        try (FileJournal journal = open()) {
            Records.appendOneByOne(journal, written);
        }
        begins = Segment.files(directory).stream().map(Segment::claimedOffset).toList();
        assertThat(begins).hasSizeGreaterThan(4);
    }

    @Test
    void wholeSegmentsBeforeTheOffsetGoAndTheRestIsVerifiedFromThereOn() throws IOException {
        long kept = offsetOf(3);
        List<PoolHead> heads;
        try (FileJournal journal = open()) {
            assertThat(journal.firstOffset()).isZero();
            journal.release(kept + 1);
            assertThat(journal.firstOffset()).isEqualTo(kept);
            assertThat(Segment.files(directory).get(0)).isEqualTo(Segment.file(directory, kept));
            heads = heads(journal);
        }
        try (FileJournal journal = open()) {
            assertThat(journal.firstOffset()).isEqualTo(kept);
            assertThat(heads(journal)).isEqualTo(heads);
            assertThat(Records.all(journal)).isEqualTo(from(kept));
            written = Records.appendOneByOne(journal, records.next(40));
        }
        assertThat(Records.recover(directory)).endsWith(written.toArray(JournalRecord[]::new));
    }

    @Test
    void anOffsetWithinASegmentKeepsIt() throws IOException {
        long kept = offsetOf(2);
        try (FileJournal journal = open()) {
            journal.release(kept - 1);
            assertThat(journal.firstOffset()).isEqualTo(offsetOf(1));
            journal.release(kept);
            assertThat(journal.firstOffset()).isEqualTo(kept);
            journal.release(1);
            assertThat(journal.firstOffset()).isEqualTo(kept);
        }
    }

    @Test
    void theSegmentThatIsWrittenIsNeverReleased() throws IOException {
        try (FileJournal journal = open()) {
            journal.release(Long.MAX_VALUE);
            assertThat(Segment.files(directory)).hasSize(1);
            List<JournalRecord> rest = from(journal.firstOffset());
            assertThat(Records.all(journal)).isEqualTo(rest).isNotEmpty();
            Records.appendOneByOne(journal, records.next(30));
        }
        try (FileJournal journal = open()) {
            assertThat(journal.durableOffset()).isEqualTo(WRITTEN + 30);
        }
    }

    @Test
    void readersAreToldWhatIsNotThereAndGoOnInWhatTheyHaveOpen() {
        try (FileJournal journal = open();
                JournalReader following = journal.read(0);
                JournalReader late = journal.read(0)) {
            assertThat(following.next().map(JournalEntry::record)).contains(written.get(0));
            long first = offsetOf(1);
            long kept = offsetOf(3);
            journal.release(kept);
            assertThatThrownBy(() -> journal.read(kept - 1))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("between " + kept + ", the oldest that is kept");
            // It has the file of the first segment open, and reads it to its end.
            for (int i = 1; i < first; i++) {
                assertThat(following.next().map(JournalEntry::record)).contains(written.get(i));
            }
            assertThatExceptionOfType(RecordsReleasedException.class)
                    .isThrownBy(following::next)
                    .withMessageContaining("record " + first + " was released")
                    .satisfies(told -> assertThat(told.firstOffset()).isEqualTo(kept));
            assertThatExceptionOfType(RecordsReleasedException.class).isThrownBy(late::next);
            assertThat(Records.all(journal)).isEqualTo(from(kept));
        }
    }

    @Test
    void aLostSegmentIsNamedAlsoBehindThoseThatWereReleased() throws IOException {
        try (FileJournal journal = open()) {
            journal.release(offsetOf(2));
        }
        List<Path> segments = Segment.files(directory);
        for (Path segment : segments) {
            byte[] bytes = Files.readAllBytes(segment);
            Files.delete(segment);
            assertThatExceptionOfType(JournalCorruptedException.class)
                    .as("without %s", segment)
                    .isThrownBy(() -> Records.recover(directory))
                    .satisfies(refused -> assertThat(refused.offset()).isEqualTo(Segment.claimedOffset(segment)));
            Files.write(segment, bytes);
        }
        for (Path segment : segments) {
            Files.delete(segment);
        }
        assertThatThrownBy(() -> Records.recover(directory)).isInstanceOf(JournalCorruptedException.class);
    }

    @Test
    void withoutTheMarkOfWhatWasReleasedTheFirstSegmentIsMissed() throws IOException {
        long kept = offsetOf(2);
        try (FileJournal journal = open()) {
            journal.release(kept);
        }
        byte[] mark = Files.readAllBytes(ReleaseMark.file(directory));
        Files.delete(ReleaseMark.file(directory));
        assertThatThrownBy(() -> Records.recover(directory))
                .isInstanceOf(JournalCorruptedException.class)
                .hasMessageContaining("begins with record " + kept)
                .hasMessageContaining(Segment.file(directory, 0) + " is missing");
        mark[8] ^= 1;
        Files.write(ReleaseMark.file(directory), mark);
        assertThat(Records.recover(directory)).as("one slot is enough").isEqualTo(from(kept));
        mark[MarkSlots.APART] ^= 1;
        Files.write(ReleaseMark.file(directory), mark);
        assertThatThrownBy(() -> Records.recover(directory))
                .isInstanceOf(JournalCorruptedException.class)
                .hasMessageContaining("released is unreadable");
    }

    @Test
    void aReleaseThatWasInterruptedIsFinished() throws IOException {
        List<Path> segments = Segment.files(directory);
        byte[] second = Files.readAllBytes(segments.get(1));
        long kept = offsetOf(3);
        try (FileJournal journal = open()) {
            journal.release(kept);
        }
        // As after a power cut: the mark is there, and so is a segment that was deleted, in whatever state.
        second[second.length / 2] ^= 4;
        Files.write(segments.get(1), second);
        assertThat(Records.recover(directory)).isEqualTo(from(kept));
        assertThat(segments.get(1)).doesNotExist();
    }

    @Test
    void whenTheMarkCannotBeWrittenNothingIsDeletedAndAppendsGoOn() throws IOException {
        FaultyDisk disk = new FaultyDisk();
        List<Path> segments = Segment.files(directory);
        try (FileJournal journal = FileJournal.open(directory, Records.SMALL, disk)) {
            disk.failSyncs = true;
            journal.release(offsetOf(3));
            assertThat(disk.refused).hasValue(1);
            disk.failSyncs = false;
            // Not tried again either, before the directory is verified anew.
            journal.release(offsetOf(3));
            assertThat(journal.firstOffset()).isZero();
            assertThat(Segment.files(directory)).containsAll(segments);
            Records.appendOneByOne(journal, records.next(3));
        }
        try (FileJournal journal = open()) {
            journal.release(offsetOf(3));
            assertThat(journal.firstOffset()).isEqualTo(offsetOf(3));
        }
    }

    @Test
    void aSegmentThatBeginsElsewhereThanTheOneBeforeEndedIsRefused() throws IOException {
        Path third = Segment.files(directory).get(2);
        byte[] bytes = Files.readAllBytes(third);
        Segment segment = Segment.read(third, Segment.load(third)).orElseThrow();
        String pool = segment.tails().keySet().iterator().next();
        PoolTail tail = segment.tails().getOrDefault(pool, PoolTail.none());
        segment.tails().put(pool, new PoolTail(tail.epoch(), tail.sequence() + 1, tail.link()));
        segment.header().get(bytes, 0, segment.start());
        Files.write(third, bytes);
        assertThatExceptionOfType(JournalCorruptedException.class)
                .isThrownBy(() -> Records.recover(directory))
                .withMessageContaining("ended elsewhere")
                .satisfies(refused -> assertThat(refused.pool()).contains(pool))
                .satisfies(refused -> assertThat(refused.sequence()).hasValue(tail.sequence() + 1));
    }

    @Test
    void segmentsAreReleasedWhileOthersAppendAndRead() {
        try (FileJournal journal = open()) {
            Recorded heard = new Recorded();
            List<JournalRecord> more = records.next(400);
            int read = 0;
            try (JournalReader reader = journal.read(0)) {
                for (JournalRecord record : more) {
                    journal.append(record, heard);
                    for (Optional<JournalEntry> next = reader.next(); next.isPresent(); next = reader.next()) {
                        read++;
                        journal.release(next.get().offset());
                    }
                }
                heard.await(400);
                while (reader.next().isPresent()) {
                    read++;
                }
            }
            assertThat(read).isEqualTo(WRITTEN + 400);
            assertThat(heard.durableRecords()).isEqualTo(more);
            journal.release(journal.durableOffset());
            assertThat(journal.firstOffset()).isGreaterThan(WRITTEN);
        }
    }

    private FileJournal open() {
        return FileJournal.open(directory, Records.SMALL, Records.UNSYNCED);
    }

    private static List<PoolHead> heads(Journal journal) {
        List<PoolHead> heads = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            heads.add(journal.head("POOL" + i + ".PRN1").orElseThrow());
        }
        return heads;
    }

    /** Where a segment begins, of those that were there before anything was released. */
    private long offsetOf(int segment) {
        return begins.get(segment);
    }

    private List<JournalRecord> from(long offset) {
        return written.subList((int) offset, written.size());
    }
}
