package io.tidemark.connectors.rest;

import static io.tidemark.connectors.rest.TestMarket.ALICE;
import static io.tidemark.connectors.rest.TestMarket.BOB;
import static io.tidemark.connectors.rest.TestMarket.READER;
import static io.tidemark.connectors.rest.TestMarket.SSH_KEY;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.connectors.rest.TestMarket.Answer;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An account says how it gets into its nodes, on its own or with an order. */
class AccessTest {
    private static final String ORDER =
            "{'symbol':'B200X8.PRN1.F/2026112110/1H','side':'BUY','lots':%s,'limitPricePerGpuHour':'1.00','sshPublicKey':'%s'}";

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
    void whatIsNotGivenStaysAndWhatIsEmptyGoes() {
        assertThat(market.get(READER, "/v1/account/access")
                        .expect(200)
                        .response()
                        .body())
                .isEqualTo("{\"cloudInitBytes\":0}");
        market.put(ALICE, "/v1/account/access", "{'sshPublicKey':'" + SSH_KEY + "\\n'}")
                .expect(200);
        Answer both = market.put(ALICE, "/v1/account/access", "{'cloudInit':'#cloud-config'}")
                .expect(200);
        assertThat(both.text("sshPublicKey")).isEqualTo(SSH_KEY);
        assertThat(both.json().path("cloudInitBytes").asInt()).isEqualTo(13);
        Answer keyOnly =
                market.put(ALICE, "/v1/account/access", "{'cloudInit':''}").expect(200);
        assertThat(keyOnly.json().path("cloudInitBytes").asInt()).isZero();
        assertThat(keyOnly.text("sshPublicKey")).isEqualTo(SSH_KEY);
        assertThat(market.get(BOB, "/v1/account/access").expect(200).json().has("sshPublicKey"))
                .isFalse();
    }

    @Test
    void theUserDataIsShownToNobody() {
        assertThat(market.put(ALICE, "/v1/account/access", "{'cloudInit':'token: s3cret'}")
                        .expect(200)
                        .response()
                        .body())
                .doesNotContain("s3cret");
        assertThat(market.access.of(market.number("alice")).cloudInit()).contains("token: s3cret");
    }

    @Test
    void whoMayOnlyLookMayNotChangeIt() {
        market.put(READER, "/v1/account/access", "{'cloudInit':'x'}").expect(403);
    }

    @Test
    void anOrderBringsItsKeyEvenIfItIsThenRefused() {
        market.post(ALICE, "/v1/orders", ORDER.formatted("1", SSH_KEY)).expect(201);
        market.post(BOB, "/v1/orders", ORDER.formatted("0", SSH_KEY)).expect(422);
        for (String name : new String[] {"alice", "bob"}) {
            assertThat(market.access.of(market.number(name)).sshPublicKey()).contains(SSH_KEY);
        }
    }

    @Test
    void anOrderWithABadKeyIsNotEntered() {
        Answer refused = market.post(ALICE, "/v1/orders", ORDER.formatted("1", "ssh-ed25519 AAAA"))
                .expect(422);
        assertThat(refused.text("field")).isEqualTo("sshPublicKey");
        assertThat(market.get(ALICE, "/v1/orders").json().path("orders")).isEmpty();
    }

    @Test
    void aSpotBidBringsItsUserData() {
        market.post(
                        ALICE,
                        "/v1/spot-bids",
                        "{'pool':'B200X8.PRN1','lots':1,'maxPricePerGpuHour':'1.00','cloudInit':'#!/bin/sh'}")
                .expect(201);
        assertThat(market.access.of(market.number("alice")).cloudInit()).contains("#!/bin/sh");
    }
}
