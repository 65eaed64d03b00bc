package io.tidemark.exchange.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One writer a directory. */
class LockTest {
    @TempDir
    Path directory;

    @Test
    void aSecondOpenerIsToldWhichDirectoryIsInUse() {
        try (FileJournal journal = FileJournal.open(directory, Records.SMALL)) {
            assertThatExceptionOfType(JournalInUseException.class)
                    .isThrownBy(() -> FileJournal.open(directory.resolve("."), Records.SMALL))
                    .withMessageContaining(directory.toString())
                    .withMessageContaining("in use by this very process")
                    .withMessageContaining("another data directory");
            assertThat(journal.durableOffset()).isZero();
        }
        FileJournal.open(directory, Records.SMALL).close();
    }

    @Test
    void aRefusedSecondOpenerDoesNotOpenTheDoorForOtherProcesses() throws IOException, InterruptedException {
        FileJournal journal = FileJournal.open(directory, Records.SMALL);
        try (journal) {
            assertThatExceptionOfType(JournalInUseException.class)
                    .isThrownBy(() -> FileJournal.open(directory, Records.SMALL));
            assertThat(Child.run(directory))
                    .contains("JournalInUseException")
                    .contains("in use by process " + ProcessHandle.current().pid());
        }
        assertThat(Child.run(directory)).isEqualTo("opened");
    }

    @Test
    void aJournalThatCannotBeOpenedLetsGoOfItsDirectory() throws IOException {
        FaultyDisk disk = new FaultyDisk();
        disk.failWrites = true;
        for (int i = 0; i < 2; i++) {
            assertThatExceptionOfType(JournalException.class)
                    .isThrownBy(() -> FileJournal.open(directory, Records.SMALL, disk))
                    .withMessageContaining("error on write");
        }
        FileJournal.open(directory, Records.SMALL).close();
    }

    /** Another process that opens a journal and says how that went. */
    static final class Child {
        private Child() {}

        static String run(Path directory) throws IOException, InterruptedException {
            Process child = Processes.java(Child.class, directory.toString());
            String said = new String(child.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            child.waitFor();
            return said.strip();
        }

        public static void main(String[] arguments) {
            try (FileJournal journal = FileJournal.open(Path.of(arguments[0]), Records.SMALL)) {
                System.out.println(journal.failure().isEmpty() ? "opened" : "failed");
            } catch (JournalInUseException refused) {
                System.out.println(refused);
            }
        }
    }
}
