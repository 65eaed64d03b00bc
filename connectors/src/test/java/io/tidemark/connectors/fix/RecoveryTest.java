package io.tidemark.connectors.fix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.tidemark.connectors.fix.FixClient.Msg;
import io.tidemark.exchange.book.Side;
import io.tidemark.exchange.book.TimeInForce;
import io.tidemark.exchange.cluster.Exchange;
import io.tidemark.exchange.contract.DeliveryWindow;
import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.feed.LoggedCommand;
import io.tidemark.exchange.pool.Command;
import io.tidemark.exchange.pool.Event;
import io.tidemark.exchange.pool.Query;
import io.tidemark.exchange.pool.Reply;
import io.tidemark.exchange.pool.View;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Connections that are lost, messages that are asked for again, and doors that are closed and opened. */
class RecoveryTest {
    private static final String RESTING = " 55=" + FixMarket.HOUR + " 54=1 38=1 40=2 44=1.00";
    private static final String KEEP = "20001=N";
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    private Path directory;

    private static Msg ask(FixClient firm, String type, String fields) {
        firm.order(type, fields);
        return firm.next();
    }

    /** Logs on again. */
    private static FixClient again(FixMarket market, int nextSequence, String... more) {
        FixClient firm = FixClient.connect(market.port(), "FIRM", nextSequence);
        firm.logon("firm", "firm-key", more);
        return firm;
    }

    @Test
    void aResendRequestGetsTheReportsAgainAndAGapFillForTheRest() {
        try (FixMarket market = FixMarket.open(directory);
                FixClient firm = market.firm()) {
            Msg first = ask(firm, "D", "11=a" + RESTING).has("34=2 150=0");
            Msg second = ask(firm, "D", "11=b" + RESTING).has("34=3 150=0");
            firm.send("2", "7=1", "16=0");
            firm.next().has("35=4 34=1 43=Y 123=Y 36=2");
            assertThat(firm.next().has("34=2 43=Y 11=a").get(17)).isEqualTo(first.get(17));
            assertThat(firm.next().has("34=3 43=Y 11=b").get(17)).isEqualTo(second.get(17));
            ask(firm, "D", "11=c" + RESTING).has("34=4 150=0");
        }
    }

    @Test
    void aGapInWhatTheFirmSendsIsAskedForAndMayBeFilled() {
        try (FixMarket market = FixMarket.open(directory);
                FixClient firm = market.firm()) {
            firm.raw(firm.message("0", 5));
            firm.next().has("35=2 7=2");
            firm.raw(firm.message("4", 2, "43=Y", "122=20261121-00:00:00.000", "123=Y", "36=6"));
            firm.raw(firm.message("1", 6, "112=still there?"));
            firm.raw(firm.message("x", 7, "320=q", "559=3"));
            firm.next().has("35=y 560=1");
        }
    }

    @Test
    void ordersGoWithTheConnectionUnlessTheLogonSaidOtherwise() {
        try (FixMarket market = FixMarket.open(directory)) {
            FixClient lost = market.firm();
            ask(lost, "D", "11=goes" + RESTING).has("150=0");
            lost.close();
            FixClient back = again(market, lost.nextSequence(), KEEP);
            back.next().has("150=4 11=goes 378=12");
            ask(back, "D", "11=stays" + RESTING).has("150=0");
            back.close();
            try (FixClient last = again(market, back.nextSequence(), KEEP)) {
                ask(last, "H", "11=stays 54=1").has("150=I 39=0");
            }
        }
    }

    @Test
    void aBidWithARunningLeaseStaysWhenTheConnectionIsLost() {
        try (FixMarket market = FixMarket.open(directory)) {
            FixClient lost = market.firm();
            ask(lost, "D", "11=ride 55=" + FixMarket.SPOT + " 54=1 38=2 40=2 44=1.50")
                    .has("150=0");
            lost.next().has("20010=RUNS");
            ask(lost, "D", "11=waits 55=" + FixMarket.SPOT + " 54=1 38=2 40=2 44=0.50")
                    .has("150=0");
            lost.close();
            try (FixClient back = again(market, lost.nextSequence())) {
                back.next().has("150=4 11=waits 378=12");
                ask(back, "H", "11=ride 54=1").has("150=I 39=0 20010=RUNS");
            }
        }
    }

    @Test
    void whatHappenedWhileTheDoorWasClosedIsToldWhenItOpensAndNothingTwice() {
        try (FixMarket market = FixMarket.open(directory)) {
            FixClient firm = market.firm(KEEP);
            String told = ask(firm, "D", "11=a" + RESTING).has("34=2 150=0").get(17);
            firm.close();
            // A door that has not noticed says goodbye, and that counts.
            assertTimeoutPreemptively(PATIENCE, () -> {
                while (market.door().loggedOn() > 0) {
                    Thread.onSpinWait();
                }
            });
            market.closeDoor();
            market.exchange.advance(2 * 60 * FixMarket.MINUTE); // Over the gate, unseen.
            market.openDoor();
            try (FixClient back = again(market, firm.nextSequence(), KEEP)) {
                Msg expired = back.next().has("35=8 34=4 150=C 11=a");
                assertThat(expired.get(17)).isNotEqualTo(told);
                ask(back, "D", "11=b 55=B200X8.PRN1.F/2026112113/1H 54=1 38=1 40=2 44=1.00")
                        .has("34=5 150=0 11=b");
            }
        }
    }

