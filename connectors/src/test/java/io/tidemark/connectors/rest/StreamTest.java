package io.tidemark.connectors.rest;

import static io.tidemark.connectors.rest.TestMarket.ALICE;
import static io.tidemark.connectors.rest.TestMarket.BOB;
import static io.tidemark.connectors.rest.TestMarket.DAY;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidemark.connectors.rest.StreamReader.Event;
import io.tidemark.exchange.contract.DeliveryWindow;
import io.tidemark.exchange.pool.Command;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the event stream tells, to whom, and what it does with those who do not listen. */
@Timeout(20)
class StreamTest {
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

    private String buy(String key, int hour, int lots, String limit) {
        return market.post(
                        key,
                        "/v1/orders",
                        "{'pool':'B200X8.PRN1','start':'" + (DAY_TEXT + hour) + "','hours':1,'side':'BUY','lots':"
                                + lots + ",'limitPricePerGpuHour':'" + limit + "'}")
                .expect(201)
                .text("orderId");
    }

    private static boolean isHalt(Event event) {
        return event.data().path("phase").asText().equals("HALT");
    }

    private static final String DAY_TEXT = "20261121";

    @Test
    void aHolderIsToldOfItsNoticesAndNobodyElseIs() {
        buy(ALICE, 10, 4, "2.10");
        try (StreamReader alice = StreamReader.of(market, ALICE);
                StreamReader bob = StreamReader.of(market, BOB)) {
            List.of(alice, bob).forEach(reader -> reader.next("hello"));
            market.operatorDoes(new Command.SetCapacity(DAY + 10, List.of(1L)));
            JsonNode atRisk = last(alice.until(event -> event.type().equals("notice")));
            assertThat(atRisk.path("type").asText()).isEqualTo("lease.at_risk");
            assertThat(atRisk.path("leaseId").asText()).isEqualTo("B200X8.PRN1-F-2026112110");
            assertThat(atRisk.path("lots").asLong()).isEqualTo(3);
            assertThat(atRisk.path("reason").asText()).isEqualTo("SHORTAGE");
            assertThat(atRisk.path("endsAt").asText()).isEqualTo("2026-11-21T10:00:00Z");
            market.operatorDoes(new Command.Curtail(new DeliveryWindow(DAY + 10, 1), 3, "ann", "ben"));
            JsonNode notice = last(alice.until(event -> event.type().equals("notice")));
            assertThat(notice.path("type").asText()).isEqualTo("lease.notice");
            assertThat(notice.path("reason").asText()).isEqualTo("CURTAILED");
            market.operatorDoes(new Command.Halt());
            assertThat(bob.until(StreamTest::isHalt)).extracting(Event::type).doesNotContain("notice");
        }
    }

    @Test
    void whoseSpotLotsInternalWorkMayAskBackHearsItBeforeTheNotice() {
        String bid = market.post(ALICE, "/v1/spot-bids", "{'pool':'B200X8.PRN1','lots':4,'maxPricePerGpuHour':'1.20'}")
                .expect(201)
                .text("spotBidId");
        try (StreamReader alice = StreamReader.of(market, ALICE)) {
            alice.next("hello");
            market.operatorDoes(new Command.WarnOfNeed(39));
            JsonNode atRisk = last(alice.until(event -> event.type().equals("notice")));
            assertThat(atRisk.path("type").asText()).isEqualTo("lease.at_risk");
            assertThat(atRisk.path("leaseId").asText()).isEqualTo(bid);
            assertThat(atRisk.path("lots").asLong()).isEqualTo(3);
            assertThat(atRisk.path("reason").asText()).isEqualTo("INTERNAL_DEMAND");
            assertThat(atRisk.has("endsAt")).as("nothing ends").isFalse();
            market.operatorDoes(new Command.SetCapacity(DAY + 8, List.of(1L)));
            JsonNode notice = last(alice.until(event -> event.type().equals("notice")));
            assertThat(notice.path("type").asText()).isEqualTo("lease.notice");
            assertThat(notice.path("lots").asLong()).isEqualTo(3);
        }
    }

