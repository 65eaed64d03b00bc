package io.tidemark.exchange.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A journal is verified from outside: read only, and with the name of what is wrong. */
class VerifiedJournalTest {
    private static final int WRITTEN = 60;

    @TempDir
    Path directory;

    private final Records records = new Records(14);
    private List<JournalRecord> written = List.of();

    @BeforeEach
    void write() {
        written = records.next(WRITTEN);
        try (FileJournal journal = open()) {
            Records.appendOneByOne(journal, written);
        }
    }

    @Test
    void aWholeJournalIsToldPoolByPoolAndLeftAsItIs() throws IOException {
        Map<Path, FileTime> before = times();
        List<JournalRecord> seen = new ArrayList<>();
        VerifiedJournal found = VerifiedJournal.of(directory, (entry, head) -> seen.add(entry.record()));
        assertThat(seen).isEqualTo(written);
        assertThat(found.inUse()).isFalse();
        assertThat(found.firstOffset()).isZero();
        assertThat(found.nextOffset()).isEqualTo(WRITTEN);
        assertThat(found.segments()).isEqualTo(Segment.files(directory).size()).isGreaterThan(2);
        assertThat(found.tornBytes()).isZero();
        assertThat(found.seal()).isEmpty();
        assertThat(found.pools()).hasSize(3).allSatisfy(pool -> {
            List<JournalRecord> own = of(pool.head().pool());
            assertThat(pool.records()).isEqualTo(own.size());
            assertThat(pool.firstSequence()).isEqualTo(1);
            assertThat(pool.head().sequence()).isEqualTo(own.get(own.size() - 1).lastSequence());
        });
        assertThat(times()).isEqualTo(before);
        try (FileJournal journal = open()) {
            assertThat(found.pools())
                    .allSatisfy(
                            pool -> assertThat(journal.head(pool.head().pool())).contains(pool.head()));
        }
    }

    @Test
    void whileSomebodyWritesAllThatIsDurableIsVerified() {
        try (FileJournal journal = open()) {
            Records.appendOneByOne(journal, records.next(5));
            VerifiedJournal found = verify();
            assertThat(found.inUse()).isTrue();
            assertThat(found.nextOffset()).isEqualTo(WRITTEN + 5);
            journal.release(WRITTEN);
            assertThat(verify().firstOffset()).isEqualTo(journal.firstOffset()).isPositive();
            Records.appendOneByOne(journal, records.next(5));
        }
        assertThat(verify().inUse()).isFalse();
    }

    @Test
    void afterAReleaseThePoolsBeginWhereTheyWereCut() {
        List<PoolHead> cut = new ArrayList<>();
        long first;
        try (FileJournal journal = open()) {
            journal.release(WRITTEN / 2);
            first = journal.firstOffset();
        }
        VerifiedJournal found = VerifiedJournal.of(directory, new VerifiedJournal.Witness() {
            @Override
            public void released(PoolHead head) {
                cut.add(head);
            }

            @Override
            public void verified(JournalEntry entry, PoolHead head) {
                assertThat(entry.offset()).isGreaterThanOrEqualTo(first);
            }
        });
        assertThat(found.firstOffset()).isEqualTo(first);
        assertThat(cut)
                .hasSize(3)
                .allSatisfy(head -> assertThat(found.pools()).anySatisfy(pool -> {
                    assertThat(pool.head().pool()).isEqualTo(head.pool());
                    assertThat(pool.firstSequence()).isEqualTo(head.sequence() + 1);
                    assertThat(pool.records())
                            .isEqualTo(of(head.pool()).stream()
                                    .filter(record -> record.firstSequence() > head.sequence())
                                    .count());
                }));
    }

    @Test
    void aTornEndIsToldAndNotCutOff() throws IOException {
        Path last = lastSegment();
        Verification end = Verification.of(directory);
        byte[] bytes = Files.readAllBytes(last);
        bytes[end.position() + 200] = 7;
        Files.write(last, bytes);
        assertThat(verify().tornBytes()).isEqualTo(201);
        assertThat(Files.readAllBytes(last)).isEqualTo(bytes);
    }

