package io.tidemark.connectors.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.tidemark.connectors.document.SharedDatabase;
import io.tidemark.connectors.fix.FixClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program as one of two members, as an operator starts it: traded in at both doors, killed, started again. */
class ClusterProgramTest {
    private static final List<String> POOLS = List.of("B200X8.PRN1", "GB200R64.HYP1");

    private static final String ALONE = """
            schema: 1
            machines: simulated
            pools:
              - {id: %s, lots: 40, demand: {kind: generated}}
              - {id: %s, lots: 10, demand: {kind: generated}}
            doors: {rest: {port: 0}, fix: {port: 0}, metrics: {port: 0}}
            """.formatted(POOLS.get(0), POOLS.get(1));

    @TempDir
    private Path folder;

    private SharedDatabase database;
    private Path config;
    private List<String> peers;
    private final List<Program> members = new ArrayList<>();

    @BeforeEach
    void makeTheDatabaseAndTheConfiguration() throws IOException {
        database = SharedDatabase.start(Files.createDirectory(folder.resolve("postgres")));
        Path password = Files.writeString(folder.resolve("password"), SharedDatabase.PASSWORD);
        config = Files.writeString(folder.resolve("serve.yaml"), """
                schema: 1
                machines: simulated
                pools:
                  - {id: %s, lots: 40, demand: {kind: generated}}
                  - {id: %s, lots: 10, demand: {kind: generated}}
                doors: {rest: {port: 0}, fix: {port: 0}, metrics: {port: 0}}
                database: {url: '%s', user: %s, passwordFile: %s}
                """.formatted(
                        POOLS.get(0), POOLS.get(1), database.url(), SharedDatabase.USER, password));
        peers = List.of("127.0.0.1:" + freePort(), "127.0.0.1:" + freePort());
    }