    private static JsonNode last(List<Event> events) {
        return events.get(events.size() - 1).data();
    }

    private static void await(BooleanSupplier condition, String what) {
        long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as(what).isLessThan(end);
            Thread.onSpinWait();
        }
    }

    /** What a reader knows who read the snapshots after hello and then listens. */
    private static final class Known {
        private final Map<String, JsonNode> things = new TreeMap<>();

        Known snapshot(TestMarket market) {
            market.get("", "/v1/pools").expect(200).json().path("pools").forEach(pool -> {
                putPool(pool);
                String name = pool.path("pool").asText();
                market.get("", "/v1/pools/" + name + "/hours?hours=200")
                        .expect(200)
                        .json()
                        .path("hours")
                        .forEach(hour -> putHour(name, hour));
            });
            market.get(ALICE, "/v1/orders")
                    .expect(200)
                    .json()
                    .path("orders")
                    .forEach(order -> putOrder(order, "orderId", "whyNotFilled"));
            market.get(ALICE, "/v1/spot-bids")
                    .expect(200)
                    .json()
                    .path("spotBids")
                    .forEach(bid -> putOrder(bid, "spotBidId", "whyNotRunning"));
            return this;
        }

        void apply(Event event) {
            JsonNode data = event.data();
            if (event.type().equals("pool")) {
                putPool(data);
            } else if (event.type().equals("hours")) {
                data.path("hours").forEach(hour -> putHour(data.path("pool").asText(), hour));
            } else if (event.type().equals("orders")) {
                data.path("orders").forEach(order -> {
                    boolean firm = order.has("orderId");
                    putOrder(order, firm ? "orderId" : "spotBidId", firm ? "whyNotFilled" : "whyNotRunning");
                });
            }
        }

        private void putPool(JsonNode pool) {
            put("pool " + pool.path("pool").asText(), pool, List.of("marketTime", "sequence"));
        }

        private void putHour(String pool, JsonNode hour) {
            put("hour " + pool + " " + hour.path("hour").asText(), hour, List.of());
        }

        private void putOrder(JsonNode order, String id, String ofTheMoment) {
            put("order " + order.path(id).asText(), order, List.of(ofTheMoment));
        }

        private void put(String name, JsonNode thing, List<String> without) {
            things.put(name, ((com.fasterxml.jackson.databind.node.ObjectNode) thing.deepCopy()).without(without));
        }
    }

    @Test
    void theFirstMessageSaysWhereAndWhoOneIs() {
        try (StreamReader alice = StreamReader.of(market, ALICE);
                StreamReader anybody = StreamReader.open(market, "?pools=B200X8.PRN1")) {
            Event hello = alice.next();
            assertThat(hello.type()).isEqualTo("hello");
            assertThat(hello.id()).matches("B200X8\\.PRN1:[0-9]+,GB200R64\\.HYP1:[0-9]+");
            assertThat(hello.data().path("account").asText()).isEqualTo("alice");
            assertThat(hello.data().path("marketTime").asText()).isEqualTo("2026-11-21T08:05:00Z");
            assertThat(hello.data().path("speed").asInt(-1)).isZero();
            assertThat(hello.data().path("pools")).hasSize(2);
            assertThat(hello.data().has("resumed")).isFalse();

            JsonNode publicHello = anybody.next().data();
            assertThat(publicHello.has("account")).isFalse();
            assertThat(publicHello.path("pools").path(0).asText()).isEqualTo("B200X8.PRN1");
            assertThat(anybody.next().type()).isEqualTo("comment");
        }
    }

    @Test
    void aTradeIsToldWithItsHourItsPrintAndToTheBuyerHerOrder() {
        try (StreamReader alice = StreamReader.of(market, ALICE)) {
            alice.next("hello");
            String id = buy(ALICE, 10, 12, "2.10");
            List<Event> told = alice.until(event -> event.type().equals("trade"));
            assertThat(told).extracting(Event::type).containsExactly("hours", "orders", "trade");
            JsonNode hour = told.get(0).data().path("hours");
            assertThat(hour).hasSize(1);
            assertThat(hour.path(0))
                    .isEqualTo(market.get("", "/v1/pools/B200X8.PRN1/hours?from=" + DAY_TEXT + "10&hours=1")
                            .json()
                            .path("hours")
                            .path(0));
            assertThat(told.get(1).data().path("orders").path(0))
                    .isEqualTo(market.get(ALICE, "/v1/orders/" + id).json());
            JsonNode trade = told.get(2).data();
            assertThat(trade.path("symbol").asText()).startsWith("B200X8.PRN1.F");
            assertThat(trade.path("lots").asLong()).isEqualTo(12);
            assertThat(trade.path("pricePerGpuHour").asText()).isEqualTo("1.9667");
            assertThat(trade.path("kind").asText()).isEqualTo("CONTINUOUS");
            assertThat(trade.toString()).doesNotContain("account");
        }
    }

    @Test
    void whileACallRunsItIsToldWhatItWouldComeTo() {
        try (StreamReader anybody = StreamReader.open(market, "?pools=B200X8.PRN1")) {
            anybody.next("hello");
            market.operatorDoes(new Command.Halt());
            market.operatorDoes(new Command.Resume());
            JsonNode empty = anybody.next("indicative").data();
            assertThat(empty.path("pool").asText()).isEqualTo("B200X8.PRN1");
            assertThat(empty.path("hours")).isEmpty();
            buy(ALICE, 10, 5, "2.00");
            JsonNode call = anybody.next("indicative").data();
            JsonNode snapshot =
                    market.get("", "/v1/pools/B200X8.PRN1/indicative").json();
            assertThat(call.path("hours")).isEqualTo(snapshot.path("hours")).hasSize(1);
            assertThat(call.path("endsAt")).isEqualTo(snapshot.path("endsAt"));
            assertThat(call.path("sequence").asLong()).isPositive();
            try (StreamReader late = StreamReader.open(market, "?pools=B200X8.PRN1")) {
                assertThat(late.next("indicative").data().path("hours")).isEqualTo(call.path("hours"));
            }
            market.exchange.advance(6 * 60_000);
            List<Event> told = anybody.until(event -> event.type().equals("indicative"));
            JsonNode over = told.get(told.size() - 1).data();
            assertThat(over.path("phase").asText()).isEqualTo("CONTINUOUS");
            assertThat(over.path("hours")).isEmpty();
            // Who comes when it is over is told nothing of it.
            try (StreamReader later = StreamReader.open(market, "?pools=B200X8.PRN1")) {
                assertThat(later.until(event -> event.type().equals("comment")))
                        .extracting(Event::type)
                        .doesNotContain("indicative");
            }
        }
    }

    @Test
    void snapshotAndStreamComeToTheSameAsALaterSnapshot() {
        try (StreamReader alice = StreamReader.of(market, ALICE)) {
            alice.next("hello");
            Known known = new Known().snapshot(market);
            doThings(new Random(7), 150);
            // The mark is the last thing that happens: whoever has heard of it has heard of all before it.
            market.operatorDoes(new Command.Halt());
            alice.until(event -> {
                known.apply(event);
                return event.type().equals("pool")
                        && event.data().path("phase").asText().equals("HALT");
            });
            String end = market.get("", "/v1/status").json().path("marketTime").asText();
            assertThat(end).isGreaterThan("2026-11-21T08:05");
            drain(alice, known);
            Known now = new Known().snapshot(market);
            // Hours that are over stand in no snapshot any more.
            assertThat(known.things).containsAllEntriesOf(now.things);
        }
    }

    /** Hears everything up to the next comment: the stream is silent only when all was told. */
    private static void drain(StreamReader reader, Known known) {
        reader.until(event -> {
            known.apply(event);
            return event.type().equals("comment");
        });
    }

    private void doThings(Random random, int count) {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int what = random.nextInt(10);
            String key = random.nextBoolean() ? ALICE : BOB;
            if (what < 6) {
                ids.add(key + " orders/"
                        + buy(key, 10 + random.nextInt(5), 1 + random.nextInt(4), "1." + (70 + random.nextInt(30))));
            } else if (what < 7) {
                ids.add(key + " spot-bids/"
                        + market.post(
                                        key,
                                        "/v1/spot-bids",
                                        "{'pool':'B200X8.PRN1','lots':2,'maxPricePerGpuHour':'1.20'}")
                                .expect(201)
                                .text("spotBidId"));
            } else if (what < 9 && !ids.isEmpty()) {
                String[] id = ids.remove(random.nextInt(ids.size())).split(" ", -1);
                assertThat(market.delete(id[0], "/v1/" + id[1]).status()).isIn(200, 409);
            } else {
                market.exchange().advance(60_000);
            }
        }
    }

    @Test
    void whoWasCutOffAndComesBackHearsWhatItMissedAndNoTradeTwice() {
        String ticket = StreamReader.ticket(market, ALICE);
        Known known = new Known();
        List<String> trades = new ArrayList<>();
        String last;
        try (StreamReader before = StreamReader.open(market, "?ticket=" + ticket)) {
            before.next("hello");
            known.snapshot(market);
            buy(ALICE, 10, 2, "1.90");
            // Cut after the trade, perhaps in the middle of a round.
            List<Event> told = before.until(event -> event.type().equals("trade"));
            told.forEach(known::apply);
            trades.add(told.get(told.size() - 1).data().path("start").asText());
            last = told.get(told.size() - 1).id();
        }
        buy(ALICE, 11, 2, "1.90");
        buy(BOB, 12, 3, "1.90");
        try (StreamReader after = StreamReader.open(market, "?ticket=" + ticket, last)) {
            Event hello = after.next();
            assertThat(hello.data().path("resumed").asBoolean()).isTrue();
            assertThat(hello.id()).isEqualTo(last);
            after.until(event -> {
                known.apply(event);
                if (event.type().equals("trade")) {
                    trades.add(event.data().path("start").asText());
                }
                return event.type().equals("comment");
            });
        }
        assertThat(trades).containsExactly(DAY_TEXT + "10", DAY_TEXT + "11", DAY_TEXT + "12");
        assertThat(known.things).isEqualTo(new Known().snapshot(market).things);
    }

    @Test
    void whoWasAwayForTooLongOrComesFromElsewhereIsToldToBeginAgain() {
        String last;
        try (StreamReader before = StreamReader.open(market, "")) {
            last = before.next("hello").id();
            for (int i = 0; i < 100; i++) {
                market.operatorDoes(new Command.SetCapacity(DAY + 8, List.of(39L - i % 2)));
                before.next("hours");
            }
            try (StreamReader after = StreamReader.open(market, "?lastEventId=" + last)) {
                assertThat(after.next().data().path("resumed").asBoolean(true)).isFalse();
                assertThat(after.next("reset").data().path("reason").asText()).isNotEmpty();
            }
        }
        await(() -> market.server.openStreams() == 0, "the streams are gone");
        for (String strange : List.of("nonsense", "B200X8.PRN1:1", "B200X8.PRN1:999999,GB200R64.HYP1:2", ":,:")) {
            try (StreamReader stranger = StreamReader.open(market, "", strange)) {
                assertThat(stranger.next("hello").data().path("resumed").asBoolean(true))
                        .as(strange)
                        .isFalse();
                stranger.next("reset");
            }
            await(() -> market.server.openStreams() == 0, "the stream is gone");
        }
    }

    @Test
    void ordersAndLeasesOfAnAccountReachNobodyElse() {
        try (StreamReader alice = StreamReader.of(market, ALICE);
                StreamReader bob = StreamReader.of(market, BOB);
                StreamReader anybody = StreamReader.open(market, "")) {
            List.of(alice, bob, anybody).forEach(reader -> reader.next("hello"));
            String order = buy(ALICE, 10, 2, "1.90");
            String bid = market.post(
                            ALICE, "/v1/spot-bids", "{'pool':'B200X8.PRN1','lots':2,'maxPricePerGpuHour':'1.20'}")
                    .expect(201)
                    .text("spotBidId");
            market.operatorDoes(new Command.Halt());
            List<Event> hers =
                    alice.until(event -> event.data().path("phase").asText().equals("HALT"));
            hers.addAll(alice.until(event -> event.type().equals("comment")));
            assertThat(hers.toString()).contains(order, bid);
            assertThat(hers).extracting(Event::type).contains("leases");
            for (StreamReader other : List.of(bob, anybody)) {
                List<Event> told = other.until(StreamTest::isHalt);
                told.addAll(other.until(event -> event.type().equals("comment")));
                assertThat(told).extracting(Event::type).contains("trade", "hours", "pool");
                assertThat(told).extracting(Event::type).doesNotContain("orders", "leases");
                assertThat(told.toString()).doesNotContain(order, bid, "alice");
            }
        }
    }

    @Test
    void aReaderThatDoesNotReadIsCutAndHoldsUpNobody() throws IOException {
        try (Socket deaf = new Socket();
                StreamReader other = StreamReader.open(market, "")) {
            deaf.setReceiveBufferSize(1_024);
            deaf.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), market.server.port()));
            deaf.getOutputStream()
                    .write("GET /v1/stream HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            await(() -> market.server.openStreams() == 2, "both streams are open");
            other.next("hello");
            // Every listed hour changes with the capacity: more than any socket buffer holds.
            for (int i = 0; market.server.openStreams() == 2; i++) {
                assertThat(i).isLessThan(20_000);
                market.operatorDoes(new Command.SetCapacity(DAY + 8, List.of(40L - i % 2)));
                other.next("hours");
            }
            assertThat(market.server.openStreams()).isEqualTo(1);
            market.operatorDoes(new Command.Halt());
            other.next("pool");
        }
    }

    @Test
    void anOrderIsToldAgainWhenAnotherReasonHoldsItUp() {
        String mine = buy(ALICE, 10, 4, "1.50");
        try (StreamReader alice = StreamReader.of(market, ALICE);
                StreamReader bob = StreamReader.of(market, BOB)) {
            alice.next("hello");
            bob.next("hello");
            buy(BOB, 10, 6, "1.90");
            JsonNode told = alice.next("orders").data().path("orders");
            assertThat(told).hasSize(1);
            assertThat(told.path(0))
                    .isEqualTo(market.get(ALICE, "/v1/orders")
                            .json()
                            .path("orders")
                            .path(0));
            assertThat(told.path(0).path("whyNotFilled").path("sentence").asText())
                    .contains("2 of 4 lots");
            market.operatorDoes(new Command.Halt());
            assertThat(bob.until(StreamTest::isHalt).toString())
                    .contains("orderId")
                    .doesNotContain(mine);
        }
    }

    @Test
    void newMachinesAreToldToTheirHolderOnly() {
        try (StreamReader alice = StreamReader.of(market, ALICE);
                StreamReader bob = StreamReader.of(market, BOB)) {
            alice.next("hello");
            bob.next("hello");
            market.fleet.giveFirm(market.number("alice"), DAY + 8, 1);
            List<Event> hers = alice.until(event -> event.type().equals("leases"));
            hers.addAll(alice.until(event -> event.type().equals("comment")));
            assertThat(hers).extracting(Event::type).containsOnlyOnce("leases");
            market.operatorDoes(new Command.Halt());
            assertThat(bob.until(StreamTest::isHalt)).extracting(Event::type).doesNotContain("leases");
        }
    }

    @Test
    void aReplacedOrderIsTold() {
        try (StreamReader alice = StreamReader.of(market, ALICE)) {
            alice.next("hello");
            String id = buy(ALICE, 10, 4, "1.50");
            alice.next("orders");
            market.patch(ALICE, "/v1/orders/" + id, "{'lots':3}").expect(200);
            alice.until(
                    event -> event.data().path("orders").path(0).path("lots").asLong() == 3);
        }
    }

    @Test
    void aReaderWhoLeavesIsForgotten() {
        try (StreamReader anybody = StreamReader.open(market, "")) {
            anybody.next("hello");
            assertThat(market.server.openStreams()).isEqualTo(1);
        }
        await(() -> market.server.openStreams() == 0, "the stream is gone");
    }

    @Test
    void aTicketOpensStreamsOfItsAccountAndNothingElse() {
        market.post("", "/v1/stream-tickets", "").expect(401);
        String ticket = StreamReader.ticket(market, TestMarket.READER);
        assertThat(market.get(ticket, "/v1/orders").expect(401).text("code")).isEqualTo("KEY_UNKNOWN");
        for (int i = 0; i < 2; i++) {
            try (StreamReader reader = StreamReader.open(market, "?ticket=" + ticket)) {
                assertThat(reader.next("hello").data().path("account").asText()).isEqualTo("reader");
            }
            await(() -> market.server.openStreams() == 0, "the stream is gone");
        }
        TestMarket.Answer refused = market.get("", "/v1/stream?ticket=nonsense").expect(401);
        assertThat(refused.contentType()).isEqualTo(Problem.MEDIA_TYPE);
        assertThat(refused.text("code")).isEqualTo("TICKET_NOT_VALID");
    }

    @Test
    void aRequestThatIsWrongHearsWhatIsWrong() {
        TestMarket.Answer pool =
                market.get("", "/v1/stream?pools=B200X8.PRN1,B200X8.PRN9").expect(422);
        assertThat(pool.text("code")).isEqualTo("INVALID_FIELD");
        assertThat(pool.text("field")).isEqualTo("pools");
        assertThat(market.get("", "/v1/stream?pool=B200X8.PRN1").expect(422).text("remedy"))
                .contains("'pools'");
        TestMarket.Answer method = market.post("", "/v1/stream", "{}").expect(405);
        assertThat(method.response().headers().firstValue("Allow")).contains("GET");
        assertThat(market.get("", "/v1/stream/x").expect(404).text("code")).isEqualTo("NO_SUCH_PATH");
    }

    @Test
    void aQueryThatCannotBeReadIsABadRequest() throws IOException {
        try (Socket raw = new Socket(InetAddress.getLoopbackAddress(), market.server.port())) {
            raw.setSoTimeout(10_000);
            raw.getOutputStream()
                    .write("GET /v1/stream?pools=%zz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            assertThat(new String(raw.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 400 ")
                    .contains("BAD_REQUEST");
        }
    }

    @Test
    void noAccountAndNoCrowdTakesAllStreams() {
        String ticket = StreamReader.ticket(market, ALICE);
        List<StreamReader> open = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            open.add(StreamReader.open(market, "?ticket=" + ticket));
        }
        TestMarket.Answer own = market.get("", "/v1/stream?ticket=" + ticket).expect(429);
        assertThat(own.text("code")).isEqualTo("TOO_MANY_STREAMS");
        assertThat(own.response().headers().firstValue("Retry-After")).isPresent();
        for (int i = 0; i < 3; i++) {
            open.add(StreamReader.open(market, ""));
        }
        TestMarket.Answer full = market.get("", "/v1/stream").expect(503);
        assertThat(full.text("code")).isEqualTo("STREAMS_FULL");
        assertThat(full.response().headers().firstValue("Retry-After")).isPresent();
        open.add(StreamReader.of(market, BOB));
        open.forEach(reader -> reader.next("hello"));
        market.get("", "/v1/stream?ticket=" + StreamReader.ticket(market, TestMarket.READER))
                .expect(503);
        open.forEach(StreamReader::close);
    }

    @Test
    void closingTheServerEndsTheStreams() {
        try (StreamReader anybody = StreamReader.open(market, "")) {
            anybody.next("hello");
            market.server.close();
            anybody.next("end");
        }
    }
}
