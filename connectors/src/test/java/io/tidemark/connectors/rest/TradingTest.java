package io.tidemark.connectors.rest;

import static io.tidemark.connectors.rest.TestMarket.ALICE;
import static io.tidemark.connectors.rest.TestMarket.BOB;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidemark.connectors.rest.TestMarket.Answer;
import io.tidemark.exchange.contract.Money;
import io.tidemark.exchange.pool.Command;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What works: looking, asking, buying, selling, cancelling. */
class TradingTest {
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
    void everyoneSeesTheMarketAndItsPools() {
        JsonNode status = market.get("", "/v1/status").expect(200).json();
        assertThat(status.path("marketTime").asText()).isEqualTo("2026-11-21T08:05:00Z");
        assertThat(status.path("pools").findValuesAsText("phase")).containsExactly("CONTINUOUS", "CONTINUOUS");
        assertThat(market.get("", "/health").expect(200).text("status")).isEqualTo("UP");

        JsonNode pool = market.get("", "/v1/pools/B200X8.PRN1").expect(200).json();
        assertThat(pool.path("gpusPerLot").asInt()).isEqualTo(8);
        assertThat(pool.path("highestLimitPerGpuHour").asText()).isEqualTo("20.00");
        assertThat(market.get("", "/v1/pools").expect(200).json().path("pools").findValuesAsText("pool"))
                .containsExactly("B200X8.PRN1", "GB200R64.HYP1");
    }

    @Test
    void everyoneSeesHowWellAPoolKeptItsWordAndOnHowManyLotsThatWasSeen() {
        JsonNode word =
                market.get("", "/v1/pools/B200X8.PRN1/reliability").expect(200).json();
        assertThat(word.path("sentence").asText())
                .isEqualTo(
                        "Not taken back by the operator: 80.0 % after 1 h (8 lots seen so long), 64.0 % after 6 h (1 lot"
                                + " seen so long), after 24 h not known yet. 10 lots of 3 bids in the last 30 days, 3 taken back.");
        JsonNode survival = word.path("spot").path("survival");
        assertThat(survival.path(0).path("share").asDouble()).isEqualTo(0.8);
        assertThat(survival.path(0).path("watchedLots").asLong()).isEqualTo(8);
        assertThat(survival.path(2).has("share"))
                .as("what nobody saw has no share")
                .isFalse();
        assertThat(word.path("notices").path(0).path("shortestSeconds").asLong())
                .isEqualTo(120);
        assertThat(word.path("firm").path("wholeLotHours").asLong()).isEqualTo(40);
        assertThat(market.get("", "/v1/pools/B200X8.XXXX/reliability")
                        .expect(404)
                        .text("code"))
                .isEqualTo("NO_SUCH_POOL");
    }

    @Test
    void everyoneSeesTheDepthOfAnHourPerGpuAndPerLot() {
        JsonNode hour = market.get("", "/v1/pools/B200X8.PRN1/hours?from=%2B2h&hours=1")
                .expect(200)
                .json()
                .path("hours")
                .path(0);
        assertThat(hour.path("hour").asText()).isEqualTo("2026112110");
        assertThat(hour.path("state").asText()).isEqualTo("LISTED");
        assertThat(hour.path("bestAskPerGpuHour").asText()).isEqualTo("1.90");
        assertThat(hour.path("bestAskPerLotHour").asText()).isEqualTo("15.20");
        assertThat(hour.path("offeredLots").asLong()).isEqualTo(24);
        assertThat(hour.path("asks").findValuesAsText("pricePerGpuHour")).containsExactly("1.90", "2.10");
    }

