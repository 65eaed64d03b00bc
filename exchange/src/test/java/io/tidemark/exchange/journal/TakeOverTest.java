package io.tidemark.exchange.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TakeOverTest {
    private static final String POOL = "B200X8.PRN1";

    @TempDir
    Path directory;

    @Test
    void everyOwnerHasAHigherEpochAlsoAfterARestart() {
        long first;
        try (FileJournal journal = FileJournal.open(directory, FileJournalOptions.DEFAULTS)) {
            first = journal.takeOver(POOL).epoch();
            journal.append(record(first, 1), new Recorded());
        }
        try (FileJournal journal = FileJournal.open(directory, FileJournalOptions.DEFAULTS)) {
            PoolHead head = journal.takeOver(POOL);
            assertThat(head.epoch()).isGreaterThan(first);
            assertThat(head.sequence()).isEqualTo(1);
        }
    }

    @Test
    void aFormerOwnerCannotAppend() {
        try (FileJournal journal = FileJournal.open(directory, FileJournalOptions.DEFAULTS)) {
            long old = journal.takeOver(POOL).epoch();
            journal.takeOver(POOL);
            assertThatThrownBy(() -> journal.append(record(old, 1), new Recorded()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("former owner");
            assertThat(journal.head(POOL)).isEqualTo(Optional.empty());
        }
    }

    @Test
    void thePoolsOwnRecordsAreReadAloneFromAnOffsetOn() {
        try (FileJournal journal = FileJournal.open(directory, FileJournalOptions.DEFAULTS)) {
            Recorded heard = new Recorded();
            for (int i = 1; i <= 3; i++) {
                journal.append(record(1, i), heard);
                journal.append(new JournalRecord("H100X8.ORD1", 1, i, i, i, new byte[] {1}), heard);
            }
            heard.await(6);
            try (JournalReader reader = journal.read(POOL, 1)) {
                assertThat(reader.next().orElseThrow().record().firstSequence()).isEqualTo(2);
                assertThat(reader.next().orElseThrow().offset()).isEqualTo(4);
                assertThat(reader.next()).isEmpty();
            }
        }
    }

    private static JournalRecord record(long epoch, long sequence) {
        return new JournalRecord(POOL, epoch, sequence, sequence, sequence, new byte[] {(byte) sequence});
    }
}
