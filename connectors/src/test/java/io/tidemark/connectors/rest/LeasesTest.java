package io.tidemark.connectors.rest;

import static io.tidemark.connectors.rest.TestMarket.ALICE;
import static io.tidemark.connectors.rest.TestMarket.BOB;
import static io.tidemark.connectors.rest.TestMarket.READER;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidemark.connectors.rest.TestMarket.Answer;
import io.tidemark.exchange.book.Side;
import io.tidemark.exchange.book.TimeInForce;
import io.tidemark.exchange.contract.DeliveryWindow;
import io.tidemark.exchange.pool.Command;
import io.tidemark.exchange.pool.Reply;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A buyer sees its machines, what they cost and how long they stay. */
class LeasesTest {
    private static final String FIRM = "B200X8.PRN1-F-2026112110";

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

    private String bid(int lots) {
        return market.post(
                        ALICE,
                        "/v1/spot-bids",
                        "{'pool':'B200X8.PRN1','lots':" + lots + ",'maxPricePerGpuHour':'1.20'}")
                .expect(201)
                .text("spotBidId");
    }

    private JsonNode onlyLease() {
        JsonNode leases = market.get(ALICE, "/v1/leases").expect(200).json().path("leases");
        assertThat(leases).hasSize(1);
        return leases.path(0);
    }

    @Test
    void aSpotLeaseShowsItsNodeAndItsPriceTwice() {
        String id = bid(1);
        market.fleet.giveSpot(market.number("alice"), id, market.exchange.now(), OptionalLong.empty());
        JsonNode lease = onlyLease();
        assertThat(lease.path("leaseId").asText()).isEqualTo(id);
        assertThat(lease.path("kind").asText()).isEqualTo("SPOT");
        assertThat(lease.path("pricePerGpuHour").asText()).isEqualTo("0.80");
        assertThat(lease.path("pricePerLotHour").asText()).isEqualTo("6.40");
        assertThat(lease.path("paidUsd").asText()).isEqualTo("0.00");
        assertThat(lease.has("notice")).isFalse();
        assertThat(lease.has("until")).isFalse();
        JsonNode lot = lease.path("assigned").path(0);
        assertThat(lot.path("domain").asText()).isEqualTo("nvl-1");
        assertThat(lot.path("readySince").asText()).isEqualTo("2026-11-21T08:06:00Z");
        assertThat(lot.path("nodes").path(0).path("sshHost").asText()).isEqualTo("10.0.0.1");
        assertThat(lot.path("nodes").path(0).path("simulated").asBoolean()).isTrue();
    }

    @Test
    void aSpotLeaseKeepsItsPriceHoweverManyOrdersWereEnteredAfterIt() {
        String id = bid(1);
        long alice = market.number("alice");
        market.fleet.giveSpot(alice, id, market.exchange.now(), OptionalLong.empty());
        for (int i = 0; i < 1_000; i++) {
            Command order = new Command.SubmitOrder(
                    alice,
                    "o" + i,
                    Side.BUY,
                    new DeliveryWindow(TestMarket.DAY + 10, 1),
                    1,
                    100,
                    TimeInForce.GTC,
                    false);
            assertThat(market.exchange.submit(TestMarket.POOL, order).join().value())
                    .isInstanceOf(Reply.Accepted.class);
        }
        assertThat(onlyLease().path("pricePerGpuHour").asText()).isEqualTo("0.80");
    }

    @Test
    void noticeCountsDownInSecondsOfMarketTime() {
        String id = bid(1);
        long now = market.exchange.now();
        market.operatorDoes(new Command.SetCapacity(TestMarket.DAY + 8, List.of(0L)));
        market.fleet.giveSpot(market.number("alice"), id, now, OptionalLong.of(now + 120_000));
        JsonNode notice = onlyLease().path("notice");
        assertThat(notice.path("lots").asLong()).isEqualTo(1);
        assertThat(notice.path("endsAt").asText()).isEqualTo("2026-11-21T08:07:00Z");
        assertThat(notice.path("endsInSeconds").asLong()).isEqualTo(120);
        market.exchange.advance(500);
        assertThat(onlyLease().path("notice").path("endsInSeconds").asLong()).isEqualTo(119);
        assertThat(onlyLease().path("assigned").path(0).path("leavesInSeconds").asLong())
                .isEqualTo(119);
    }

    @Test
    void aFirmHourHasItsPartOfWhatTheBlockCost() {
        // 8 at 1.90 and 4 at 2.10 in each of two hours.
        market.post(
                        ALICE,
                        "/v1/orders",
                        "{'symbol':'B200X8.PRN1.F/2026112110/2H','side':'BUY','lots':12,'limitPricePerGpuHour':'2.10'}")
                .expect(201);
        market.fleet.giveFirm(market.number("alice"), TestMarket.DAY + 10, 12);
        JsonNode lease = onlyLease();
        assertThat(lease.path("leaseId").asText()).isEqualTo(FIRM);
        assertThat(lease.path("from").asText()).isEqualTo("2026-11-21T10:00:00Z");
        assertThat(lease.path("until").asText()).isEqualTo("2026-11-21T11:00:00Z");
        assertThat(lease.path("paidUsd").asText()).isEqualTo("188.80");
        assertThat(lease.path("pricePerGpuHour").asText()).isEqualTo("1.9667");
        assertThat(lease.path("pricePerLotHour").asText()).isEqualTo("15.7333");
        assertThat(lease.path("pricedLots").asLong()).isEqualTo(12);
        assertThat(lease.path("assigned").path(0).has("readySince")).isFalse();
    }