    @Test
    void anHourSaysByHowManyLotsItIsShort() {
        market.post(
                        ALICE,
                        "/v1/orders",
                        "{'pool':'B200X8.PRN1','start':'+2h','hours':1,'side':'BUY','lots':8,'limitPricePerGpuHour':'1.90'}")
                .expect(201);
        market.operatorDoes(new Command.SetCapacity(TestMarket.DAY + 10, List.of(5L)));
        JsonNode hour = market.get("", "/v1/pools/B200X8.PRN1/hours?from=%2B2h&hours=1")
                .expect(200)
                .json()
                .path("hours")
                .path(0);
        assertThat(hour.path("shortLots").asLong()).isEqualTo(3);
        JsonNode pool = market.get("", "/v1/pools/B200X8.PRN1").expect(200).json();
        assertThat(pool.path("shortLots").asLong()).isZero();
        assertThat(pool.has("shortLots")).isTrue();
        market.exchange().advance(2 * 60 * 60_000);
        pool = market.get("", "/v1/pools/B200X8.PRN1").expect(200).json();
        assertThat(pool.path("shortLots").asLong()).isEqualTo(3);
    }

    @Test
    void theRulesExplainAPrice() {
        JsonNode explained = market.get("", "/v1/pools/B200X8.PRN1/prices/2026112110/explain")
                .expect(200)
                .json();
        assertThat(explained.path("sentence").asText()).startsWith("1.90");
        assertThat(explained.path("effects").path(0).path("rule").asText()).isEqualTo("Much is left");
    }

    @Test
    void aQuoteCanBePostedAsItIsAndFillsAtWhatItSaid() {
        JsonNode quote = market.post(ALICE, "/v1/quotes", "{'pool':'B200X8.PRN1','start':'+2h','hours':3,'lots':12}")
                .expect(200)
                .json();
        // 8 at 1.90 and 4 at 2.10, eight GPUs, three hours.
        assertThat(quote.path("totalUsd").asText()).isEqualTo("566.40");
        assertThat(quote.path("feeUsd").asText()).isEqualTo("5.664");
        assertThat(quote.path("averagePricePerGpuHour").asText()).isEqualTo("1.9667");
        assertThat(quote.path("averagePricePerLotHour").asText()).isEqualTo("15.7333");
        assertThat(quote.path("fillsAtOnce").asBoolean()).isTrue();
        assertThat(quote.path("limitPricePerGpuHour").asText()).isEqualTo("2.10");

        JsonNode order = market.post(ALICE, "/v1/orders", quote.path("order").toString())
                .expect(201)
                .json();
        assertThat(order.path("status").asText()).isEqualTo("FILLED");
        assertThat(order.path("tradedUsd").asText()).isEqualTo("566.40");
        assertThat(order.path("feeUsd").asText()).isEqualTo("5.664");
        assertThat(order.path("orderId").asText()).startsWith("B200X8.PRN1-");
    }

    @Test
    void aQuoteTakesTheCheapestStart() {
        market.post(
                        BOB,
                        "/v1/orders",
                        "{'pool':'B200X8.PRN1','start':'+2h','hours':1,'side':'BUY','lots':8,'limitPricePerGpuHour':'1.90'}")
                .expect(201);
        JsonNode quote = market.post(
                        ALICE,
                        "/v1/quotes",
                        "{'pool':'B200X8.PRN1','start':'+2h','latestStart':'+4h','hours':2,'lots':8,'allOrNone':true}")
                .expect(200)
                .json();
        assertThat(quote.path("start").asText()).isEqualTo("2026112111");
        assertThat(quote.path("limitPricePerGpuHour").asText()).isEqualTo("1.90");
    }

