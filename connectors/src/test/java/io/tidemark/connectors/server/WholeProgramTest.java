package io.tidemark.connectors.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program as its users have it: started, traded in over HTTP, killed without warning, started again. */
class WholeProgramTest {
    private static final String SERVERS = "B200X8.PRN1";

    @TempDir
    private Path data;

    private Program demo(String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "demo",
                "--port",
                "0",
                "--fix-port",
                "0",
                "--metrics-port",
                "0",
                "--data",
                data.resolve("market").toString()));
        arguments.addAll(List.of(more));
        return Program.tidemark(arguments.toArray(String[]::new));
    }

    private static Buyer alice(Program program) {
        return new Buyer(program.uri(), DemoPeople.ALICE_KEY);
    }

    private static String phase(Buyer buyer) {
        return buyer.get("/v1/pools/" + SERVERS).ok().path("phase").asText();
    }

    private static String status(Buyer buyer, JsonNode order) {
        return buyer.get("/v1/orders/" + order.path("orderId").asText())
                .ok()
                .path("status")
                .asText();
    }

    private static JsonNode bid(Buyer buyer, String clientOrderId, String start, int hours, String limit) {
        return buyer.post(
                        "/v1/orders",
                        "{'clientOrderId':'%s','pool':'%s','start':'%s','hours':%d,'side':'BUY','lots':1,'limitPricePerGpuHour':'%s'}"
                                .formatted(clientOrderId, SERVERS, start, hours, limit))
                .ok();
    }

    private static boolean somethingIsOffered(Buyer buyer) {
        JsonNode quote = buyer.post("/v1/quotes", "{'pool':'%s','start':'+3h','hours':2,'lots':1}".formatted(SERVERS))
                .ok();
        return quote.path("fillableLots").asLong() > 0;
    }

    private static long nodes(Buyer buyer, String state) {
        return buyer.get("/v1/nodes").ok().findValues("state").stream()
                .filter(found -> found.asText().equals(state))
                .count();
    }

    private static void assertBalanced(Program program) {
        JsonNode balance = new Buyer(program.uri(), DemoPeople.OPERATOR_KEY)
                .get("/v1/operator/balance")
                .ok();
        assertThat(balance.findValues("violations"))
                .isNotEmpty()
                .allSatisfy(violations -> assertThat(violations).isEmpty());
    }

    @Test
    void whatWasAcknowledgedOutlivesAKill() throws InterruptedException {
        Map<String, JsonNode> acknowledged = new ConcurrentHashMap<>();
        JsonNode inTheCall;
        JsonNode atOnce;
        JsonNode lease;
        try (Program program = demo("--no-participants")) {
            Buyer alice = alice(program);
            assertThat(phase(alice)).isEqualTo("CALL");
            inTheCall = bid(alice, "in-the-call", "+3h", 2, "6.00");
            assertThat(inTheCall.path("status").asText()).isEqualTo("OPEN");

            lease = alice.post(
                            "/v1/spot-bids",
                            "{'pool':'%s','lots':2,'maxPricePerGpuHour':'3.00','clientOrderId':'ride'}"
                                    .formatted(SERVERS))
                    .ok();
            String ride = "/v1/spot-bids/" + lease.path("orderId").asText();
            program.await(
                    "the lease to run",
                    () -> alice.get(ride).ok().findValue("lots") != null
                            && alice.get(ride).ok().toString().contains("\"lease\""));

            program.await("the opening call to end", () -> phase(alice).equals("CONTINUOUS"));
            assertThat(status(alice, inTheCall)).isEqualTo("FILLED");

            program.await("operator supply", () -> somethingIsOffered(alice));
            atOnce = bid(alice, "at-once", "+3h", 2, "6.00");
            assertThat(atOnce.path("status").asText()).isEqualTo("FILLED");

            program.await("two machines in working order", () -> nodes(alice, "LEASED") == 2);
            assertThat(alice.get("/v1/nodes").ok().toString())
                    .contains("203.0.113.")
                    .contains(lease.path("orderId").asText());
            assertThat(alice.get(ride).ok().toString()).contains("\"lease\"");

            certificatesAreChecked(program, lease.path("spotBidId").asText());

            Buyer.Answer tooMuch = alice.post(
                    "/v1/orders",
                    "{'pool':'%s','start':'+3h','hours':100,'side':'BUY','lots':100,'limitPricePerGpuHour':'9.00'}"
                            .formatted(SERVERS));
            assertThat(tooMuch.code()).isEqualTo("INSUFFICIENT_CREDIT");
            assertThat(tooMuch.body().path("detail").asText()).contains("at home");
            assertThat(alice.get("/v1/account").ok().path("homeUsd").asDouble()).isLessThan(250_000);

            JsonNode resting = bid(alice, "resting", "+3h", 2, "0.40");
            assertThat(resting.path("status").asText()).isEqualTo("OPEN");
            assertThat(resting.findValue("whyNotFilled")).isNotNull();
            assertThat(bid(alice, "resting", "+3h", 2, "0.40").path("orderId")).isEqualTo(resting.path("orderId"));
            replacementsMoveMoney(new Buyer(program.uri(), DemoPeople.BOB_KEY), program);
            assertThat(alice.delete("/v1/orders/" + resting.path("orderId").asText())
                            .status())
                    .isBetween(200, 299);

            Thread firm = new Thread(() -> {
                try {
                    for (int i = 0; i < 100_000; i++) {
                        String id = "load-" + i;
                        acknowledged.put(id, bid(alice, id, "+" + (2 + i % 20) + "h", 1 + i % 3, "0.4" + i % 10));
                    }
                } catch (UncheckedIOException killed) {
                    // What was not answered is not counted on.
                }
            });
            firm.start();
            program.await("some load", () -> acknowledged.size() > 300);
            program.kill();
            firm.join();
        }
        try (Program program = demo("--no-participants")) {
            Buyer alice = alice(program);
            acknowledged.forEach((id, order) -> assertThat(
                            alice.get("/v1/orders?clientOrderId=" + id).ok().findValue("orderId"))
                    .as(id)
                    .isEqualTo(order.path("orderId")));
            assertThat(status(alice, inTheCall)).isEqualTo("FILLED");
            assertThat(status(alice, atOnce)).isEqualTo("FILLED");
            assertThat(alice.get("/v1/spot-bids/" + lease.path("orderId").asText())
                            .ok()
                            .toString())
                    .contains("\"lease\"");
            assertThat(nodes(alice, "LEASED")).isEqualTo(2);
            assertBalanced(program);
            assertInvoiceAddsUp(alice);
            program.kill();
        }
    }

    /** From before the market began: nothing there was, and everything since, is all there is. */
    private static void assertInvoiceAddsUp(Buyer buyer) {
        JsonNode invoice =
                buyer.get("/v1/invoices/2000-01-01T00:00Z..2100-01-01T00:00Z").ok();
        BigDecimal balance =
                new BigDecimal(invoice.path("opening").path("totalUsd").asText());
        assertThat(balance).isZero();
        for (JsonNode item : invoice.path("items")) {
            balance = balance.add(new BigDecimal(item.path("amountUsd").asText()));
        }
        assertThat(balance)
                .isEqualByComparingTo(invoice.path("closing").path("totalUsd").asText())
                .isPositive();
        assertThat(invoice.path("items").findValuesAsText("what")).contains("DEPOSIT", "PURCHASE");
        assertThat(invoice.path("journalRecord").asLong()).isPositive();
        assertThat(invoice.path("provisional").asBoolean()).isTrue();
    }

    /** As a holder does it: downloads them, and checks them without a server. */
    private void certificatesAreChecked(Program program, String lease) {
        Path folder = data.resolve("certificates");
        String listed = Cli.ask(
                program.uri(), DemoPeople.ALICE_KEY, "leases", "certificates", lease, "--out", folder.toString());
        assertThat(listed.lines().skip(1)).hasSize(2);
        Path publicKey = data.resolve("operator.pub.pem");
        String key = Cli.type("audit", "key", "--data", data.resolve("market").toString())
                .ok();
        try {
            Files.writeString(publicKey, key);
            for (File certificate : Objects.requireNonNull(folder.toFile().listFiles())) {
                String checked = Cli.type(
                                "certificate", "verify", certificate.toString(), "--public-key", publicKey.toString())
                        .ok();
                assertThat(checked)
                        .contains("handed over to alice under lease " + lease, "SIMULATED", "passed NVME_CRYPTO_ERASE")
                        .doesNotContain("FAILED");
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        assertThat(new Buyer(program.uri(), DemoPeople.BOB_KEY)
                        .get("/v1/leases/" + lease + "/certificates")
                        .code())
                .isEqualTo("NO_SUCH_LEASE");
    }

    private static BigDecimal home(Buyer buyer) {
        return new BigDecimal(buyer.get("/v1/account").ok().path("homeUsd").asText());
    }

    private static BigDecimal inPool(Buyer buyer, String pocket) {
        for (JsonNode wallet : buyer.get("/v1/account").ok().path("wallets")) {
            if (wallet.path("pool").asText().equals(SERVERS)) {
                return new BigDecimal(wallet.path(pocket).asText());
            }
        }
        return BigDecimal.ZERO;
    }

    /** Bob has nothing else open. What a higher limit needs comes from home with it; what a lower one frees goes back. */
    private static void replacementsMoveMoney(Buyer bob, Program program) {
        BigDecimal start = home(bob);
        String order = "/v1/orders/"
                + bid(bob, "replaced", "+3h", 2, "0.40").path("orderId").asText();
        BigDecimal held = inPool(bob, "heldUsd");
        assertThat(held).isPositive();
        assertThat(home(bob)).isEqualByComparingTo(start.subtract(held));
        bob.patch(order, "{'limitPricePerGpuHour':'0.48','clientOrderId':'higher'}")
                .ok();
        BigDecimal more = held.multiply(new BigDecimal("1.2"));
        assertThat(inPool(bob, "heldUsd")).isEqualByComparingTo(more);
        assertThat(home(bob)).isEqualByComparingTo(start.subtract(more));
        bob.patch(order, "{'limitPricePerGpuHour':'0.40','clientOrderId':'lower'}")
                .ok();
        assertThat(inPool(bob, "heldUsd")).isEqualByComparingTo(held);
        assertThat(inPool(bob, "freeUsd")).isEqualByComparingTo(more.subtract(held));
        bob.delete(order).ok();
        assertBalanced(program);
    }

    @Test
    void twoDaysOfDemandAreReleasedSoldAndReclaimedWithNotice() throws InterruptedException {
        List<String> demand = new ArrayList<>(List.of("--speed", "1200", "--faults"));
        Program.traces()
                .ifPresentOrElse(
                        folder -> demand.addAll(List.of(
                                "--demand",
                                folder.resolve("demand_helios_earth_2020-05_5min.csv")
                                        .toString(),
                                "--outages",
                                folder.resolve("outages.csv").toString())),
                        () -> System.out.println(
                                "no real traces on this machine: two days of the built-in generator instead"));
        try (Program firstDay = demo(demand.toArray(String[]::new))) {
            Buyer alice = alice(firstDay);
            // At the lowest reserve: the first to be asked back.
            alice.post("/v1/spot-bids", "{'pool':'%s','lots':4,'maxPricePerGpuHour':'1.50'}".formatted(SERVERS))
                    .ok();
            firstDay.await(
                    "alice to run spot",
                    () -> firstDay.said(Pattern.compile("spot +alice runs")).isPresent());
            firstDay.await(
                    "a settled hour",
                    () -> firstDay.said(Pattern.compile("settled ")).isPresent());
            firstDay.kill();
        }
        demand.addAll(List.of("--market-hours", "48"));
        try (Program secondDay = demo(demand.toArray(String[]::new))) {
            assertThat(secondDay.exitCode()).isZero();
            List<String> said = secondDay.lines();
            assertThat(said).anyMatch(line -> line.contains("The market goes on"));
            assertThat(said).anyMatch(line -> line.contains("call     RELEASE ends"));
            assertThat(said).anyMatch(line -> line.contains("need "));
            assertThat(said).anyMatch(line -> line.contains("notice   "));
            assertThat(said).anyMatch(line -> line.matches(".*spot +\\S+ ends .* reclaimed"));
            assertThat(said).anyMatch(line -> line.contains("of spot in working order"));
            assertThat(said).anyMatch(line -> line.contains("Money, titles and nodes are in balance"));
            assertThat(said).anyMatch(line -> line.matches(".*nodes .*[0-9]+ internal.*"));
            assertThat(said).noneMatch(line -> line.contains("NOT in balance") || line.contains("ERROR"));
        }
    }
}