    @Test
    void aPriceThatNobodyRemembersIsAbsentRatherThanGuessed() {
        market.fleet.giveFirm(market.number("alice"), TestMarket.DAY + 10, 1);
        assertThat(onlyLease().has("pricePerGpuHour")).isFalse();
        assertThat(onlyLease().has("paidUsd")).isFalse();
    }

    @Test
    void nodesAreOneLineEachAndNobodyElses() {
        String id = bid(1);
        market.fleet.giveSpot(market.number("alice"), id, market.exchange.now(), OptionalLong.empty());
        market.fleet.giveFirm(market.number("alice"), TestMarket.DAY + 10, 1);
        JsonNode nodes = market.get(ALICE, "/v1/nodes").expect(200).json().path("nodes");
        assertThat(nodes.findValuesAsText("node")).containsExactly("b200-1", "b200-2");
        assertThat(nodes.findValuesAsText("leaseId")).containsExactly(id, FIRM);
        assertThat(nodes.path(1).path("sshPort").asInt()).isEqualTo(2202);
        assertThat(market.get(BOB, "/v1/nodes").expect(200).json().path("nodes"))
                .isEmpty();
        assertThat(market.get(BOB, "/v1/leases").expect(200).json().path("leases"))
                .isEmpty();
    }

    @Test
    void aBidThatRunsNothingHasNoLeaseToRelease() {
        String id = market.post(ALICE, "/v1/spot-bids", "{'pool':'B200X8.PRN1','lots':1,'maxPricePerGpuHour':'0.50'}")
                .expect(201)
                .text("spotBidId");
        Answer refused = market.delete(ALICE, "/v1/leases/" + id).expect(404);
        assertThat(refused.text("code")).isEqualTo("NO_SUCH_LEASE");
        assertThat(refused.text("detail")).contains("runs nothing now");
        assertThat(market.get(ALICE, "/v1/spot-bids/" + id).expect(200).text("status"))
                .isEqualTo("OPEN");
    }

    @Test
    void releasingASpotLeaseEndsItsBidAndDoesSoOnce() {
        String id = bid(1);
        for (int i = 0; i < 2; i++) {
            Answer released = market.delete(ALICE, "/v1/leases/" + id).expect(200);
            assertThat(released.text("status")).isEqualTo("CANCELLED");
            assertThat(released.json().path("runningLots").asLong()).isZero();
        }
    }

    @Test
    void aFirmHourIsNotReleasedButCanBeSold() {
        market.fleet.giveFirm(market.number("alice"), TestMarket.DAY + 10, 1);
        Answer refused = market.delete(ALICE, "/v1/leases/" + FIRM).expect(409);
        assertThat(refused.text("code")).isEqualTo("FIRM_IS_PAID_OR_RESOLD");
        assertThat(refused.text("remedy")).startsWith("Offer the hours for resale");
    }

    @Test
    void whatIsAnothersCannotBeReleased() {
        String id = bid(1);
        market.fleet.giveFirm(market.number("alice"), TestMarket.DAY + 10, 1);
        String missing =
                market.delete(BOB, "/v1/leases/nothing").expect(404).response().body();
        assertThat(missing).contains("NO_SUCH_LEASE");
        assertThat(market.delete(BOB, "/v1/leases/" + id).expect(404).response().body())
                .isEqualTo(missing);
        assertThat(market.delete(BOB, "/v1/leases/" + FIRM)
                        .expect(404)
                        .response()
                        .body())
                .isEqualTo(missing);
        market.delete(READER, "/v1/leases/" + id).expect(403);
    }

    @Test
    void aFirmOrderIsNoLease() {
        String order = market.post(
                        ALICE,
                        "/v1/orders",
                        "{'symbol':'B200X8.PRN1.F/2026112110/1H','side':'BUY','lots':1,'limitPricePerGpuHour':'1.00'}")
                .expect(201)
                .text("orderId");
        market.delete(ALICE, "/v1/leases/" + order).expect(404);
        assertThat(market.get(ALICE, "/v1/orders/" + order).text("status")).isEqualTo("OPEN");
    }

    @Test
    void certificatesAreTheHoldersOwnAndTheKeyIsForEverybody() {
        String path = "/v1/leases/B200X8.PRN1-F-2026112110/certificates";
        JsonNode certificate =
                market.get(ALICE, path).expect(200).json().path("certificates").path(0);
        assertThat(certificate.path("jws").asText()).isEqualTo("a.b.c");
        assertThat(certificate.path("simulated").asBoolean()).isTrue();
        assertThat(market.get(BOB, path).expect(404).text("code")).isEqualTo("NO_SUCH_LEASE");
        market.get("", path).expect(401);
        assertThat(market.get("", "/v1/certificate-key").expect(200).response().body())
                .startsWith("-----BEGIN PUBLIC KEY-----");
    }
}