    @AfterEach
    void stop() {
        members.forEach(Program::close);
        database.close();
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private Program join(String member) {
        Program program = Program.tidemark(
                "serve",
                "--config",
                config.toString(),
                "--data",
                folder.resolve("member-" + peers.indexOf(member)).toString(),
                "--member",
                member,
                "--peers",
                String.join(",", peers));
        members.add(program);
        return program;
    }

    private static JsonNode part(Buyer operator, String name) {
        for (JsonNode part : operator.get("/v1/status").ok().path("parts")) {
            if (part.path("part").asText().equals(name)) {
                return part;
            }
        }
        // A machine that is busy tells what it knew before.
        return MissingNode.getInstance();
    }

    private static boolean isServedBy(Buyer operator, String member) {
        JsonNode facts = part(operator, "cluster").path("facts");
        return POOLS.stream().allMatch(pool -> facts.path(pool).asText().startsWith("serving, " + member + ","));
    }

    private static boolean isWorkOf(Buyer operator, String member) {
        return part(operator, "cluster")
                .path("facts")
                .path("duty market")
                .asText()
                .equals(member);
    }

    private static boolean isBalanced(Buyer operator) {
        return operator.get("/v1/operator/balance").ok().path("balanced").asBoolean();
    }

    @Test
    void aMemberWhosePortIsInUseSaysSo() throws InterruptedException, IOException {
        Cli.type("operator", "init", "--config", config.toString()).ok();
        int port = Integer.parseInt(peers.get(0).substring(peers.get(0).indexOf(':') + 1));
        try (ServerSocket taken = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            Program refused = join("127.0.0.1:" + taken.getLocalPort());
            assertThat(refused.exitCode()).isEqualTo(1);
            assertThat(String.join("\n", refused.lines()))
                    .contains("tidemark: another program listens on " + peers.get(0), "give this member another port")
                    .doesNotContain("\tat ");
        }
    }

    @Test
    void aMemberThatNobodyCouldOpenAccountsInIsNotStarted() throws InterruptedException {
        Program program = join(peers.get(0));
        assertThat(program.exitCode()).isEqualTo(1);
        assertThat(String.join("\n", program.lines()))
                .contains("has no operator yet", "tidemark operator init --config")
                .doesNotContain("\tat ");
    }

    @Test
    void whatEitherDoorAcknowledgedOutlivesAKillOfEachMemberAndOfAll() throws InterruptedException {
        Buyer[] operators = new Buyer[2];
        String operatorKey =
                Cli.type("operator", "init", "--config", config.toString()).ok();
        Program first = join(peers.get(0));
        operators[0] = new Buyer(first.uri(), operatorKey);
        // The second comes while the first is open.
        Program second = join(peers.get(1));
        operators[1] = new Buyer(second.uri(), operatorKey);

        String key = Cli.ask(first.uri(), operatorKey, "accounts", "open", "harbour");
        deposit(second.uri(), operatorKey);

        Map<String, String> acknowledged = new ConcurrentHashMap<>();
        Map<String, Integer> unanswered = new ConcurrentHashMap<>();
        AtomicBoolean ended = new AtomicBoolean();
        AtomicInteger numbers = new AtomicInteger();
        List<Thread> traders = new ArrayList<>();
        for (URI door : List.of(first.uri(), second.uri())) {
            Thread trader = new Thread(() -> trade(new Buyer(door, key), acknowledged, unanswered, numbers, ended));
            trader.start();
            traders.add(trader);
        }
        second.await("orders at both doors", () -> acknowledged.size() > 40);

        // The worse loss is that of the one that does the market's work.
        second.await(
                "somebody to do the work",
                () -> isWorkOf(operators[1], peers.get(0)) || isWorkOf(operators[1], peers.get(1)));
        boolean firstWorks = isWorkOf(operators[1], peers.get(0));
        int lost = firstWorks ? 0 : 1;
        int left = 1 - lost;
        List.of(first, second).get(lost).kill();
        Program heir = List.of(first, second).get(left);
        heir.await("the other to serve every pool", () -> isServedBy(operators[left], peers.get(left)));
        heir.await("the other to do the work", () -> isWorkOf(operators[left], peers.get(left)));
        int before = acknowledged.size();
        heir.await("orders at the door that is left", () -> acknowledged.size() > before + 20);
        assertThat(part(operators[left], "cluster").path("finding").asText())
                .contains(peers.get(lost) + " is not there");
        ended.set(true);
        for (Thread trader : traders) {
            trader.join();
        }
        assertEverythingIsThere(new Buyer(heir.uri(), key), acknowledged, unanswered);
        heir.await("the books to be in balance", () -> isBalanced(operators[left]));

        // All of it at once, and from nothing but the database.
        heir.kill();
        Program again = join(peers.get(lost));
        Buyer operator = new Buyer(again.uri(), operatorKey);
        again.await("every pool to be served", () -> isServedBy(operator, peers.get(lost)));
        assertEverythingIsThere(new Buyer(again.uri(), key), acknowledged, unanswered);
        again.await("the books to be in balance", () -> isBalanced(operator));
        assertThat(again.terminate()).isEqualTo(143);
    }

    @Test
    void aMarketOfOneMachineMovesInWithEverythingAndStaysClosedWhereItWas() throws IOException, InterruptedException {
        Path alone = Files.writeString(folder.resolve("alone.yaml"), ALONE);
        Path data = folder.resolve("market");
        String operatorKey =
                Cli.type("operator", "init", "--data", data.toString()).ok();
        String key;
        String orderId;
        try (Program program = Program.tidemark("serve", "--config", alone.toString(), "--data", data.toString())) {
            key = Cli.ask(program.uri(), operatorKey, "accounts", "open", "harbour");
            deposit(program.uri(), operatorKey);
            Cli.ask(program.uri(), operatorKey, "accounts", "session", "harbour", "--comp-id", "HARBOUR");
            try (FixClient firm = FixClient.connect(program.fixPort(), "HARBOUR", 1)) {
                firm.logon("harbour", key, "141=Y", "20001=N").has("56=HARBOUR");
                firm.logout();
            }
            orderId = bid(new Buyer(program.uri(), key), "before")
                    .ok()
                    .path("orderId")
                    .asText();
            assertThat(program.terminate()).isEqualTo(143);
        }
        String[] move = {"cluster", "import", "--data", data.toString(), "--config", config.toString()};
        assertThat(Cli.type(move).ok()).contains("not sealed yet", "Nothing was done");
        List<String> now = new ArrayList<>(List.of(move));
        now.add("--yes");
        assertThat(Cli.type(now.toArray(String[]::new)).ok())
                .contains(
                        "compared table by table",
                        "1 entry of the history of rule sets",
                        "1 FIX session,",
                        "Start the members");
        assertThat(Cli.type(now.toArray(String[]::new)).ok()).contains("already, whole");
        Cli.Said refused = Cli.type("serve", "--config", alone.toString(), "--data", data.toString());
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.err()).contains("was sealed");

        Program member = join(peers.get(0));
        Buyer buyer = new Buyer(member.uri(), key);
        Buyer operator = new Buyer(member.uri(), operatorKey);
        member.await("every pool to be served", () -> isServedBy(operator, peers.get(0)));
        assertThat(buyer.get("/v1/orders/" + orderId).ok().path("status").asText())
                .isEqualTo("OPEN");
        bid(buyer, "after").ok();
        // The session goes on with its numbers: 1 and 2 were the logon and the logout.
        try (FixClient firm = FixClient.connect(member.fixPort(), "HARBOUR", 3)) {
            firm.logon("harbour", key, "20001=N").has("34=3");
            firm.logout();
        }
        member.await("the books to be in balance", () -> isBalanced(operator));
    }