    @Test
    void aResetForgetsSequenceNumbersAndNoReport() {
        try (FixMarket market = FixMarket.open(directory)) {
            FixClient firm = market.firm(KEEP);
            ask(firm, "D", "11=a" + RESTING).has("150=0");
            firm.logout();
            market.exchange.advance(2 * 60 * FixMarket.MINUTE);
            FixClient fresh = FixClient.connect(market.port(), "FIRM", 1);
            fresh.logon("firm", "firm-key", KEEP, "141=Y").has("34=1 141=Y");
            fresh.next().has("34=2 150=C 11=a");
            fresh.logout();
            market.closeDoor();
            market.openDoor();
            try (FixClient back = FixClient.connect(market.port(), "FIRM", 1)) {
                back.logon("firm", "firm-key", KEEP, "141=Y").has("34=1");
                ask(back, "H", "11=a 54=1").has("34=2 150=I 39=C");
            }
        }
    }

    @Test
    void theSameLogGivesTheSameExecIds() {
        try (FixMarket market = FixMarket.open(directory);
                FixClient firm = market.firm()) {
            ask(firm, "D", "11=a 55=" + FixMarket.BLOCK + " 54=1 38=10 40=2 44=2.50")
                    .has("150=0");
            List<String> told = new ArrayList<>();
            for (int i = 0; i < 7; i++) {
                told.add(firm.next().get(17));
            }
            List<String> made = new ArrayList<>();
            OrderTracker tracker =
                    new OrderTracker(market.sessions, new Requests(), (compId, id, report) -> made.add(id.toString()));
            CommandLog log = market.log.from(0);
            for (var page = log.next(); page.isPresent(); page = log.next()) {
                CommandLog.Page commands = page.get();
                commands.commands().forEach(command -> tracker.apply(commands.pool(), command));
            }
            assertThat(made).containsSubsequence(told).doesNotHaveDuplicates();
        }
    }

    /** Takes nothing before it is let. */
    private record Slow(Exchange exchange, CountDownLatch let) implements Exchange {
        @Override
        public List<PoolId> pools() {
            return exchange.pools();
        }

        @Override
        public CompletableFuture<Answer<Reply>> submit(PoolId pool, Command command) {
            return CompletableFuture.supplyAsync(() -> {
                try {
                    let.await();
                } catch (InterruptedException stopped) {
                    throw new IllegalStateException(stopped);
                }
                return exchange.submit(pool, command).join();
            });
        }

        @Override
        public CompletableFuture<Answer<View>> ask(PoolId pool, Query query) {
            return exchange.ask(pool, query);
        }
    }

    @Test
    void aFullInboxSaysSoAndLosesNothingThatWasTaken() {
        CountDownLatch let = new CountDownLatch(1);
        try (FixMarket market = FixMarket.open(directory)) {
            market.closeDoor();
            FixConfig narrow = new FixConfig(
                    "127.0.0.1", 0, market.fixDirectory(), Duration.ofSeconds(10), 2, Duration.ofSeconds(20));
            try (FixDoor door = FixDoor.start(narrow, market.backing(new Slow(market.exchange, let)));
                    FixClient firm = FixClient.connect(door.port(), "FIRM", 1)) {
                firm.logon("firm", "firm-key");
                for (int i = 0; i < 10; i++) {
                    firm.order("D", "11=n" + i + RESTING);
                }
                Msg rejected = firm.next().has("35=j 380=8 372=D 20002=TOO_MANY_MESSAGES");
                assertThat(rejected.get(379)).startsWith("n");
                let.countDown();
                Msg taken = firm.next();
                while (taken.type().equals("j")) {
                    taken = firm.next();
                }
                taken.has("150=0 11=n0");
            } finally {
                market.openDoor();
            }
        }
    }

    @Test
    void anOutcomeThatIsNotKnownIsSaidToBeUnknown() {
        try (FixMarket market = FixMarket.open(directory)) {
            market.closeDoor();
            FixConfig hasty = new FixConfig(
                    "127.0.0.1", 0, market.fixDirectory(), Duration.ofSeconds(10), 10, Duration.ofMillis(100));
            CountDownLatch let = new CountDownLatch(1);
            try (FixDoor door = FixDoor.start(hasty, market.backing(new Slow(market.exchange, let)));
                    FixClient firm = FixClient.connect(door.port(), "FIRM", 1)) {
                firm.logon("firm", "firm-key");
                firm.order("D", "11=u" + RESTING);
                firm.next().has("35=j 380=4 379=u 20002=OUTCOME_UNKNOWN");
                let.countDown();
                // It was carried out after all, and that is told like any other order.
                firm.next().has("35=8 150=0 11=u");
            } finally {
                market.openDoor();
            }
        }
    }

