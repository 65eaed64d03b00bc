package io.tidemark.connectors.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.connectors.rest.InstanceDesk.Instance;
import io.tidemark.connectors.rest.InstanceDesk.State;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A program on a node hears of a notice with the node's token, which opens nothing else. */
class InstanceTest {
    private static final String TOKEN = "tmi.7.b200-1.signed";

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

    private void node(State state, OptionalLong endsAt, Optional<String> reason) {
        market.instances.put(TOKEN, new Instance("b200-1", TestMarket.POOL, state, endsAt, reason, true));
    }

    @Test
    void aNoticeSaysWhyAndCountsDown() {
        long now = market.exchange.now();
        node(State.UNDER_NOTICE, OptionalLong.of(now + 119_999), Optional.of("RECLAIMED"));
        String body = market.get(TOKEN, "/v1/instance").expect(200).response().body();
        assertThat(body)
                .isEqualTo("{\"node\":\"b200-1\",\"pool\":\"B200X8.PRN1\",\"state\":\"UNDER_NOTICE\",\"endsAt\":\""
                        + Amounts.at(now + 119_999)
                        + "\",\"secondsLeft\":119,\"reason\":\"RECLAIMED\",\"simulated\":true}");
        market.exchange.advance(180_000);
        assertThat(market.get(TOKEN, "/v1/instance").json().path("secondsLeft").asLong())
                .isZero();
    }

    @Test
    void withoutAnEndThereIsNothingToCount() {
        node(State.IN_USE, OptionalLong.empty(), Optional.empty());
        assertThat(market.get(TOKEN, "/v1/instance").expect(200).response().body())
                .isEqualTo("{\"node\":\"b200-1\",\"pool\":\"B200X8.PRN1\",\"state\":\"IN_USE\",\"simulated\":true}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"tmi.7.b200-2.signed", "nonsense", TestMarket.ALICE, TestMarket.OPERATOR})
    void anyOtherTokenAndAnAccountsKeyOpenNoNode(String other) {
        node(State.IN_USE, OptionalLong.empty(), Optional.empty());
        assertThat(market.get(other, "/v1/instance").expect(404).text("code")).isEqualTo("NO_SUCH_TENANCY");
    }

    @Test
    void withoutATokenItIsAskedFor() {
        assertThat(market.get("", "/v1/instance").expect(401).text("code")).isEqualTo("KEY_MISSING");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/account", "/v1/leases", "/v1/nodes", "/v1/orders", "/v1/operator/machines"})
    void theTokenOpensNothingElse(String path) {
        node(State.IN_USE, OptionalLong.empty(), Optional.empty());
        assertThat(market.get(TOKEN, path).expect(401).text("code")).isEqualTo("KEY_UNKNOWN");
    }
}
