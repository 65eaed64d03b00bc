package io.tidemark.connectors.rest;

import static io.tidemark.connectors.rest.TestMarket.ALICE;
import static io.tidemark.connectors.rest.TestMarket.BOB;
import static io.tidemark.connectors.rest.TestMarket.OPERATOR;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidemark.connectors.rest.TestMarket.Answer;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Market orders, orders that end at an instant, orders that only rest, and many cancelled at once. */
class OrderTermsTest {
    private static final long MINUTE = 60_000;

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

    private Answer enter(String key, String fields) {
        return market.post(
                key, "/v1/orders", "{'pool':'B200X8.PRN1','start':'+2h','hours':1,'side':'BUY'," + fields + "}");
    }

    private String status(String key, String order) {
        return market.get(key, "/v1/orders/" + order).expect(200).text("status");
    }

    @Test
    void aMarketOrderTakesWhatIsThereAndDropsTheRest() {
        JsonNode order = enter(ALICE, "'lots':30,'type':'MARKET'").expect(201).json();
        assertThat(order.path("type").asText()).isEqualTo("MARKET");
        assertThat(order.path("timeInForce").asText()).isEqualTo("IOC");
        assertThat(order.path("filledLots").asLong()).isEqualTo(24);
        assertThat(order.path("status").asText()).isEqualTo("NOT_FILLED_AT_ONCE");
        // The static band, for there is no dynamic one.
        assertThat(order.path("limitPricePerGpuHour").asText()).isEqualTo("20.00");
        assertThat(order.path("heldUsd").asText()).isEqualTo("0.00");
    }

    @Test
    void aMarketOrderSentAgainIsEnteredOnce() {
        String fields = "'lots':2,'type':'MARKET','clientOrderId':'once'";
        String first = enter(ALICE, fields).expect(201).text("orderId");
        assertThat(enter(ALICE, fields).expect(201).text("orderId")).isEqualTo(first);
        Answer other = enter(
                        ALICE, "'lots':2,'limitPricePerGpuHour':'20.00','timeInForce':'IOC','clientOrderId':'once'")
                .expect(409);
        assertThat(other.text("code")).isEqualTo("CLIENT_ORDER_ID_REUSED");
        assertThat(other.text("detail")).contains("whose type ");
    }

    @Test
    void anOrderEndsAtTheInstantThatItNames() {
        JsonNode order = enter(ALICE, "'lots':2,'limitPricePerGpuHour':'1.00','expiresAt':'+30m'")
                .expect(201)
                .json();
        assertThat(order.path("timeInForce").asText()).isEqualTo("GTD");
        assertThat(order.path("expiresAt").asText()).isEqualTo("2026-11-21T08:35:00Z");
        String id = order.path("orderId").asText();
        market.exchange.advance(30 * MINUTE - 1);
        assertThat(status(ALICE, id)).isEqualTo("OPEN");
        market.exchange.advance(1);
        assertThat(status(ALICE, id)).isEqualTo("EXPIRED");
    }

    @Test
    void anExpiryInAnyZoneIsTheSameInstant() {
        assertThat(enter(
                                ALICE,
                                "'lots':2,'limitPricePerGpuHour':'1.00','timeInForce':'GTD','expiresAt':'2026-11-21T10:00+01:00'")
                        .expect(201)
                        .text("expiresAt"))
                .isEqualTo("2026-11-21T09:00:00Z");
    }

    @Test
    void aRelativeExpiryMayBeRepeatedLater() {
        String fields = "'lots':2,'limitPricePerGpuHour':'1.00','expiresAt':'+30m','clientOrderId':'later'";
        String first = enter(ALICE, fields).expect(201).text("orderId");
        market.exchange.advance(MINUTE);
        Answer again = enter(ALICE, fields).expect(201);
        assertThat(again.text("orderId")).isEqualTo(first);
        assertThat(again.text("expiresAt")).isEqualTo("2026-11-21T08:35:00Z");
        Answer other =
                enter(ALICE, fields.replace("+30m", "2026-11-21T09:00:00Z")).expect(409);
        assertThat(other.text("detail")).contains("whose expiresAt ");
    }

