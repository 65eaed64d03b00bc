package io.tidemark.exchange.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an appender may rely on. */
class AppendTest {
    @TempDir
    Path directory;

    private final Recorded heard = new Recorded();
    private final Records records = new Records(1);

    @Test
    void recordsComeBackInOrderOverManySegments() throws IOException {
        List<JournalRecord> written = records.next(200);
        try (FileJournal journal = open()) {
            written.forEach(record -> journal.append(record, heard));
            heard.await(200);
            assertThat(Records.all(journal)).isEqualTo(written);
        }
        assertThat(Segment.files(directory)).hasSizeGreaterThan(5);
        assertThat(Records.recover(directory)).isEqualTo(written);
    }

    @Test
    void acknowledgementsComeOnceAndInTheOrderOfAppending() {
        List<JournalRecord> written = records.next(500);
        try (FileJournal journal = open()) {
            written.forEach(record -> journal.append(record, heard));
            heard.await(500);
        }
        assertThat(heard.durableRecords()).isEqualTo(written);
        assertThat(heard.durable().stream().map(JournalEntry::offset))
                .isEqualTo(IntStream.range(0, 500).mapToObj(i -> (long) i).toList());
        assertThat(heard.failed()).isEmpty();
    }

    @Test
    void whatIsAcknowledgedCanBeReadAtOnce() {
        try (FileJournal journal = open();
                JournalReader reader = journal.read(0)) {
            List<JournalRecord> seen = new ArrayList<>();
            Recorded readBack = new Recorded();
            for (JournalRecord record : records.next(100)) {
                journal.append(record, new DurableListener() {
                    @Override
                    public void durable(JournalEntry entry) {
                        assertThat(journal.durableSequence(entry.record().pool()))
                                .isGreaterThanOrEqualTo(entry.record().lastSequence());
                        seen.add(reader.next().orElseThrow().record());
                        readBack.durable(entry);
                    }

                    @Override
                    public void failed(JournalRecord record, Throwable cause) {
                        readBack.failed(record, cause);
                    }
                });
            }
            assertThat(readBack.await(100).durableRecords()).isEqualTo(seen);
        }
    }

    @Test
    void recordsThatWaitShareOneSync() {
        FaultyDisk slow = new FaultyDisk();
        slow.syncMillis = 100;
        try (FileJournal journal = FileJournal.open(directory, FileJournalOptions.DEFAULTS, slow)) {
            int before = slow.syncsOfSegments.get();
            records.next(300).forEach(record -> journal.append(record, heard));
            heard.await(300);
            assertThat(slow.syncsOfSegments.get() - before).isLessThanOrEqualTo(3);
        }
    }

    @Test
    void everySegmentIsMadeDurableByItsName() throws IOException {
        FaultyDisk disk = new FaultyDisk();
        try (FileJournal journal = FileJournal.open(directory, Records.SMALL, disk)) {
            records.next(100).forEach(record -> journal.append(record, heard));
            heard.await(100);
        }
        // One more for the mark.
        assertThat(disk.syncsOfDirectories.get())
                .isEqualTo(Segment.files(directory).size() + 1);
    }

