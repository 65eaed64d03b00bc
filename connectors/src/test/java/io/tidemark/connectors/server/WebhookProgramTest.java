package io.tidemark.connectors.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The receiver of the documentation is told by the whole program what happens to a lease, also after a kill of either. */
class WebhookProgramTest {
    private static final Path RECEIVER = Path.of("..", "docs", "examples", "webhook.py");

    @TempDir
    private Path folder;

    private Program market() {
        return Program.tidemark(
                "demo",
                "--quiet",
                "--no-participants",
                "--speed",
                "300",
                "--port",
                "0",
                "--fix-port",
                "0",
                "--metrics-port",
                "0",
                "--data",
                folder.resolve("market").toString());
    }

    /** The script, and what it prints. */
    private static final class Receiver implements AutoCloseable {
        private final List<String> lines = Collections.synchronizedList(new ArrayList<>());
        private final Process process;

        Receiver(Path secret, int port) throws IOException {
            process = new ProcessBuilder(
                            "python3",
                            RECEIVER.toString(),
                            "--port",
                            Integer.toString(port),
                            "--secret",
                            secret.toString())
                    .redirectErrorStream(true)
                    .start();
            Thread reader = new Thread(this::read);
            reader.setDaemon(true);
            reader.start();
        }

        private void read() {
            try (BufferedReader in =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
                in.lines().forEach(lines::add);
            } catch (IOException | UncheckedIOException gone) {
                lines.add("(it ended)");
            }
        }

        boolean said(String text) {
            synchronized (lines) {
                return lines.stream().anyMatch(line -> line.contains(text));
            }
        }

        URI uri() {
            synchronized (lines) {
                return URI.create(lines.get(0).replace("listening on ", ""));
            }
        }

        @Override
        public void close() {
            process.destroyForcibly();
        }
    }

    private static Receiver listen(Program program, Path secret, int port) throws IOException {
        Receiver receiver = new Receiver(secret, port);
        program.await("the receiver", () -> receiver.said("listening on "));
        return receiver;
    }

    @Test
    void whatHappensToALeaseReachesTheReceiverOfTheDocumentation() throws IOException, InterruptedException {
        Path secret = Files.createFile(folder.resolve("webhook.secret"));
        String bid = "";
        int port;
        try (Program program = market()) {
            Buyer alice = new Buyer(program.uri(), "demo-alice");
            try (Receiver receiver = listen(program, secret, 0)) {
                port = receiver.uri().getPort();
                Files.writeString(
                        secret,
                        Cli.ask(
                                program.uri(),
                                "demo-alice",
                                "webhooks",
                                "add",
                                receiver.uri().toString()));
                assertThat(Cli.ask(program.uri(), "demo-alice", "webhooks", "test", "1"))
                        .startsWith("Received");
                program.await("the test message", () -> receiver.said("webhook.test"));
            }
            Cli.Said missed =
                    Cli.type("webhooks", "test", "1", "--url", program.uri().toString(), "--key", "demo-alice");
            assertThat(missed.exitCode()).isEqualTo(1);
            assertThat(missed.out()).contains("Not received");
            bid = alice.post("/v1/spot-bids", "{'pool':'B200X8.PRN1','lots':1,'maxPricePerGpuHour':'10.00'}")
                    .ok()
                    .path("spotBidId")
                    .asText();
            program.await(
                    "a message that nobody receives",
                    () -> alice.get("/v1/webhooks")
                                    .ok()
                                    .at("/webhooks/0/waiting")
                                    .asLong()
                            > 0);
            program.kill();
        }
        try (Program program = market();
                Receiver receiver = listen(program, secret, port)) {
            Buyer alice = new Buyer(program.uri(), "demo-alice");
            program.await("the message of before the kill", () -> receiver.said("lease.ready"));
            assertThat(receiver.said(bid)).isTrue();
            alice.delete("/v1/spot-bids/" + bid).ok();
            program.await("the end of the lease", () -> receiver.said("lease.ended"));
            assertThat(receiver.said("refused")).isFalse();
            assertThat(Cli.ask(program.uri(), "demo-alice", "webhooks"))
                    .contains(receiver.uri().toString());
            Cli.ask(program.uri(), "demo-alice", "webhooks", "remove", "1");
            assertThat(Cli.ask(program.uri(), "demo-alice", "webhooks")).contains("There is none");
        }
    }
}