    @Test
    void anExpiryThatHasPassedIsRefused() {
        Answer refused = enter(ALICE, "'lots':2,'limitPricePerGpuHour':'1.00','expiresAt':'2026-11-21T08:00:00Z'")
                .expect(422);
        assertThat(refused.text("code")).isEqualTo("EXPIRY_IN_THE_PAST");
        assertThat(refused.text("field")).isEqualTo("expiresAt");
    }

    @Test
    void anOrderThatOnlyRestsIsRefusedIfItWouldTrade() {
        Answer refused = enter(ALICE, "'lots':2,'limitPricePerGpuHour':'1.90','postOnly':true")
                .expect(409);
        assertThat(refused.text("code")).isEqualTo("POST_ONLY_WOULD_TRADE");
        JsonNode rests = enter(ALICE, "'lots':2,'limitPricePerGpuHour':'1.89','postOnly':true")
                .expect(201)
                .json();
        assertThat(rests.path("postOnly").asBoolean()).isTrue();
        assertThat(rests.path("status").asText()).isEqualTo("OPEN");
    }

    @Test
    void aSelfMatchPolicyIsShownAsItWasAsked() {
        assertThat(enter(ALICE, "'lots':2,'limitPricePerGpuHour':'1.00'")
                        .expect(201)
                        .text("selfMatch"))
                .isEqualTo("CANCEL_RESTING");
        assertThat(enter(ALICE, "'lots':2,'limitPricePerGpuHour':'1.00','selfMatch':'CANCEL_BOTH'")
                        .expect(201)
                        .text("selfMatch"))
                .isEqualTo("CANCEL_BOTH");
    }

    @Test
    void anOpenBuySaysWhatWouldFillIt() {
        String id = enter(ALICE, "'lots':10,'limitPricePerGpuHour':'1.80'")
                .expect(201)
                .text("orderId");
        JsonNode would =
                market.get(ALICE, "/v1/orders/" + id).expect(200).json().path("whatWouldFill");
        assertThat(would.path("leastLimitPerGpuHour").asText()).isEqualTo("2.10");
        assertThat(would.path("leastLimitSentence").asText())
                .isEqualTo("With a limit of 2.10 USD per GPU-hour all 10 lots would fill now.");
        assertThat(would.path("mostLots").asLong()).isZero();
        assertThat(would.path("mostLotsSentence").asText())
                .isEqualTo("At the limit of 1.80 USD per GPU-hour no lot would fill now.");
        assertThat(would.has("nearestStart")).isFalse();
        // The list does not ask the pool again for each.
        assertThat(market.get(ALICE, "/v1/orders").json().path("orders").path(0).has("whatWouldFill"))
                .isFalse();
        market.post(OPERATOR, "/v1/operator/pools/B200X8.PRN1/halt", "").expect(200);
        assertThat(market.get(ALICE, "/v1/orders/" + id).json().has("whatWouldFill"))
                .isFalse();
    }

    @Test
    void aQuoteThatDoesNotFillWholeSaysWhatWould() {
        String quote = "{'pool':'B200X8.PRN1','start':'2026112114','hours':1,'lots':10,'limitPricePerGpuHour':'2.10'}";
        JsonNode would =
                market.post(ALICE, "/v1/quotes", quote).expect(200).json().path("whatWouldFill");
        assertThat(would.has("leastLimitPerGpuHour")).isFalse();
        assertThat(would.path("leastLimitSentence").asText()).startsWith("At no limit");
        assertThat(would.path("mostLots").asLong()).isEqualTo(4);
        assertThat(would.path("mostLotsSentence").asText())
                .isEqualTo("At the limit of 2.10 USD per GPU-hour 4 of 10 lots would fill now.");
        assertThat(would.path("nearestStart").asText()).isEqualTo("2026112113");
        assertThat(would.path("nearestStartSentence").asText())
                .isEqualTo("Starting at 2026112113 all 10 lots would fill now.");
        assertThat(market.post(ALICE, "/v1/quotes", quote.replace("'lots':10", "'lots':4"))
                        .expect(200)
                        .json()
                        .has("whatWouldFill"))
                .isFalse();
    }

