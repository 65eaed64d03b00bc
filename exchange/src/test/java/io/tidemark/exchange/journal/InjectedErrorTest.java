package io.tidemark.exchange.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.exchange.faults.Strace;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A real disk's errors, from the kernel: one is believed at once, and a slow disk only makes everybody wait. */
class InjectedErrorTest {
    private static final String CALLS = "pwrite64,fdatasync,write";
    private static final String ACKNOWLEDGED = "write(1, \"POOL";
    /** How a frame begins. */
    private static final String RECORDS = "\"TJF";

    @TempDir
    Path scratch;

    private final Acknowledged acknowledged = new Acknowledged();

    @BeforeAll
    static void systemCallsCanBeTamperedWith() {
        Strace.assumeUsable();
    }

    /** The 24th and 25th write are one of records and one of the mark beside them, the 12th sync is one of a group. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "fdatasync:error=EIO:when=12",
                "pwrite64:error=ENOSPC:when=24",
                "pwrite64:error=ENOSPC:when=25",
                "pwrite64:error=EIO:when=24"
            })
    void afterAnErrorNothingIsAcknowledgedAndTheDiskIsLeftAlone(String fault) throws IOException, InterruptedException {
        List<String> after = afterTheFault(fault, Appender.ONE_BY_ONE);
        assertThat(after).noneMatch(call -> call.startsWith(ACKNOWLEDGED));
        assertThat(after).noneMatch(call -> call.startsWith("pwrite64") || call.startsWith("fdatasync"));
        assertThat(acknowledged.failed()).isPositive();
        assertThat(acknowledged.last()).as("it had worked before").hasSize(Appender.POOLS);
        assertThat(acknowledged.ended())
                .as("the process lives, and could be asked why")
                .isTrue();
        acknowledged.verify(scratch.resolve("journal"));
    }

    @Test
    void aJournalThatKeepsAnErrorToItselfIsCaught() throws IOException, InterruptedException {
        List<String> after = afterTheFault("fdatasync:error=EIO:when=12", Appender.ONE_BY_ONE, Appender.SWALLOW);
        assertThat(after).anyMatch(call -> call.startsWith(ACKNOWLEDGED));
        assertThat(acknowledged.failed()).isZero();
    }

    @Test
    void onASlowDiskEveryAcknowledgementWaitsForItsSync() throws IOException, InterruptedException {
        List<List<String>> threads = run("fdatasync:delay_enter=100000");
        assertThat(threads.stream().flatMap(List::stream)).anyMatch(call -> call.contains("(DELAYED)"));
        assertThat(tooEarly(threads)).isZero();
        assertThat(acknowledged.last().values()).hasSize(Appender.POOLS).containsOnly(200L);
        acknowledged.verify(scratch.resolve("journal"));
    }

    @Test
    void aJournalThatDoesNotWaitForASlowDiskIsCaught() throws IOException, InterruptedException {
        assertThat(tooEarly(run("fdatasync:delay_enter=100000", Appender.EARLY)))
                .isPositive();
    }

    /** What the thread that the fault hit did afterwards. */
    private List<String> afterTheFault(String fault, String... words) throws IOException, InterruptedException {
        List<List<String>> hit = run(fault, words).stream()
                .filter(thread -> thread.stream().anyMatch(call -> call.startsWith(ACKNOWLEDGED)))
                .filter(thread -> thread.stream().anyMatch(call -> call.contains("(INJECTED)")))
                .toList();
        assertThat(hit).as("the fault fired, on the journal's thread").hasSize(1);
        List<String> calls = hit.get(0);
        int at = (int)
                calls.stream().takeWhile(call -> !call.contains("(INJECTED)")).count();
        return calls.subList(at + 1, calls.size());
    }

    private List<List<String>> run(String fault, String... words) throws IOException, InterruptedException {
        Strace strace = Strace.into(scratch);
        Process process = Appender.start(
                strace.before(CALLS, fault),
                scratch.resolve("journal"),
                Stream.concat(Stream.of(words), Stream.of(Appender.FEW)).toArray(String[]::new));
        try {
            acknowledged.hearAll(process);
            assertThat(process.waitFor()).isZero();
        } finally {
            process.destroyForcibly();
        }
        return strace.threads();
    }

    /** Acknowledgements that do not come after a sync of what was written before them. */
    private static int tooEarly(List<List<String>> threads) {
        int early = 0;
        for (List<String> thread : threads) {
            boolean written = false;
            boolean synced = false;
            for (String call : thread) {
                if (call.startsWith("pwrite64") && call.contains(RECORDS)) {
                    written = true;
                    synced = false;
                } else if (call.startsWith("fdatasync")) {
                    synced = written && call.contains("= 0");
                } else if (call.startsWith(ACKNOWLEDGED) && !synced) {
                    early++;
                }
            }
        }
        return early;
    }
}
