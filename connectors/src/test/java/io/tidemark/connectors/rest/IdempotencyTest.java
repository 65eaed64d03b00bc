package io.tidemark.connectors.rest;

import static io.tidemark.connectors.rest.TestMarket.ALICE;
import static io.tidemark.connectors.rest.TestMarket.BOB;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidemark.connectors.rest.TestMarket.Answer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sending a request again is always safe. */
class IdempotencyTest {
    private static final String ORDER =
            "{'pool':'B200X8.PRN1','start':'+2h','hours':2,'side':'BUY','lots':3,'limitPricePerGpuHour':'2.00','clientOrderId':'again'}";
    private static final int THREADS = 64;

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
    void sixtyFourThreadsWithOneClientOrderIdMakeOneOrder() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            CountDownLatch start = new CountDownLatch(1);
            Callable<Answer> post = () -> {
                start.await();
                return market.post(ALICE, "/v1/orders", ORDER);
            };
            List<Future<Answer>> answers = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                answers.add(threads.submit(post));
            }
            start.countDown();
            String first = answers.get(0).get().expect(201).response().body();
            for (Future<Answer> answer : answers) {
                assertThat(answer.get().expect(201).response().body()).isEqualTo(first);
            }
        } finally {
            threads.shutdownNow();
        }
        JsonNode orders = market.get(ALICE, "/v1/orders").json().path("orders");
        assertThat(orders).hasSize(1);
        assertThat(orders.path(0).path("filledLots").asLong()).isEqualTo(3);
    }

    @Test
    void aRepetitionIsToldWhatTheFirstOneGot() {
        JsonNode first = market.post(ALICE, "/v1/orders", ORDER).expect(201).json();
        assertThat(first.path("atOnce").path("filledLots").asLong()).isEqualTo(3);
        assertThat(market.post(ALICE, "/v1/orders", ORDER).expect(201).json()).isEqualTo(first);
    }

    @Test
    void aRelativeStartMayBeRepeatedInTheNextHour() {
        String first = market.post(ALICE, "/v1/orders", ORDER).expect(201).text("orderId");
        market.exchange.advance(3_600_000);
        assertThat(market.post(ALICE, "/v1/orders", ORDER).expect(201).text("orderId"))
                .isEqualTo(first);
    }

    @Test
    void anotherOrderUnderTheSameIdIsRefusedAndNamesTheFirst() {
        String first = market.post(ALICE, "/v1/orders", ORDER).expect(201).text("orderId");
        for (String change : List.of(
                "'lots':3>'lots':4>lots",
                "'BUY'>'SELL'>side",
                "'2.00'>'2.01'>limitPricePerGpuHour",
                "'hours':2>'hours':1>hours",
                "'+2h'>'2026112111'>start",
                "'hours'>'allOrNone':true,'hours'>allOrNone",
                "'hours'>'timeInForce':'IOC','hours'>timeInForce")) {
            String[] parts = change.split(">", -1);
            Answer refused = market.post(ALICE, "/v1/orders", ORDER.replace(parts[0], parts[1]))
                    .expect(409);
            assertThat(refused.text("code")).isEqualTo("CLIENT_ORDER_ID_REUSED");
            assertThat(refused.text("detail")).contains(first).contains("whose " + parts[2] + " ");
        }
        assertThat(market.get(ALICE, "/v1/orders").json().path("orders")).hasSize(1);
    }

    @Test
    void twoAccountsMayUseTheSameId() {
        String alices = market.post(ALICE, "/v1/orders", ORDER).expect(201).text("orderId");
        assertThat(market.post(BOB, "/v1/orders", ORDER).expect(201).text("orderId"))
                .isNotEqualTo(alices);
    }

    @Test
    void anIdIsMadeAndEchoedWhenThereIsNone() {
        String anonymous = ORDER.replace(",'clientOrderId':'again'", "");
        Answer order = market.post(ALICE, "/v1/orders", anonymous).expect(201);
        assertThat(order.text("clientOrderId")).hasSizeGreaterThan(20);
        assertThat(market.post(ALICE, "/v1/orders", anonymous).expect(201).text("orderId"))
                .isNotEqualTo(order.text("orderId"));
    }

    @Test
    void aSpotBidIsEnteredOnceToo() {
        String bid = "{'pool':'B200X8.PRN1','lots':2,'maxPricePerGpuHour':'1.00','clientOrderId':'spot-again'}";
        String first = market.post(ALICE, "/v1/spot-bids", bid).expect(201).text("spotBidId");
        assertThat(market.post(ALICE, "/v1/spot-bids", bid).expect(201).text("spotBidId"))
                .isEqualTo(first);
        assertThat(market.post(ALICE, "/v1/spot-bids", bid.replace("1.00", "1.10"))
                        .expect(409)
                        .text("code"))
                .isEqualTo("CLIENT_ORDER_ID_REUSED");
    }

    @Test
    void anOrderAndABidCannotShareAnId() {
        String bid = "{'pool':'B200X8.PRN1','lots':2,'maxPricePerGpuHour':'1.00','clientOrderId':'again'}";
        String first = market.post(ALICE, "/v1/spot-bids", bid).expect(201).text("spotBidId");
        Answer order = market.post(ALICE, "/v1/orders", ORDER).expect(409);
        assertThat(order.text("code")).isEqualTo("CLIENT_ORDER_ID_REUSED");
        assertThat(order.text("detail")).contains(first).contains("whose kind ");
        assertThat(market.get(ALICE, "/v1/orders").json().path("orders")).isEmpty();
    }
}
