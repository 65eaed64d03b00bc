package io.tidemark.connectors.fix;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.connectors.fix.FixClient.Msg;
import io.tidemark.exchange.pool.Query;
import io.tidemark.exchange.pool.View;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Doors of several members with one home: a firm logs on at any, at one at a time, and is told everything once. */
class SharedDoorsTest {
    private static final String RESTING = " 55=" + FixMarket.HOUR + " 54=1 38=1 40=2 44=1.00";
    private static final String KEEP = "20001=N";
    private static final Duration SELDOM = Duration.ofDays(1);

    private final FixMarket market;
    private final SharedDoors doors;

    SharedDoorsTest(@TempDir Path directory) {
        market = FixMarket.open(directory);
        market.closeDoor();
        doors = new SharedDoors(market);
    }

    @AfterEach
    void closeMarket() {
        doors.close();
        market.close();
    }

    private static FixClient firm(SharedDoors.Member at, int nextSequence, String... more) {
        FixClient client = FixClient.connect(at.port(), "FIRM", nextSequence);
        client.logon("firm", "firm-key", more);
        return client;
    }

    private static Msg ask(FixClient firm, String type, String fields) {
        firm.order(type, fields);
        return firm.next();
    }

    private String statusOf(String clOrdId) {
        View view = market.exchange
                .ask(FixMarket.POOL, new Query.OrderByClientId(market.number("firm"), "FIRM:" + clOrdId))
                .join()
                .value();
        return view instanceof View.OrderView order ? order.status() : "not entered";
    }