    private static void deposit(URI door, String operatorKey) {
        Cli.ask(door, operatorKey, "accounts", "deposit", "harbour", "--amount", "900000", "--reference", "WIRE 1");
    }

    private static Buyer.Answer bid(Buyer buyer, String clientOrderId) {
        return buyer.post(
                "/v1/orders",
                "{'clientOrderId':'%s','pool':'%s','start':'+9h','hours':1,'side':'BUY','lots':1,'limitPricePerGpuHour':'0.50'}"
                        .formatted(clientOrderId, POOLS.get(0)));
    }

    private static void trade(
            Buyer buyer,
            Map<String, String> acknowledged,
            Map<String, Integer> unanswered,
            AtomicInteger numbers,
            AtomicBoolean ended) {
        while (!ended.get()) {
            int number = numbers.incrementAndGet();
            String clientOrderId = "order-" + number;
            try {
                Buyer.Answer answer = buyer.post(
                        "/v1/orders",
                        "{'clientOrderId':'%s','pool':'%s','start':'+%dh','hours':1,'side':'BUY','lots':1,'limitPricePerGpuHour':'0.50'}"
                                .formatted(clientOrderId, POOLS.get(number % 2), 4 + number % 48));
                if (answer.status() == 201) {
                    acknowledged.put(
                            clientOrderId, answer.body().path("orderId").asText());
                } else {
                    unanswered.put(clientOrderId, answer.status());
                }
            } catch (UncheckedIOException killed) {
                unanswered.put(clientOrderId, 0);
                return;
            }
        }
    }

    private static void assertEverythingIsThere(
            Buyer buyer, Map<String, String> acknowledged, Map<String, Integer> unanswered) {
        assertThat(acknowledged.values()).doesNotHaveDuplicates();
        acknowledged.forEach((clientOrderId, orderId) -> {
            JsonNode order = buyer.get("/v1/orders/" + orderId).ok();
            assertThat(order.path("clientOrderId").asText()).isEqualTo(clientOrderId);
        });
        // Either it was entered, and then once, or it was not: asking by the client's own number says which.
        unanswered.forEach((clientOrderId, status) -> {
            assertThat(status).as(clientOrderId).isIn(0, 503);
            int found = 0;
            for (String pool : POOLS) {
                found += buyer.get("/v1/orders?pool=" + pool + "&clientOrderId=" + clientOrderId)
                        .ok()
                        .path("orders")
                        .size();
            }
            assertThat(found).as(clientOrderId).isLessThanOrEqualTo(1);
        });
    }
}
