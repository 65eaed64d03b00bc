package io.tidemark.connectors.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidemark.connectors.rest.HealthDesk.Level;
import io.tidemark.connectors.rest.HealthDesk.Part;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who hears how much of the health of the market, and what probes and metrics are told. */
class StatusTest {
    private static final Part ILL =
            new Part("fleet", Level.DEGRADED, "90 of 107 nodes stand in quarantine.", "Repair them.", Map.of());
    private static final Part DEAD =
            new Part("journal", Level.DOWN, "It acknowledges nothing.", "Make room on the disk.", Map.of());

    @TempDir
    Path directory;

    private TestMarket market;

    @BeforeEach
    void open() {
        market = TestMarket.open(directory);
    }

    @AfterEach
    void close() {
        market.close();
    }

    @Test
    void everybodyHearsHowTheWholeIsAndOnlyTheOperatorWhichPart() {
        market.setParts(Part.ok("market", "All is well.", Map.of()), ILL);
        for (String key : new String[] {"", TestMarket.ALICE, "no such key"}) {
            JsonNode status = market.get(key, "/v1/status").expect(200).json();
            assertThat(status.path("health").asText()).isEqualTo("DEGRADED");
            assertThat(status.path("pools")).hasSize(2);
            assertThat(status.has("parts")).isFalse();
        }
        JsonNode parts =
                market.get(TestMarket.OPERATOR, "/v1/status").expect(200).json().path("parts");
        assertThat(parts).hasSize(2);
        assertThat(parts.get(0).has("remedy")).isFalse();
        assertThat(parts.get(1).path("part").asText()).isEqualTo("fleet");
        assertThat(parts.get(1).path("health").asText()).isEqualTo("DEGRADED");
        assertThat(parts.get(1).path("finding").asText()).contains("quarantine");
        assertThat(parts.get(1).path("remedy").asText()).isEqualTo("Repair them.");
    }

    @Test
    void aMarketThatIsDegradedIsReadyAndOneThatIsDownOnlyLives() {
        market.setParts(ILL);
        assertThat(market.get("", "/health/ready").expect(200).text("status")).isEqualTo("UP");
        market.setParts(ILL, DEAD);
        assertThat(market.get("", "/health/ready").expect(503).text("code")).isEqualTo("UNAVAILABLE");
        assertThat(market.get("", "/health").expect(503).json().toString())
                .as("what is wrong inside is not for everybody")
                .doesNotContain("disk");
        assertThat(market.get("", "/health/live").expect(200).text("status")).isEqualTo("UP");
        assertThat(market.get("", "/v1/status").expect(200).text("health")).isEqualTo("DOWN");
    }

    @Test
    void everyAnswerIsToldByTheTemplateOfItsPath() {
        market.get("", "/v1/pools/B200X8.PRN1").expect(200);
        market.get("", "/v1/pools/nowhere").expect(404);
        market.get("", "/no/such/path").expect(404);
        market.get("", "/v1/orders/B200X8.PRN1-7").expect(401);
        market.post(TestMarket.ALICE, "/v1/orders", "{").expect(400);
        market.send("", market.request("/v1/status").method("BREW", BodyPublishers.noBody()));
        market.get("", "/v1/stream?ticket=none").expect(401);
        market.get("", "/v1/stream?pools=nowhere").expect(422);
        market.get("", "/v1/stream?colour=red").expect(422);
        market.post("", "/v1/stream", "{}").expect(405);
        StreamReader.open(market, "").close();
        for (String part : new String[] {"/", "/page/app.js"}) {
            market.send("", market.request(part).GET());
        }
        // Of a stream and of the page it is told after they have begun to answer.
        List<String> late = List.of("GET /v1/stream 200", "GET / 200", "GET /page/{part} 200");
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (!market.requests.lines().containsAll(late) && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
        assertThat(market.requests.lines())
                .containsAll(late)
                .contains(
                        "GET /v1/stream 401 TICKET_NOT_VALID",
                        "GET /v1/stream 422 INVALID_FIELD",
                        "GET /v1/stream 422 UNKNOWN_FIELD",
                        "POST /v1/stream 405 METHOD_NOT_ALLOWED",
                        "GET /v1/pools/{pool} 200",
                        "GET /v1/pools/{pool} 404 NO_SUCH_POOL",
                        "GET none 404 NO_SUCH_PATH",
                        "GET /v1/orders/{id} 401 KEY_MISSING",
                        "POST /v1/orders 400 MALFORMED_JSON")
                .anyMatch(line -> line.startsWith("OTHER "))
                .noneMatch(line -> line.contains("BREW") || line.contains("nowhere"));
    }
}