    /** Whichever record is damaged, wherever in it: the audit says whose it was and from which sequence on. */
    @Test
    void theFirstBadSequenceIsNamedAlsoWhenTheFrameSaysNothingAnyMore() throws IOException {
        for (Path segment : Segment.files(directory)) {
            byte[] whole = Files.readAllBytes(segment);
            Segment header = Segment.read(segment, ByteBuffer.wrap(whole)).orElseThrow();
            long offset = header.firstOffset();
            int at = header.start();
            while (at < whole.length && Frame.lengthAt(ByteBuffer.wrap(whole), at) > 0) {
                JournalRecord record = written.get((int) offset);
                // The pool's name, so that the claim of the frame is wrong; the last record has only its claim.
                int where = offset == WRITTEN - 1
                        ? at + Frame.HEADER + record.pool().length()
                        : at + Frame.HEADER + 4;
                byte[] damaged = whole.clone();
                damaged[where] ^= 1;
                Files.write(segment, damaged);
                int position = at;
                long number = offset;
                assertThatExceptionOfType(JournalCorruptedException.class)
                        .as("record %d", offset)
                        .isThrownBy(this::verify)
                        .satisfies(refused -> {
                            assertThat(refused.file()).isEqualTo(segment);
                            assertThat(refused.position()).isEqualTo(position);
                            assertThat(refused.offset()).isEqualTo(number);
                            // Of a pool's last record nothing follows that could tell.
                            if (number == WRITTEN - 1 || isFollowed((int) number)) {
                                assertThat(refused.pool()).contains(record.pool());
                                assertThat(refused.sequence()).hasValue(record.firstSequence());
                            }
                        });
                at += Frame.size(record);
                offset++;
            }
            Files.write(segment, whole);
        }
    }

    @Test
    void anEditedRecordWithARightChecksumIsNamed() throws IOException {
        Path first = Segment.files(directory).get(0);
        byte[] bytes = Files.readAllBytes(first);
        JournalRecord edited = written.get(3);
        int at = Segment.HEADER
                + written.subList(0, 3).stream().mapToInt(Frame::size).sum();
        bytes[at + 56 + 7] ^= 1; // Its time.
        CRC32C crc = new CRC32C();
        crc.update(bytes, 16, Long.BYTES);
        crc.update(bytes, at, 8);
        crc.update(bytes, at + 12, ByteBuffer.wrap(bytes).getInt(at + 4) - 12);
        ByteBuffer.wrap(bytes).putInt(at + 8, (int) crc.getValue());
        Files.write(first, bytes);
        assertThatExceptionOfType(JournalCorruptedException.class)
                .isThrownBy(this::verify)
                .withMessageContaining("the chain is broken")
                .withMessageContaining("first bad sequence " + edited.firstSequence() + " of pool " + edited.pool());
    }

    @Test
    void aSealThatSaysOtherwiseThanTheRecordsIsRefused() throws IOException {
        FileJournal journal = open();
        Seal seal = journal.seal();
        assertThat(verify().seal()).contains(seal);
        PoolHead head = seal.heads().get(0);
        List<PoolHead> other = new ArrayList<>(seal.heads());
        other.set(0, new PoolHead(head.pool(), head.epoch(), head.sequence() + 2, head.chain()));
        new Seal(seal.when(), seal.offset(), other).write(directory, Disk.LOCAL);
        assertThatExceptionOfType(JournalCorruptedException.class)
                .isThrownBy(this::verify)
                .withMessageContaining("the seal says")
                .satisfies(refused -> assertThat(refused.sequence()).hasValue(head.sequence() + 1));
    }

    @Test
    void whereThereIsNoJournalItSaysSo() {
        assertThatThrownBy(() -> VerifiedJournal.of(directory.resolve("elsewhere"), (entry, head) -> {}))
                .isInstanceOf(JournalException.class)
                .hasMessageContaining("there is no journal in " + directory.resolve("elsewhere"));
    }

    private boolean isFollowed(int offset) {
        String pool = written.get(offset).pool();
        return written.subList(offset + 1, WRITTEN).stream()
                .anyMatch(record -> record.pool().equals(pool));
    }

    private List<JournalRecord> of(String pool) {
        return written.stream().filter(record -> record.pool().equals(pool)).toList();
    }

    private Path lastSegment() throws IOException {
        List<Path> segments = Segment.files(directory);
        return segments.get(segments.size() - 1);
    }

    private VerifiedJournal verify() {
        return VerifiedJournal.of(directory, (entry, head) -> {});
    }

    private Map<Path, FileTime> times() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.collect(Collectors.toMap(
                    file -> file,
                    file -> {
                        try {
                            return Files.getLastModifiedTime(file);
                        } catch (IOException failed) {
                            throw new AssertionError(failed);
                        }
                    },
                    (one, same) -> one,
                    TreeMap::new));
        }
    }

    private FileJournal open() {
        return FileJournal.open(directory, Records.SMALL, Records.UNSYNCED);
    }
}
