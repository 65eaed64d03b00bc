package io.tidemark.exchange.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.exchange.faults.Strace;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A process that appends and releases is killed at its n-th write, sync, rename or delete, for every n of a range, again
 * and again on one directory: through opening, commits, new segments and releases. Each time what it had acknowledged is
 * there. The count is of each thread, so that small numbers fall into opening and larger ones into the journal's thread.
 */
class CrashPointTest {
    private static final int KILLED = 128 + 9;

    @TempDir
    Path scratch;

    @BeforeAll
    static void systemCallsCanBeTamperedWith() {
        Strace.assumeUsable();
    }

    @ParameterizedTest(name = "the process is killed in {0}")
    @CsvSource({"pwrite64, 8", "fdatasync, 6", "rename, 3", "unlink, 3", "fsync, 3"})
    void everyCrashPointRecovers(String call, int points) throws IOException, InterruptedException {
        Path directory = scratch.resolve("journal");
        Acknowledged acknowledged = new Acknowledged();
        for (int n = 1; n <= points; n++) {
            assertThat(killAt(call, n, directory, acknowledged, Appender.RELEASE))
                    .as("killed in %s number %d", call, n)
                    .isEqualTo(KILLED);
            acknowledged.verify(directory);
        }
        assertThat(acknowledged.last()).hasSize(Appender.POOLS);
    }

    /** Without which the above would say nothing. */
    @Test
    void aJournalThatAcknowledgesBeforeItWritesIsCaught() throws IOException, InterruptedException {
        Path directory = scratch.resolve("journal");
        Acknowledged acknowledged = new Acknowledged();
        // The journal's thread writes groups and marks by turns: its ninth is a group, as long as no segment is full by
        // then.
        assertThat(killAt("pwrite64", 9, directory, acknowledged, Appender.EARLY, Appender.ONE_BY_ONE))
                .isEqualTo(KILLED);
        assertThat(acknowledged.lost(directory)).isPositive();
    }

    private int killAt(String call, int n, Path directory, Acknowledged acknowledged, String... words)
            throws IOException, InterruptedException {
        List<String> before = Strace.into(scratch).before(call, call + ":signal=KILL:when=" + n);
        Process process = Appender.start(before, directory, words);
        try {
            acknowledged.hearAll(process);
            return process.waitFor();
        } finally {
            process.destroyForcibly();
        }
    }
}