    @Test
    void aQuoteThatCannotBeFilledSaysWhyAndWhatCan() {
        JsonNode quote = market.post(
                        ALICE,
                        "/v1/quotes",
                        "{'pool':'B200X8.PRN1','start':'+2h','hours':2,'lots':12,'limitPricePerGpuHour':'1.95'}")
                .expect(200)
                .json();
        assertThat(quote.path("fillableLots").asLong()).isEqualTo(8);
        assertThat(quote.path("fillsAtOnce").asBoolean()).isFalse();
        assertThat(quote.path("whyNotAll").path("code").asText()).isEqualTo("TOO_LOW_A_LIMIT");
        assertThat(quote.path("whyNotAll").path("sentence").asText())
                .isEqualTo(
                        "The lots are there, but dearer: with a limit of 2.10 USD per GPU-hour instead of 1.95 all 12"
                                + " lots would trade now.");
        assertThat(quote.path("whyNotAll").path("lotsAtLeastLimit").asLong()).isEqualTo(12);
        assertThat(quote.path("whyNotAll").path("limitForAllPerGpuHour").asText())
                .isEqualTo("2.10");
        assertThat(quote.path("alternatives").findValuesAsText("what"))
                .anySatisfy(what -> assertThat(what).startsWith("With a limit of 2.10"))
                .anySatisfy(what -> assertThat(what).isEqualTo("At this limit 8 lots trade now."));
        for (JsonNode alternative : quote.path("alternatives")) {
            JsonNode order = alternative.path("order");
            JsonNode entered = market.post(ALICE, "/v1/orders", order.toString())
                    .expect(201)
                    .json();
            assertThat(entered.path("status").asText()).isEqualTo("FILLED");
            return; // One is enough: it takes the lots of the others.
        }
    }

    @Test
    void aDivisibleQuoteForMoreThanTheNextLevelNamesTheLimitForAll() {
        JsonNode quote = market.post(
                        ALICE,
                        "/v1/quotes",
                        "{'pool':'B200X8.PRN1','start':'+2h','hours':1,'lots':20,'limitPricePerGpuHour':'1.00'}")
                .expect(200)
                .json();
        assertThat(quote.path("whyNotAll").path("sentence").asText())
                .isEqualTo(
                        "The lots are there, but dearer: with a limit of 1.90 USD per GPU-hour instead of 1.00 8 of 20"
                                + " lots would trade now, with 2.10 all of them.");
        JsonNode tooMany = market.post(
                        ALICE,
                        "/v1/quotes",
                        "{'pool':'B200X8.PRN1','start':'+2h','hours':1,'lots':30,'limitPricePerGpuHour':'1.00'}")
                .expect(200)
                .json();
        assertThat(tooMany.path("whyNotAll").path("sentence").asText())
                .isEqualTo("Hour 2026112110 offers 24 lots, 30 are needed.");
    }

    @Test
    void aQuoteForTooManyLotsNamesTheHourAndALaterStart() {
        JsonNode quote = market.post(
                        ALICE, "/v1/quotes", "{'pool':'B200X8.PRN1','start':'+5h','hours':2,'lots':8,'allOrNone':true}")
                .expect(200)
                .json();
        assertThat(quote.path("whyNotAll").path("code").asText()).isEqualTo("TOO_FEW_LOTS");
        assertThat(quote.path("whyNotAll").path("hour").asText()).isEqualTo("2026112114");
        assertThat(quote.path("whyNotAll").path("offeredLots").asLong()).isEqualTo(4);
        assertThat(quote.has("order")).isFalse();
    }

    @Test
    void titlesThatWereBoughtCanBeSold() {
        market.post(
                        ALICE,
                        "/v1/orders",
                        "{'symbol':'B200X8.PRN1.F/2026112110/2H','side':'BUY','lots':8,'limitPricePerGpuHour':'2.00'}")
                .expect(201);
        JsonNode account = market.get(ALICE, "/v1/account").expect(200).json();
        assertThat(account.path("wallets").path(0).path("escrowUsd").asText()).isEqualTo("243.20");
        assertThat(account.path("wallets").path(0).path("titles").findValuesAsText("hour"))
                .containsExactly("2026112110", "2026112111");

        JsonNode sell = market.post(
                        ALICE,
                        "/v1/orders",
                        "{'symbol':'B200X8.PRN1.F/2026112110/2H','side':'SELL','lots':8,'limitPricePerGpuHour':'2.00'}")
                .expect(201)
                .json();
        assertThat(sell.path("status").asText()).isEqualTo("OPEN");
        market.post(
                        BOB,
                        "/v1/orders",
                        "{'symbol':'B200X8.PRN1.F/2026112110/2H','side':'BUY','lots':8,'limitPricePerGpuHour':'2.00'}")
                .expect(201);
        JsonNode sold = market.get(ALICE, "/v1/orders/" + sell.path("orderId").asText())
                .expect(200)
                .json();
        assertThat(sold.path("status").asText()).isEqualTo("FILLED");
        assertThat(sold.path("soldLotHours").asLong()).isEqualTo(16);
        assertThat(sold.path("averagePricePerGpuHour").asText()).isEqualTo("2.00");
    }

