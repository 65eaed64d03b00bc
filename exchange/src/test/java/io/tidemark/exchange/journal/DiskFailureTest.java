package io.tidemark.exchange.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A disk that fails is believed at once and never asked again. */
class DiskFailureTest {
    @TempDir
    Path directory;

    private final FaultyDisk disk = new FaultyDisk();
    private final Records records = new Records(2);
    private final List<JournalRecord> acknowledged = new ArrayList<>();

    @ParameterizedTest
    @ValueSource(strings = {"write", "sync"})
    void afterAnErrorNothingIsAcknowledgedAndNothingIsTriedAgain(String what) {
        Recorded before = new Recorded();
        Recorded after = new Recorded();
        try (FileJournal journal = FileJournal.open(directory, Records.SMALL, disk)) {
            acknowledged.addAll(Records.appendOneByOne(journal, records.next(5)));
            assertThat(journal.failure()).isEmpty();
            disk.failWrites = what.equals("write");
            disk.failSyncs = what.equals("sync");
            List<JournalRecord> lost = records.next(20);
            lost.forEach(record -> journal.append(record, before));
            assertThat(before.await(20).failed()).isEqualTo(lost);
            assertThat(before.causes()).allSatisfy(cause -> assertThat(cause).hasMessageContaining("error on " + what));

            // The disk is well again: too late.
            disk.failWrites = false;
            disk.failSyncs = false;
            int syncs = disk.syncsOfSegments.get();
            List<JournalRecord> later = records.next(20);
            later.forEach(record -> journal.append(record, after));
            assertThat(after.await(20).failed()).isEqualTo(later);
            assertThat(after.causes()).allSatisfy(cause -> assertThat(cause).hasMessageContaining("error on " + what));
            assertThat(disk.refused).hasValue(1);
            assertThat(disk.syncsOfSegments).hasValue(syncs);
            assertThat(journal.failure()).isPresent();
            assertThat(journal.pendingBytes()).isZero();
            assertThat(journal.durableOffset()).isEqualTo(5);
            assertThat(Records.all(journal)).isEqualTo(acknowledged);
        }
        assertThat(before.durable()).isEmpty();
        assertThat(after.durable()).isEmpty();
        // What failed to be synced may be found or not, but in order and never without what was acknowledged.
        assertThat(Records.recover(directory)).startsWith(acknowledged.toArray(JournalRecord[]::new));
    }

    @Test
    void afterAFailedSyncTheTailIsWrittenAgainBeforeItIsTrusted() {
        List<JournalRecord> first = records.next(3);
        List<JournalRecord> tail = records.next(3);
        try (FileJournal journal = FileJournal.open(directory, Records.SMALL, disk)) {
            acknowledged.addAll(Records.appendOneByOne(journal, first));
            disk.failSyncs = true;
            Recorded heard = new Recorded();
            tail.forEach(record -> journal.append(record, heard));
            heard.await(3);
        }
        int refused = disk.refused.get();
        // The tail may be only in the system's memory, in pages that it counts as clean: to sync them again writes
        // nothing.
        disk.failSyncs = false;
        disk.failWrites = true;
        assertThatThrownBy(() -> FileJournal.open(directory, Records.SMALL, disk))
                .isInstanceOf(JournalException.class)
                .hasMessageContaining("error on write");
        assertThat(disk.refused.get()).isGreaterThan(refused);
        assertThat(Records.recover(directory)).startsWith(acknowledged.toArray(JournalRecord[]::new));
    }

    @Test
    void aFullDiskShowsBeforeItHurtsAndTheJournalFillsWhatItHas() throws InterruptedException {
        try (FileJournal journal = FileJournal.open(directory, Records.SMALL, disk)) {
            while (journal.reservedBytes() < Records.SMALL.segmentBytes()) {
                Thread.sleep(1);
            }
            disk.full = true;
            // Into the segment that lies ready; the one after it cannot be prepared.
            while (disk.refused.get() == 0) {
                acknowledged.addAll(Records.appendOneByOne(journal, records.next(1)));
            }
            long left = journal.reservedBytes();
            assertThat(left).isBetween(500L, (long) Records.SMALL.segmentBytes());
            acknowledged.addAll(Records.appendOneByOne(journal, records.next(1)));
            assertThat(journal.reservedBytes()).isLessThan(left);

            disk.full = false;
            long deadline = System.nanoTime() + 10_000_000_000L;
            while (journal.reservedBytes() < Records.SMALL.segmentBytes() && System.nanoTime() < deadline) {
                Thread.sleep(10);
            }
            acknowledged.addAll(Records.appendOneByOne(journal, records.next(50)));
        }
        assertThat(Records.recover(directory)).isEqualTo(acknowledged);
    }

    @Test
    void aDiskThatStaysFullEndsTheJournalAndKeepsWhatWasAcknowledged() {
        try (FileJournal journal = FileJournal.open(directory, Records.SMALL, disk)) {
            disk.full = true;
            Recorded heard = new Recorded();
            List<JournalRecord> written = records.next(100);
            written.forEach(record -> journal.append(record, heard));
            heard.await(100);
            assertThat(heard.failed()).isNotEmpty();
            assertThat(heard.causes().get(0)).hasMessageContaining("No space left on device");
            acknowledged.addAll(heard.durableRecords());
            assertThat(written).startsWith(acknowledged.toArray(JournalRecord[]::new));
        }
        assertThat(Records.recover(directory)).isEqualTo(acknowledged);
    }
}
