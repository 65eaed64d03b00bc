package io.tidemark.exchange.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A journal that has moved into a cluster is never served from again. */
class SealTest {
    @TempDir
    Path directory;

    private final Records records = new Records(12);
    private final FaultyDisk disk = new FaultyDisk();

    @Test
    void aSealedJournalIsNotOpenedAndSaysWhereItEnded() throws IOException {
        List<JournalRecord> written = records.next(20);
        FileJournal journal = open();
        Recorded heard = new Recorded();
        written.forEach(record -> journal.append(record, heard));
        Seal seal = journal.seal();
        assertThat(heard.durableRecords()).as("what waited is in it").isEqualTo(written);
        assertThat(seal.offset()).isEqualTo(20);
        assertThat(seal.heads()).allSatisfy(head -> {
            PoolHead last = journal.head(head.pool()).orElseThrow();
            assertThat(head).isEqualTo(new PoolHead(head.pool(), last.epoch() + 1, last.sequence(), last.chain()));
        });
        assertThat(seal.heads()).hasSize(3);
        assertThat(Seal.read(directory)).contains(seal);
        assertThatThrownBy(() -> journal.append(records.next(), heard)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(this::open)
                .isInstanceOf(JournalSealedException.class)
                .hasMessageContaining(directory.toString())
                .hasMessageContaining("moved into a cluster");
        // The lock was let go of, or this would be refused for another reason.
        assertThatThrownBy(this::open).isInstanceOf(JournalSealedException.class);
    }

    @Test
    void aSealThatCannotBeReadIsStillASeal() throws IOException {
        FileJournal journal = open();
        Records.appendOneByOne(journal, records.next(2));
        journal.seal();
        byte[] bytes = Files.readAllBytes(Seal.file(directory));
        for (int at = 0; at < bytes.length; at += 7) {
            byte[] flipped = bytes.clone();
            flipped[at] ^= 1;
            Files.write(Seal.file(directory), flipped);
            assertThatThrownBy(() -> Seal.read(directory)).isInstanceOf(JournalCorruptedException.class);
            assertThatThrownBy(this::open).isInstanceOf(JournalSealedException.class);
        }
    }

    @Test
    void whenTheSealCannotBeWrittenTheJournalIsClosedAndNotSealed() {
        FileJournal journal = open();
        List<JournalRecord> written = Records.appendOneByOne(journal, records.next(3));
        disk.failSyncs = true;
        assertThatThrownBy(journal::seal)
                .isInstanceOf(JournalException.class)
                .hasMessageContaining("cannot seal")
                .hasMessageContaining("error on sync");
        disk.failSyncs = false;
        assertThat(Records.recover(directory)).isEqualTo(written);
    }

    @Test
    void afterAFailureNothingIsSealed() {
        FileJournal journal = open();
        disk.failSyncs = true;
        Recorded heard = new Recorded();
        journal.append(records.next(), heard);
        heard.await(1);
        disk.failSyncs = false;
        assertThatThrownBy(journal::seal).hasMessageContaining("nothing is written after a failure");
        assertThat(Seal.file(directory)).doesNotExist();
        assertThatThrownBy(journal::seal).isInstanceOf(IllegalStateException.class);
        journal.close();
    }

    private FileJournal open() {
        return FileJournal.open(directory, Records.SMALL, disk);
    }
}