    @Test
    void anOrderThatRestsSaysWhyAndCanBeCancelledTwice() {
        Answer entered = market.post(
                        ALICE,
                        "/v1/orders",
                        "{'pool':'B200X8.PRN1','start':'2026-11-21T10:00Z','hours':2,'side':'BUY','lots':4,"
                                + "'limitPricePerGpuHour':'1.50','clientOrderId':'mine-1'}")
                .expect(201);
        String path = entered.response().headers().firstValue("Location").orElseThrow();
        assertThat(path).endsWith("/v1/orders/" + entered.text("orderId"));
        JsonNode order = market.get(ALICE, "/v1/orders/" + entered.text("orderId"))
                .expect(200)
                .json();
        assertThat(order.path("whyNotFilled").path("leastLimitPerGpuHour").asText())
                .isEqualTo("1.90");
        assertThat(order.path("limitPricePerLotHour").asText()).isEqualTo("12.00");
        assertThat(order.path("limitTotalUsd").asText()).isEqualTo("96.00");
        assertThat(market.get(ALICE, "/v1/orders?clientOrderId=mine-1")
                        .json()
                        .path("orders")
                        .findValuesAsText("orderId"))
                .containsExactly(entered.text("orderId"));
        for (int i = 0; i < 2; i++) {
            assertThat(market.delete(ALICE, "/v1/orders/" + entered.text("orderId"))
                            .expect(200)
                            .text("status"))
                    .isEqualTo("CANCELLED");
        }
        assertThat(market.get(ALICE, "/v1/orders?open=true").expect(200).json().path("orders"))
                .isEmpty();
    }

    @Test
    void anOrderIsGivenAnotherLimitOnceAndTradesAtOnce() {
        String entry = "{'pool':'B200X8.PRN1','start':'2026-11-21T10:00Z','hours':2,'side':'BUY','lots':4,"
                + "'limitPricePerGpuHour':'1.50','clientOrderId':'mine-1'}";
        String path = "/v1/orders/"
                + market.post(ALICE, "/v1/orders", entry).expect(201).text("orderId");
        String change = "{'limitPricePerGpuHour':'1.95','clientOrderId':'mine-2'}";
        for (int i = 0; i < 2; i++) {
            JsonNode order = market.patch(ALICE, path, change).expect(200).json();
            assertThat(order.path("clientOrderId").asText()).isEqualTo("mine-2");
            assertThat(order.path("status").asText()).isEqualTo("FILLED");
            assertThat(order.path("filledLots").asLong()).isEqualTo(4);
        }
        // Whoever repeats the first entry hears how the order stands, not that the id is taken.
        assertThat(market.post(ALICE, "/v1/orders", entry).expect(201).text("status"))
                .isEqualTo("FILLED");
        assertThat(market.patch(ALICE, path, "{'lots':2}").expect(404).text("code"))
                .isEqualTo("NO_SUCH_ORDER");
    }

    @Test
    void aChangeOfNothingOrOfAnotherFieldIsRefused() {
        String path = "/v1/orders/"
                + market.post(
                                ALICE,
                                "/v1/orders",
                                "{'pool':'B200X8.PRN1','start':'+2h','hours':2,'side':'BUY','lots':4,"
                                        + "'limitPricePerGpuHour':'1.50'}")
                        .expect(201)
                        .text("orderId");
        assertThat(market.patch(ALICE, path, "{}").expect(422).text("code")).isEqualTo("MISSING_FIELD");
        assertThat(market.patch(ALICE, path, "{'hours':3}").expect(422).text("detail"))
                .contains("hours");
        assertThat(market.patch(ALICE, path, "{'lots':0}").expect(422).text("code"))
                .isEqualTo("LOTS_NOT_POSITIVE");
        market.patch(TestMarket.BOB, path, "{'lots':1}").expect(404);
        market.patch(TestMarket.READER, path, "{'lots':1}").expect(403);
    }

