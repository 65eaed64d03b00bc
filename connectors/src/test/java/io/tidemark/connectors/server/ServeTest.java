package io.tidemark.connectors.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidemark.connectors.account.AccountBook;
import io.tidemark.connectors.document.Documents;
import io.tidemark.connectors.fix.FixClient;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program as an operator has it: from an empty directory to a trade, over a kill, and in order to its end. */
class ServeTest {
    private static final String POOL = "B200X8.PRN1";

    /** Market time is ten minutes a second: calls end while somebody waits, and hours lie ahead on a busy machine. */
    private static final String SPEED = "600";

    @TempDir
    private Path folder;

    private Path config = Path.of("");
    private Path data = Path.of("");

    @BeforeEach
    void writeAConfiguration() throws IOException {
        data = folder.resolve("market");
        config = configuration("serve.yaml", POOL);
    }

    private Path configuration(String name, String pool) throws IOException {
        halfOfItInUse(folder.resolve("demand.csv"));
        return Files.writeString(folder.resolve(name), """
                schema: 1
                machines: simulated
                pools: [{id: %s, lots: 40, demand: {kind: trace, file: demand.csv, offset: 48h}}]
                doors: {rest: {port: 0}, fix: {port: 0}, metrics: {port: 0}}
                """.formatted(pool));
    }

    /** Internal work that never changes: at whatever time of the day the test runs, every hour ahead has lots to sell. */
    private static void halfOfItInUse(Path file) throws IOException {
        List<String> samples = new ArrayList<>(List.of("timestamp,gpus_in_use,gpus_queued,gpus_total"));
        LocalDateTime first = LocalDateTime.of(2026, 3, 2, 0, 0);
        for (int hour = 0; hour < 7 * 24; hour++) {
            samples.add(DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(first.plusHours(hour)) + ",160,0,320");
        }
        Files.write(file, samples);
    }

    private Program serve(Path configured, String... more) {
        List<String> arguments =
                new ArrayList<>(List.of("serve", "--config", configured.toString(), "--data", data.toString()));
        arguments.addAll(List.of(more));
        return Program.tidemark(arguments.toArray(String[]::new));
    }

    private Cli.Said operator(String... words) {
        List<String> all = new ArrayList<>(List.of("operator"));
        all.addAll(List.of(words));
        all.addAll(List.of("--data", data.toString()));
        return Cli.type(all.toArray(String[]::new));
    }

    private static void assertRefused(Program program, String... fragments) throws InterruptedException {
        assertThat(program.exitCode()).isEqualTo(1);
        String said = String.join("\n", program.lines());
        assertThat(said).contains("tidemark: ").contains(fragments);
        assertThat(said).as("no stack trace").doesNotContain("\tat ").doesNotContain("Exception");
    }

    private static void logOn(Program program, String key) {
        try (FixClient firm = FixClient.connect(program.fixPort(), "HARBOUR", 1)) {
            firm.logon("harbour", key, "141=Y", "20001=N").has("56=HARBOUR");
            firm.logout();
        }
    }

    private static void assertBalanced(Buyer operator) {
        JsonNode balance = operator.get("/v1/operator/balance").ok();
        assertThat(balance.path("balanced").asBoolean()).as("%s", balance).isTrue();
    }

    @Test
    void fromAnEmptyDirectoryToATradeOverAKillAndToAnOrderlyEnd() throws InterruptedException, IOException {
        assertThat(Cli.type("serve", "--config", config.toString(), "--data", data.toString())
                        .err())
                .contains("has no operator yet", "tidemark operator init --data " + data);
        String operatorKey = operator("init").ok();
        String secondKey = operator("add", "second-shift").ok();
        assertThat(operator("init").err()).contains("there is an operator already");

        String key;
        String order;
        try (Program program = serve(config, "--speed", SPEED)) {
            URI door = program.uri();
            assertThat(new Buyer(door, "").get("/health/ready").status()).isEqualTo(200);
            key = Cli.ask(door, operatorKey, "accounts", "open", "harbour");
            Cli.ask(door, operatorKey, "accounts", "session", "harbour", "--comp-id", "HARBOUR");
            Cli.ask(door, secondKey, "accounts", "deposit", "harbour", "--amount", "50000", "--reference", "WIRE 1");
            Cli.ask(door, operatorKey, "funds", "deposit", POOL, "--account", "damages", "--amount", "5000");
            logOn(program, key);
            Buyer harbour = new Buyer(door, key);
            order = "/v1/orders/"
                    + harbour.post(
                                    "/v1/orders",
                                    "{'pool':'%s','start':'+9h','hours':2,'side':'BUY','lots':1,'limitPricePerGpuHour':'9.00'}"
                                            .formatted(POOL))
                            .ok()
                            .path("orderId")
                            .asText();
            program.await(
                    "the first trade",
                    () -> harbour.get(order).ok().path("status").asText().equals("FILLED"));
            assertThat(Cli.ask(door, operatorKey, "status")).startsWith("OK");
            assertThat(operator("new-key", "operator").err())
                    .as("two programs never have one directory")
                    .contains("in use by process");
            assertThat(filesWith(key))
                    .as("a key is shown once and kept nowhere")
                    .isEmpty();
            program.kill();
        }
        assertThat(operator("new-key", "second-shift").ok()).isNotEqualTo(secondKey);
        try (Program program = serve(config, "--speed", SPEED)) {
            Buyer harbour = new Buyer(program.uri(), key);
            assertThat(harbour.get(order).ok().path("status").asText()).isEqualTo("FILLED");
            assertThat(new Buyer(program.uri(), secondKey).get("/v1/account").code())
                    .isEqualTo("KEY_UNKNOWN");
            logOn(program, key);
            Buyer operator = new Buyer(program.uri(), operatorKey);
            assertThat(Cli.ask(
                            program.uri(),
                            operatorKey,
                            "accounts",
                            "deposit",
                            "harbour",
                            "--amount",
                            "50000",
                            "--reference",
                            "WIRE 1"))
                    .as("a reference moves money once")
                    .doesNotContain("it has 1");
            assertBalanced(operator);
            assertThat(program.terminate()).isEqualTo(143);
            assertThat(program.lines()).contains("Stopped.");
            assertThat(program.lines()).noneMatch(line -> line.contains("\u001b") || line.contains("ERROR"));
        }
        try (Program program = serve(config)) {
            assertRefused(program, "begun as a rehearsal", "--speed");
        }
        try (Program program = serve(configuration("other.yaml", "GB200R64.HYP1"), "--speed", SPEED)) {
            assertRefused(program, "has " + POOL, "which the configuration does not name");
        }
    }