    @Test
    void aCallThatRunsSaysWhatItWouldComeTo() {
        JsonNode none =
                market.get("", "/v1/pools/B200X8.PRN1/indicative").expect(200).json();
        assertThat(none.path("phase").asText()).isEqualTo("CONTINUOUS");
        assertThat(none.path("hours")).isEmpty();
        assertThat(none.has("endsAt")).isFalse();
        market.post(OPERATOR, "/v1/operator/pools/B200X8.PRN1/halt", "").expect(200);
        market.post(OPERATOR, "/v1/operator/pools/B200X8.PRN1/resume", "").expect(200);
        enter(ALICE, "'lots':5,'limitPricePerGpuHour':'2.00'").expect(201);
        JsonNode call =
                market.get("", "/v1/pools/B200X8.PRN1/indicative").expect(200).json();
        assertThat(call.path("phase").asText()).isEqualTo("CALL");
        assertThat(call.path("callReason").asText()).isEqualTo("RESUME");
        assertThat(call.path("endsAt").asText()).isEqualTo("2026-11-21T08:10:00Z");
        assertThat(call.path("hours")).hasSize(1);
        JsonNode hour = call.path("hours").path(0);
        assertThat(hour.path("hour").asText()).isEqualTo("2026112110");
        assertThat(hour.path("lots").asLong()).isEqualTo(5);
        assertThat(hour.path("surplusLots").asLong()).isEqualTo(3);
        assertThat(hour.path("pricePerGpuHour").asText()).isEqualTo("1.90");
        assertThat(hour.path("pricePerLotHour").asText()).isEqualTo("15.20");
    }

    @Test
    void everythingIsCancelledAtOnceAndTwiceIsOnce() {
        String mine = enter(ALICE, "'lots':2,'limitPricePerGpuHour':'1.00'")
                .expect(201)
                .text("orderId");
        enter(ALICE, "'lots':3,'limitPricePerGpuHour':'1.10'").expect(201);
        String bid = market.post(ALICE, "/v1/spot-bids", "{'pool':'B200X8.PRN1','lots':1,'maxPricePerGpuHour':'0.50'}")
                .expect(201)
                .text("spotBidId");
        String bobs =
                enter(BOB, "'lots':2,'limitPricePerGpuHour':'1.00'").expect(201).text("orderId");
        JsonNode ended = market.delete(ALICE, "/v1/orders").expect(200).json();
        assertThat(ended.path("ended").asLong()).isEqualTo(2);
        // In the other pool she has never been.
        assertThat(ended.path("pools")).hasSize(2);
        assertThat(status(ALICE, mine)).isEqualTo("CANCELLED");
        assertThat(status(BOB, bobs)).isEqualTo("OPEN");
        assertThat(market.delete(ALICE, "/v1/orders")
                        .expect(200)
                        .json()
                        .path("ended")
                        .asLong())
                .isZero();
        assertThat(market.get(ALICE, "/v1/spot-bids/" + bid).text("status")).isEqualTo("OPEN");
        assertThat(market.delete(ALICE, "/v1/orders?spot=true")
                        .json()
                        .path("ended")
                        .asLong())
                .isEqualTo(1);
        assertThat(market.get(ALICE, "/v1/spot-bids/" + bid).text("status")).isEqualTo("CANCELLED");
    }

    @Test
    void aSideOrSomeHoursAreCancelledAlone() {
        String ten = enter(ALICE, "'lots':2,'limitPricePerGpuHour':'1.00'")
                .expect(201)
                .text("orderId");
        String block = market.post(
                        ALICE,
                        "/v1/orders",
                        "{'symbol':'B200X8.PRN1.F/2026112111/3H','side':'BUY','lots':1,'limitPricePerGpuHour':'1.00'}")
                .expect(201)
                .text("orderId");
        assertThat(market.delete(ALICE, "/v1/orders?side=SELL")
                        .json()
                        .path("ended")
                        .asLong())
                .isZero();
        assertThat(market.delete(ALICE, "/v1/orders?pool=B200X8.PRN1&start=2026112113&hours=4")
                        .json()
                        .path("ended")
                        .asLong())
                .isEqualTo(1);
        assertThat(status(ALICE, block)).isEqualTo("CANCELLED");
        assertThat(status(ALICE, ten)).isEqualTo("OPEN");
    }
}