    @Test
    void ordersComeInPagesTheNewestFirst() {
        for (int i = 0; i < 5; i++) {
            market.post(
                            ALICE,
                            "/v1/orders",
                            "{'pool':'B200X8.PRN1','start':'+3h','hours':1,'side':'BUY','lots':1,'limitPricePerGpuHour':'1.0"
                                    + i + "'}")
                    .expect(201);
        }
        JsonNode first = market.get(ALICE, "/v1/orders?limit=3").expect(200).json();
        JsonNode second = market.get(
                        ALICE,
                        "/v1/orders?limit=3&after=" + first.path("nextAfter").asText())
                .expect(200)
                .json();
        assertThat(first.path("orders").findValuesAsText("limitPricePerGpuHour"))
                .containsExactly("1.04", "1.03", "1.02");
        assertThat(second.path("orders").findValuesAsText("limitPricePerGpuHour"))
                .containsExactly("1.01", "1.00");
        assertThat(second.has("nextAfter")).isFalse();
    }

    @Test
    void pagesOverSeveralPoolsMissNothingAndRepeatNothing() {
        long alice = market.accounts.byName("alice").orElseThrow().number();
        List<Command> opening =
                List.of(new Command.OpenAccount(alice, alice), new Command.Credit(alice, 1, Money.parse("100000")));
        opening.forEach(
                command -> market.exchange().submit(TestMarket.OTHER, command).join());
        List<String> entered = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            String pool = i % 3 == 0 ? "GB200R64.HYP1" : "B200X8.PRN1";
            entered.add(market.post(
                            ALICE,
                            "/v1/orders",
                            "{'pool':'" + pool
                                    + "','start':'+3h','hours':1,'side':'BUY','lots':1,'limitPricePerGpuHour':'1.00'}")
                    .expect(201)
                    .text("orderId"));
            market.post(
                            ALICE,
                            "/v1/spot-bids",
                            "{'pool':'" + pool + "','lots':1,'maxPricePerGpuHour':'0.20','gang':true}")
                    .expect(201);
            if (i == 2 || i == 5) {
                market.exchange().advance(1_000);
            }
        }
        List<String> read = new ArrayList<>();
        String after = "";
        while (after != null) {
            JsonNode page =
                    market.get(ALICE, "/v1/orders?limit=2" + after).expect(200).json();
            read.addAll(page.path("orders").findValuesAsText("orderId"));
            after = page.has("nextAfter") ? "&after=" + page.path("nextAfter").asText() : null;
        }
        JsonNode atOnce = market.get(ALICE, "/v1/orders").expect(200).json();
        assertThat(read)
                .containsExactlyElementsOf(atOnce.path("orders").findValuesAsText("orderId"))
                .containsExactlyInAnyOrderElementsOf(entered);
        market.get(ALICE, "/v1/orders?pool=B200X8.PRN1&after=" + entered.get(0)).expect(422);
    }

    @Test
    void aSpotBidRunsAtTheReserveAndIsNoOrder() {
        Answer bid = market.post(
                        ALICE,
                        "/v1/spot-bids",
                        "{'pool':'B200X8.PRN1','lots':4,'maxPricePerGpuHour':'1.20','gang':true}")
                .expect(201);
        String id = bid.text("spotBidId");
        JsonNode running = market.get(ALICE, "/v1/spot-bids/" + id).expect(200).json();
        assertThat(running.path("runningLots").asLong()).isEqualTo(4);
        assertThat(running.path("lease").path("pricePerGpuHour").asText()).isEqualTo("0.80");
        market.get(ALICE, "/v1/orders/" + id).expect(404);
        market.delete(ALICE, "/v1/orders/" + id).expect(404);
        assertThat(market.delete(ALICE, "/v1/spot-bids/" + id).expect(200).text("status"))
                .isEqualTo("CANCELLED");
    }
}