    @Test
    void aDoorThatCanTellNothingMoreLogsEverybodyOffAndSaysWhy() {
        AtomicBoolean broken = new AtomicBoolean();
        try (FixMarket market = FixMarket.open(directory)) {
            market.closeDoor();
            FixBacking well = market.backing(market.exchange);
            FixBacking backing = new FixBacking(
                    well.exchange(),
                    well.feed(),
                    failing(market.log, broken),
                    well.accounts(),
                    well.sessions(),
                    well.messages());
            try (FixDoor door = FixDoor.start(FixMarket.config(directory), backing);
                    FixClient firm = FixClient.connect(door.port(), "FIRM", 1)) {
                firm.logon("firm", "firm-key");
                ask(firm, "D", "11=a" + RESTING).has("150=0");
                broken.set(true);
                firm.order("D", "11=b" + RESTING);
                assertThat(firm.next().type()).isEqualTo("5");
                assertThat(door.problem().orElseThrow()).contains("the log cannot be read");
            } finally {
                market.openDoor();
            }
            try (FixClient back = again(market, 1, KEEP, "141=Y")) {
                // All of it is told now: that it was entered, and that it went with the connection.
                back.next().has("150=0 11=b");
                back.next().has("150=4 11=b");
                back.next().has("150=4 11=a");
            }
        }
    }

    private static CommandLog.Source failing(CommandLog.Source log, AtomicBoolean broken) {
        return new CommandLog.Source() {
            @Override
            public long firstOffset() {
                return log.firstOffset();
            }

            @Override
            public long endOffset() {
                return log.endOffset();
            }

            @Override
            public CommandLog from(long offset) {
                return failing(log.from(offset), broken);
            }
        };
    }

    private static CommandLog failing(CommandLog log, AtomicBoolean broken) {
        return new CommandLog() {
            @Override
            public Optional<Page> next() {
                if (broken.get()) {
                    throw new IllegalStateException("the log cannot be read");
                }
                return log.next();
            }

            @Override
            public void close() {
                log.close();
            }
        };
    }

    /** Answers no cancel until it is let; then it has carried out the one that was asked for last. */
    private record Deaf(Exchange exchange, AtomicInteger unheard) implements Exchange {
        @Override
        public List<PoolId> pools() {
            return exchange.pools();
        }

        @Override
        public CompletableFuture<Answer<Reply>> submit(PoolId pool, Command command) {
            return command instanceof Command.Cancel && unheard.getAndDecrement() > 0
                    ? new CompletableFuture<>()
                    : exchange.submit(pool, command);
        }

        @Override
        public CompletableFuture<Answer<View>> ask(PoolId pool, Query query) {
            return exchange.ask(pool, query);
        }
    }

    @Test
    void aCancelOnDisconnectThatIsNotAnsweredIsAskedForAgain() {
        try (FixMarket market = FixMarket.open(directory)) {
            market.closeDoor();
            FixConfig hasty = new FixConfig(
                    "127.0.0.1", 0, market.fixDirectory(), Duration.ofSeconds(10), 10, Duration.ofMillis(100));
            Deaf deaf = new Deaf(market.exchange, new AtomicInteger(2));
            try (FixDoor door = FixDoor.start(hasty, market.backing(deaf))) {
                FixClient lost = FixClient.connect(door.port(), "FIRM", 1);
                lost.logon("firm", "firm-key");
                lost.order("D", "11=a" + RESTING);
                lost.next().has("150=0");
                lost.order("D", "11=b" + RESTING);
                lost.next().has("150=0");
                lost.logout();
                try (FixClient back = FixClient.connect(door.port(), "FIRM", lost.nextSequence())) {
                    back.logon("firm", "firm-key");
                    back.order("D", "11=new" + RESTING);
                    back.next().has("150=4 378=13");
                    back.next().has("150=4 378=13");
                    back.next().has("150=0 11=new");
                }
            } finally {
                market.openDoor();
            }
        }
    }

    @Test
    void anOrderThatACallLeftOutIsToldWhy() {
        try (FixMarket market = FixMarket.open(directory)) {
            List<String> told = new ArrayList<>();
            OrderTracker tracker = new OrderTracker(
                    market.sessions,
                    new Requests(),
                    (compId, id, report) -> told.add(new Form(report).type() + report));
            long firm = market.number("firm");
            DeliveryWindow window = new DeliveryWindow(FixMarket.DAY + 13, 2);
            Event entered =
                    new Event.OrderEntered(7, firm, "FIRM:a", Side.BUY, window, 10, 195, TimeInForce.GTC, true, 0);
            Event leftOut = new Event.ParadoxicallyRejected(7, firm, FixMarket.DAY + 14);
            Event ofAnother = new Event.ParadoxicallyRejected(8, firm, FixMarket.DAY + 14);
            tracker.apply(
                    FixMarket.POOL,
                    new LoggedCommand(
                            3, 0, 0, new Command.Tick(), new Reply.Done(), List.of(entered, leftOut, ofAnother)));
            assertThat(told).hasSize(2);
            assertThat(told.get(1)).contains("150=D", "39=0", "378=99", "11=a", "the price of hour 2026112114");
        }
    }
}
