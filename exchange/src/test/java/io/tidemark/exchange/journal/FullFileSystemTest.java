package io.tidemark.exchange.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.exchange.faults.LoopFileSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real disk without room: it shows in time, it ends the journal at worst, and what was acknowledged stays. */
class FullFileSystemTest {
    private static final FileJournalOptions OPTIONS =
            new FileJournalOptions(1 << 20, 4 << 20, Duration.ofNanos(50_000));
    private static final long PATIENCE_NANOS = 30_000_000_000L;

    @TempDir
    Path scratch;

    private final Records records = new Records(21, 20_000);
    private final List<JournalRecord> acknowledged = new ArrayList<>();

    @BeforeEach
    void aDiskCanBeMade() {
        LoopFileSystem.assumeUsable(scratch);
    }

    @Test
    void aFullDiskIsToldWhileThereIsStillRoomAndItGoesOnByItselfWhenThereIsMore() throws Exception {
        try (LoopFileSystem disk = LoopFileSystem.make(scratch.resolve("disk"), 16)) {
            Path directory = disk.root().resolve("journal");
            try (FileJournal journal = FileJournal.open(directory, OPTIONS)) {
                awaitReserve(journal);
                assertThat(journal.shortage()).isEmpty();
                Path filler = disk.fillExcept(500);
                while (journal.shortage().isEmpty()) {
                    append(journal);
                }
                assertThat(journal.shortage().orElseThrow()).hasMessageContaining("No space left on device");
                assertThat(journal.reservedBytes()).isBetween(100_000L, 1L << 20);
                append(journal);
                Files.delete(filler);
                awaitReserve(journal);
                assertThat(journal.shortage()).isEmpty();
                for (int i = 0; i < 150; i++) {
                    append(journal);
                }
            }
            assertThat(recover(directory)).isEqualTo(acknowledged);
        }
    }

    @Test
    void aDiskThatStaysFullEndsTheJournalAndKeepsWhatWasAcknowledged() throws IOException {
        try (LoopFileSystem disk = LoopFileSystem.make(scratch.resolve("disk"), 16)) {
            Path directory = disk.root().resolve("journal");
            Path filler;
            try (FileJournal journal = FileJournal.open(directory, OPTIONS)) {
                filler = disk.fillExcept(0);
                Recorded heard = new Recorded();
                List<JournalRecord> written = records.next(400);
                for (JournalRecord record : written) {
                    while (journal.pendingBytes() > 1 << 20) {
                        Thread.onSpinWait();
                    }
                    journal.append(record, heard);
                }
                heard.await(400);
                assertThat(heard.failed()).isNotEmpty();
                assertThat(heard.causes().get(0)).hasMessageContaining("No space left on device");
                acknowledged.addAll(heard.durableRecords());
                assertThat(written).startsWith(acknowledged.toArray(JournalRecord[]::new));
            }
            Files.delete(filler);
            assertThat(recover(directory)).isEqualTo(acknowledged).isNotEmpty();
        }
    }

    @Test
    void aDirectoryWithoutRoomForASegmentIsNotOpened() throws IOException {
        try (LoopFileSystem disk = LoopFileSystem.make(scratch.resolve("disk"), 16)) {
            Path filler = disk.fillExcept(500);
            assertThatThrownBy(() -> FileJournal.open(disk.root().resolve("journal"), OPTIONS))
                    .isInstanceOf(JournalException.class)
                    .hasMessageContaining("no room for another segment")
                    .hasMessageContaining("No space left on device");
            Files.delete(filler);
            FileJournal.open(disk.root().resolve("journal"), OPTIONS).close();
        }
    }

    private void append(FileJournal journal) {
        acknowledged.addAll(Records.appendOneByOne(journal, records.next(1)));
    }

    private static void awaitReserve(FileJournal journal) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (journal.reservedBytes() < OPTIONS.segmentBytes()) {
            assertThat(System.nanoTime()).as("patience").isLessThan(deadline);
            Thread.sleep(5);
        }
    }

    private static List<JournalRecord> recover(Path directory) {
        try (FileJournal journal = FileJournal.open(directory, OPTIONS)) {
            return Records.all(journal);
        }
    }
}
