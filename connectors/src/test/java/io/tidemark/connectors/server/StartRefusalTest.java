package io.tidemark.connectors.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.exchange.journal.PoolHead;
import io.tidemark.exchange.snapshot.FileSnapshots;
import io.tidemark.exchange.snapshot.StoredSnapshot;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the program says when it cannot start: one sentence that tells what to do, and an exit code. */
class StartRefusalTest {
    @TempDir
    private Path folder;

    private Program demo(String data, String... more) {
        String[] arguments = new String[3 + more.length];
        arguments[0] = "demo";
        arguments[1] = "--data";
        arguments[2] = folder.resolve(data).toString();
        System.arraycopy(more, 0, arguments, 3, more.length);
        return Program.tidemark(arguments);
    }

    private static void assertRefused(Program program, String... fragments) throws InterruptedException {
        assertThat(program.exitCode()).isNotZero();
        String said = String.join("\n", program.lines());
        assertThat(said).contains("tidemark: ").contains(fragments);
        assertThat(said).as("no stack trace").doesNotContain("\tat ").doesNotContain("Exception");
    }

    @Test
    void aDirectoryThatIsInUse() throws InterruptedException {
        try (Program first = demo("market", "--port", "0", "--fix-port", "0", "--metrics-port", "0", "--quiet")) {
            first.uri();
            try (Program second = demo("market", "--port", "0", "--fix-port", "0", "--metrics-port", "0")) {
                assertRefused(second, "in use by process", "another data directory");
            }
            // The one that was there first is not disturbed.
            assertThat(new Buyer(first.uri(), DemoPeople.ALICE_KEY)
                            .get("/v1/pools")
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    void aJournalThatIsBehindItsSnapshots() throws InterruptedException {
        FileSnapshots.open(folder.resolve("restored").resolve("snapshots"))
                .save(new StoredSnapshot(
                        new PoolHead("B200X8.PRN1", 1, 70, "0".repeat(64)), 9, 1_763_700_000_000L, 1, new byte[1]));
        try (Program program = demo("restored", "--port", "0", "--fix-port", "0", "--metrics-port", "0")) {
            assertRefused(program, "B200X8.PRN1 at sequence 70 is ahead of the journal", "bring the journal back");
        }
    }

    @Test
    void aPortThatIsInUse() throws InterruptedException, IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Program program = demo("other", "--port", Integer.toString(taken.getLocalPort()))) {
            assertRefused(program, Integer.toString(taken.getLocalPort()), "--port");
        }
    }

    @Test
    void aFixPortThatIsInUse() throws InterruptedException, IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Program program =
                        demo("fix", "--port", "0", "--fix-port", Integer.toString(taken.getLocalPort()), "--quiet")) {
            assertRefused(program, Integer.toString(taken.getLocalPort()), "--fix-port");
        }
    }

    @Test
    void aMetricsPortThatIsInUse() throws InterruptedException, IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Program program =
                        demo("watched", "--port", "0", "--metrics-port", Integer.toString(taken.getLocalPort()))) {
            assertRefused(program, Integer.toString(taken.getLocalPort()), "--metrics-port");
        }
    }

    @Test
    void aTraceThatIsNone() throws InterruptedException, IOException {
        Path trace = folder.resolve("broken.csv");
        Files.writeString(trace, """
                timestamp,gpus_in_use,gpus_queued,gpus_total
                2020-05-01T00:00:00,564,32,856
                2020-05-01T01:00:00,many,32,856
                """);
        try (Program program = demo("traced", "--demand", trace.toString())) {
            assertRefused(program, "broken.csv:3:21", "'many'", "expected a whole number");
        }
    }

    @Test
    void aTraceThatIsNotThere() throws InterruptedException {
        try (Program program = demo("traced", "--demand", "no-such-file.csv")) {
            assertRefused(program, "no-such-file.csv");
        }
    }

    @Test
    void aPortThatIsNone() throws InterruptedException {
        try (Program program = demo("nowhere", "--port", "99999")) {
            assertRefused(program, "--port 99999", "1 to 65535");
        }
    }

    @Test
    void aSpeedThatIsNone() throws InterruptedException {
        try (Program program = demo("fast", "--speed", "0")) {
            assertRefused(program, "--speed", "1 to 100000");
        }
    }
}