    @Test
    void aGapIsRefusedAndLeavesThePoolAsItWas() {
        try (FileJournal journal = open()) {
            journal.append(record("A", 1, 1, 5), heard);
            assertThatThrownBy(() -> journal.append(record("A", 1, 7, 7), heard))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("pool A ends at sequence 5, so 6 must be next and not 7");
            assertThatThrownBy(() -> journal.append(record("A", 1, 5, 6), heard))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> journal.append(record("B", 1, 2, 2), heard))
                    .hasMessageContaining("pool B ends at sequence 0");
            journal.append(record("A", 1, 6, 6), heard);
            assertThat(heard.await(2).durable()).hasSize(2);
        }
    }

    @Test
    void aFormerOwnerIsRefused() {
        try (FileJournal journal = open()) {
            journal.append(record("A", 4, 1, 1), heard);
            assertThatThrownBy(() -> journal.append(record("A", 3, 2, 2), heard))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("epoch 3 comes from a former owner");
        }
        try (FileJournal journal = open()) {
            assertThatThrownBy(() -> journal.append(record("A", 3, 2, 2), heard))
                    .hasMessageContaining("former owner");
        }
    }

    @Test
    void sequencesAndHeadsGoOnAfterAReopening() {
        PoolHead before;
        try (FileJournal journal = open()) {
            Records.appendOneByOne(journal, List.of(record("A", 1, 1, 3), record("B", 1, 1, 1)));
            before = journal.head("A").orElseThrow();
            assertThat(before.sequence()).isEqualTo(3);
            assertThat(before.chain()).hasSize(64);
            assertThat(journal.head("C")).isEmpty();
            assertThat(journal.durableSequence("C")).isZero();
        }
        try (FileJournal journal = open()) {
            assertThat(journal.head("A")).contains(before);
            assertThat(journal.durableOffset()).isEqualTo(2);
            Records.appendOneByOne(journal, List.of(record("A", 1, 4, 4)));
            assertThat(journal.durableSequence("A")).isEqualTo(4);
            assertThat(journal.head("A").orElseThrow().chain()).isNotEqualTo(before.chain());
        }
    }

    @Test
    void anEmptyPayloadAndTheLargestOneFit() {
        try (FileJournal journal = open()) {
            List<JournalRecord> written = List.of(
                    records.next("A", new byte[0]),
                    records.next("A", new byte[journal.maxPayloadBytes()]),
                    records.next("A".repeat(128), new byte[journal.maxPayloadBytes()]));
            Records.appendOneByOne(journal, written);
            assertThat(Records.all(journal)).isEqualTo(written);
            assertThatThrownBy(() -> journal.append(records.next("A", new byte[journal.maxPayloadBytes() + 1]), heard))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("a payload may have");
        }
    }

    @Test
    void aBacklogIsRefusedWithoutWaiting() {
        FaultyDisk slow = new FaultyDisk();
        try (FileJournal journal =
                FileJournal.open(directory, new FileJournalOptions(8192, 8192, Duration.ZERO), slow)) {
            slow.syncMillis = 300;
            int accepted = 0;
            Optional<JournalBacklogException> backlog = Optional.empty();
            long start = System.nanoTime();
            while (backlog.isEmpty() && accepted < 1000) {
                try {
                    journal.append(record("A", 1, accepted + 1, accepted + 1), heard);
                    accepted++;
                } catch (JournalBacklogException full) {
                    backlog = Optional.of(full);
                }
            }
            assertThat(backlog).isPresent();
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(250));
            assertThat(journal.pendingBytes()).isBetween(1L, 8192L);
            slow.syncMillis = 0;
            assertThat(heard.await(accepted).failed()).isEmpty();
            assertThat(journal.pendingBytes()).isZero();
            Records.appendOneByOne(journal, List.of(record("A", 1, accepted + 1, accepted + 1)));
        }
    }

    @Test
    void threadsThatAppendToTheirOwnPoolsDoNotDisturbEachOther() throws InterruptedException {
        int threads = 4;
        int each = 2_000;
        try (FileJournal journal =
                FileJournal.open(directory, new FileJournalOptions(1 << 20, 64 << 20, Duration.ofNanos(150_000)))) {
            List<Thread> appenders = IntStream.range(0, threads)
                    .mapToObj(i -> new Thread(() -> {
                        for (int n = 1; n <= each; n++) {
                            journal.append(record("POOL" + i, 1, n, n), heard);
                        }
                    }))
                    .toList();
            appenders.forEach(Thread::start);
            try (JournalReader reader = journal.read(0)) {
                List<JournalRecord> followed = new ArrayList<>();
                while (followed.size() < threads * each) {
                    reader.next().ifPresent(entry -> followed.add(entry.record()));
                }
                assertThat(heard.await(threads * each).durableRecords()).isEqualTo(followed);
            }
            for (Thread appender : appenders) {
                appender.join();
            }
            assertThat(journal.durableSequence("POOL3")).isEqualTo(each);
        }
        assertThat(Records.recover(directory)).isEqualTo(heard.durableRecords());
    }

    @Test
    void readingStartsAnywhereAndWaitsAtTheEnd() {
        List<JournalRecord> written = records.next(60);
        try (FileJournal journal = open()) {
            Records.appendOneByOne(journal, written);
            for (int from = 0; from <= 60; from++) {
                try (JournalReader reader = journal.read(from)) {
                    List<JournalRecord> rest = new ArrayList<>();
                    for (Optional<JournalEntry> next = reader.next(); next.isPresent(); next = reader.next()) {
                        assertThat(next.get().offset()).isEqualTo(from + rest.size());
                        rest.add(next.get().record());
                    }
                    assertThat(rest).isEqualTo(written.subList(from, 60));
                }
            }
            assertThatThrownBy(() -> journal.read(61)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> journal.read(-1)).isInstanceOf(IllegalArgumentException.class);
            JournalReader closed = journal.read(60);
            assertThat(closed.next()).isEmpty();
            Records.appendOneByOne(journal, records.next(1));
            assertThat(closed.next()).isPresent();
            closed.close();
            assertThatThrownBy(closed::next).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void closingWaitsForWhatWasAppended() {
        List<JournalRecord> written = records.next(300);
        FileJournal journal = open();
        written.forEach(record -> journal.append(record, heard));
        journal.close();
        journal.close();
        assertThat(heard.durableRecords()).isEqualTo(written);
        assertThatThrownBy(() -> journal.append(records.next(), heard)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aListenerThatThrowsHarmsNobodyElse() {
        try (FileJournal journal = open()) {
            journal.append(record("A", 1, 1, 1), new DurableListener() {
                @Override
                public void durable(JournalEntry entry) {
                    throw new IllegalStateException("thrown on purpose by the test");
                }

                @Override
                public void failed(JournalRecord record, Throwable cause) {}
            });
            journal.append(record("A", 1, 2, 2), heard);
            assertThat(heard.await(1).durable()).hasSize(1);
        }
    }

    @Test
    void recordsThatMakeNoSenseCannotBeMade() {
        assertThatThrownBy(() -> record("", 1, 1, 1)).hasMessageContaining("pool must be");
        assertThatThrownBy(() -> record("A B", 1, 1, 1)).hasMessageContaining("pool must be");
        assertThatThrownBy(() -> record("A".repeat(129), 1, 1, 1)).hasMessageContaining("pool must be");
        assertThatThrownBy(() -> record("A", -1, 1, 1)).hasMessageContaining("epoch");
        assertThatThrownBy(() -> record("A", 1, 0, 1)).hasMessageContaining("0 to 1");
        assertThatThrownBy(() -> record("A", 1, 2, 1)).hasMessageContaining("2 to 1");
    }

    private FileJournal open() {
        return FileJournal.open(directory, Records.SMALL);
    }

    private static JournalRecord record(String pool, long epoch, long first, long last) {
        return new JournalRecord(pool, epoch, first, last, 1_763_700_000_000L, new byte[] {1, 2, 3});
    }
}