    private List<Path> filesWith(String secret) throws IOException {
        try (var files = Files.walk(data)) {
            return files.filter(file -> Files.isRegularFile(file) && contains(file, secret))
                    .toList();
        }
    }

    private static boolean contains(Path file, String secret) {
        try {
            return new String(Files.readAllBytes(file), java.nio.charset.StandardCharsets.ISO_8859_1).contains(secret);
        } catch (IOException gone) {
            // PostgreSQL makes and removes files all the time.
            return false;
        }
    }

    @Test
    void aDirectoryWhoseKeysEverybodyKnowsIsNotServed() throws IOException {
        DemoPeople.of(AccountBook.open(Documents.in(DataDirectory.accounts(Files.createDirectory(data)))));
        Cli.Said said = Cli.type("serve", "--config", config.toString(), "--data", data.toString(), "--speed", SPEED);
        assertThat(said.exitCode()).isEqualTo(1);
        assertThat(said.err()).contains("begun by the demo", "another directory");
    }

    @Test
    void aMarketInRealTimeIsNotTornAwayFromItBySpeedNorByTheDemo() throws IOException {
        operator("init").ok();
        Documents.in(data).document("market", Beginning.class).write(Beginning.at(System.currentTimeMillis(), 1, true));
        Cli.Said said = Cli.type("serve", "--config", config.toString(), "--data", data.toString(), "--speed", SPEED);
        assertThat(said.exitCode()).isEqualTo(1);
        assertThat(said.err()).contains("runs in real time", "leave --speed out");
        assertThat(Cli.type("demo", "--data", data.toString()).err()).contains("runs in real time");
        assertThat(data.resolve("journal")).as("nothing was begun").doesNotExist();
    }

    @Test
    void aDirectoryThatCannotBeUsedIsSaidInASentence() throws IOException {
        Path file = Files.writeString(folder.resolve("a-file"), "no directory");
        Cli.Said said =
                Cli.type("operator", "init", "--data", file.resolve("market").toString());
        assertThat(said.exitCode()).isEqualTo(1);
        assertThat(said.err()).contains("cannot be used as a data directory").doesNotContain("\tat ");
    }

    @Test
    void whatIsWrongWithTheConfigurationIsSaidBeforeAnythingIsOpened() throws IOException {
        Files.writeString(config, "schema: 1\nmachines: simulated\npools: []\nretention: 3d\n");
        Cli.Said said = Cli.type("serve", "--config", config.toString(), "--data", data.toString());
        assertThat(said.exitCode()).isEqualTo(2);
        assertThat(said.err())
                .contains("serve.yaml:3:8: pools: a list of 0", "serve.yaml:4:1: retention: no such key", "2 problems");
        assertThat(data).doesNotExist();
        assertThat(Cli.type("serve", "--config", config.toString(), "--check").exitCode())
                .isEqualTo(2);
        assertThat(Cli.type("serve", "--data", data.toString()).err()).contains("--config");
    }

    @Test
    void theConfigurationThatIsPrintedCanBeServed() throws IOException {
        Files.writeString(config, Cli.type("serve", "--print-config").ok());
        assertThat(Cli.type("serve", "--config", config.toString(), "--check").ok())
                .contains("can be served");
        assertThat(Cli.type("serve", "--print-schema").ok()).startsWith("{").contains("\"machines\"");
    }
}