    private static void await(BooleanSupplier what) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!what.getAsBoolean()) {
            assertThat(System.nanoTime()).as("it takes too long").isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    @Test
    void aFirmMovesToAnotherDoorWithItsNumbersAndItsMessages() {
        SharedDoors.Member one = doors.open("one", SELDOM);
        SharedDoors.Member two = doors.open("two", SELDOM);
        FixClient there = firm(one, 1, KEEP);
        Msg told = ask(there, "D", "11=a" + RESTING).has("34=2 150=0 11=a");
        there.logout();
        try (FixClient here = firm(two, there.nextSequence(), KEEP)) {
            ask(here, "D", "11=b" + RESTING).has("34=5 150=0 11=b");
            here.send("2", "7=2", "16=2");
            assertThat(here.next().has("34=2 43=Y 11=a").get(17)).isEqualTo(told.get(17));
            ask(here, "F", "11=c 41=a 54=1").has("34=6 150=4 11=c 41=a");
        }
    }

    @Test
    void aLogonAtASecondDoorIsToldWhereTheSessionIsAndMovesNoNumber() {
        SharedDoors.Member one = doors.open("one", SELDOM);
        SharedDoors.Member two = doors.open("two", SELDOM);
        try (FixClient there = firm(one, 1, KEEP);
                FixClient here = FixClient.connect(two.port(), "FIRM", 2)) {
            here.tryLogon("firm", "firm-key", "141=Y")
                    .orElseThrow()
                    .has("35=5 43=Y 34=1")
                    .has("56=FIRM");
            assertThat(here.isCutOff()).isTrue();
            ask(there, "D", "11=a" + RESTING).has("34=2 150=0");
            FixClient stranger = FixClient.connect(two.port(), "FIRM", 2);
            assertThat(stranger.tryLogon("firm", "no-key"))
                    .as("a stranger is told nothing")
                    .isEmpty();
        }
        FixClient again = FixClient.connect(two.port(), "FIRM", 1);
        String text = "session FIRM is at one.example.com:9880; use it there, or log out there and come again";
        try (FixClient there = firm(one, 3, KEEP)) {
            assertThat(there.nextSequence()).isEqualTo(4);
            assertThat(again.tryLogon("firm", "firm-key").orElseThrow().get(58)).isEqualTo(text);
        }
    }

    @Test
    void theOrdersOfAFirmWhoseMemberDiedAreCancelledByAnotherAlsoIfItStaysAway() {
        SharedDoors.Member one = doors.open("one", SELDOM);
        SharedDoors.Member two = doors.open("two", SELDOM);
        FixClient there = firm(one, 1);
        ask(there, "D", "11=a" + RESTING).has("150=0");
        one.kill();
        await(() -> statusOf("a").equals("CANCELLED"));
        there.close();
        try (FixClient here = firm(two, there.nextSequence())) {
            here.next().has("34=4 150=4 11=a 378=12");
        }
    }

    @Test
    void theDoorThatOpensNextCancelsWhatTheLastLeft() {
        SharedDoors.Member one = doors.open("one", SELDOM);
        FixClient there = firm(one, 1);
        ask(there, "D", "11=a" + RESTING).has("150=0");
        one.kill();
        there.close();
        assertThat(statusOf("a")).isEqualTo("OPEN");
        doors.open("two", SELDOM);
        await(() -> statusOf("a").equals("CANCELLED"));
    }

    @Test
    void ordersThatAreToStayStayWhenTheMemberDies() {
        SharedDoors.Member one = doors.open("one", SELDOM);
        SharedDoors.Member two = doors.open("two", SELDOM);
        FixClient there = firm(one, 1, KEEP);
        ask(there, "D", "11=a" + RESTING).has("150=0");
        one.kill();
        there.close();
        try (FixClient here = firm(two, there.nextSequence(), KEEP)) {
            ask(here, "H", "11=a 54=1").has("34=4 150=I 39=0");
        }
    }

    @Test
    void aDoorThatHasLostASessionHangsUpAndStoresNothingMore() {
        SharedDoors.Member one = doors.open("one", SELDOM);
        SharedDoors.Member two = doors.open("two", SELDOM);
        try (FixClient there = firm(one, 1, KEEP)) {
            ask(there, "D", "11=a" + RESTING).has("34=2 150=0");
            // As if the member had been stopped for longer than its silence.
            assertThat(two.duties.claim("fix FIRM", true).mine()).isTrue();
            assertThat(there.isCutOff()).isTrue();
            try (FixClient here = firm(two, there.nextSequence(), KEEP)) {
                ask(here, "D", "11=b" + RESTING).has("34=4 150=0 11=b");
            }
        }
    }

    @Test
    void aDoorThatHasLostASessionCancelsNothingOfWhatTheFirmEntersElsewhere() {
        SharedDoors.Member one = doors.open("one", SELDOM);
        SharedDoors.Member two = doors.open("two", SELDOM);
        FixClient there = firm(one, 1);
        ask(there, "D", "11=a" + RESTING).has("34=2 150=0");
        assertThat(two.duties.claim("fix FIRM", true).mine()).isTrue();
        try (FixClient here = firm(two, there.nextSequence())) {
            here.next().has("34=4 150=4 11=a");
            ask(here, "D", "11=b" + RESTING).has("34=5 150=0 11=b");
            assertThat(there.isCutOff()).isTrue();
            one.close(); // What it had in hand is done then.
            assertThat(statusOf("b")).isEqualTo("OPEN");
        }
    }

    @Test
    void aWriteOfWhichNobodyKnowsWhatCameCostsTheConnectionAndNoReport() {
        SharedDoors.Member one = doors.open("one", SELDOM);
        FixClient there = firm(one, 1, KEEP);
        ask(there, "D", "11=a" + RESTING).has("34=2 150=0");
        one.breakConnections(true);
        there.order("D", "11=b" + RESTING);
        await(() -> statusOf("b").equals("OPEN"));
        one.breakConnections(false);
        assertThat(there.isCutOff()).isTrue();
        try (FixClient again = firm(one, there.nextSequence(), KEEP)) {
            // Nor does anybody know that it came: it is asked for again, and would be entered once.
            assertThat(List.of(again.next(), again.next()))
                    .anySatisfy(asked -> asked.has("35=2 7=3"))
                    .anySatisfy(told -> told.has("35=8 150=0 11=b"));
        }
    }

    @Test
    void aFirmAtADoorThatMayNotWriteItsSessionIsCutOffAndNotLeftWithoutAnAnswer() {
        SharedDoors.Member one = doors.open("one", SELDOM);
        FixClient there = firm(one, 1, KEEP);
        doors.takeAway("FIRM");
        there.send("1", "112=are-you-there");
        assertThat(there.isCutOff()).isTrue();
    }

    @Test
    void aResetAtAnotherDoorLosesNoReport() {
        SharedDoors.Member one = doors.open("one", SELDOM);
        SharedDoors.Member two = doors.open("two", SELDOM);
        FixClient there = firm(one, 1, KEEP);
        ask(there, "D", "11=a" + RESTING).has("150=0");
        there.logout();
        market.exchange.advance(2 * 60 * FixMarket.MINUTE);
        try (FixClient here = firm(two, 1, KEEP, "141=Y")) {
            here.next().has("34=2 150=C 11=a");
            ask(here, "H", "11=a 54=1").has("34=3 150=I 39=C");
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {31, 32})
    void aFirmIsToldEverythingOnceWhicheverMembersDie(long seed) {
        Random random = new Random(seed);
        OrderFlow flow = new OrderFlow(market, seed);
        Map<String, PatientFirm> firms =
                new TreeMap<>(Map.of("FIRM", new PatientFirm("FIRM"), "RIVAL", new PatientFirm("RIVAL")));
        List<SharedDoors.Member> open = new ArrayList<>();
        int named = 0;
        for (int round = 0; round < 12; round++) {
            while (open.size() < 2) {
                open.add(doors.open("member" + named++, Duration.ofMillis(random.nextInt(200))));
            }
            flow.steps(random.nextInt(60));
            SharedDoors.Member at = open.get(random.nextInt(open.size()));
            String compId = random.nextBoolean() ? "FIRM" : "RIVAL";
            PatientFirm firm = Objects.requireNonNull(firms.get(compId));
            int owed = OrderFlow.execIds(market, compId).size() - firm.execIds().size();
            firm.listen(at.port(), firm.execIds().size() + (owed == 0 ? 0 : random.nextInt(owed)));
            if (random.nextInt(3) == 0) {
                at.kill();
                open.remove(at);
            } else if (random.nextInt(4) == 0) {
                at.close();
                open.remove(at);
            }
        }
        SharedDoors.Member last = doors.open("last", SELDOM);
        assertThat(last.door.neededFrom()).isPositive();
        // Whichever door is asked, it speaks for all, as soon as its patrol has seen what the others sent.
        open.forEach(member -> await(() -> member.door.neededFrom() == last.door.neededFrom()));
        firms.forEach((compId, firm) -> {
            List<String> owed = OrderFlow.execIds(market, compId);
            firm.listen(last.port(), owed.size());
            assertThat(firm.execIds()).as(compId).isEqualTo(owed);
        });
    }
}
