package io.tidemark.fleet.settlement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.exchange.book.Side;
import io.tidemark.exchange.book.TimeInForce;
import io.tidemark.exchange.clearing.Clearing;
import io.tidemark.exchange.contract.DeliveryWindow;
import io.tidemark.exchange.contract.Hours;
import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.feed.LoggedCommand;
import io.tidemark.exchange.pool.Command;
import io.tidemark.exchange.pool.Event;
import io.tidemark.exchange.pool.MarketRules;
import io.tidemark.exchange.spot.Tranche;
import io.tidemark.fleet.database.Database;
import io.tidemark.fleet.database.TestServer;
import io.tidemark.fleet.ledger.AccountCode;
import io.tidemark.fleet.ledger.AccountCode.Pocket;
import io.tidemark.fleet.ledger.KeyConflictException;
import io.tidemark.fleet.ledger.Ledger;
import io.tidemark.fleet.ledger.Transfer.Draft;
import io.tidemark.fleet.ledger.WalletBalance;
import io.tidemark.fleet.ledger.WalletTransfers;
import io.tidemark.fleet.settlement.Task.State;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The books are the engine's, after every command: random histories of real engines through a real journal. */
class MirrorTest {
    private static final PoolId POOL = PoolId.parse("B200X8.PRN1");
    private static final PoolId OTHER = PoolId.parse("GB200R64.ABC2");

    @TempDir
    private Path directory;

    private Database database;
    private Ledger ledger;
    private Tasks tasks;
    private WalletTransfers wallets;
    private Reconciliation reconciliation;

    @BeforeEach
    void open() {
        database = TestServer.newDatabase().open();
        ledger = new Ledger(database, () -> 0);
        tasks = new Tasks(database, () -> 0, RetryPolicy.DEFAULT);
        wallets = new WalletTransfers(database, ledger, () -> 0, 1_000);
        reconciliation = new Reconciliation(database, ledger);
    }

    @AfterEach
    void close() {
        database.close();
    }

    private Ingest ingest(JournaledMarket market, int fills) {
        return new Ingest(database, ledger, wallets, tasks, market.journal, fills, point -> {});
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void theBooksAreTheEnginesAtTheEndAndAtEveryOffsetOnTheWay(long seed) {
        Random random = new Random(seed);
        Set<String> kinds = new HashSet<>();
        try (JournaledMarket market = new JournaledMarket(POOL, directory);
                Ingest ingest = ingest(market, 1 + random.nextInt(Ingest.FILLS))) {
            RandomCommands commands = new RandomCommands(market.engine, seed, true);
            for (int i = 0; i < 700; i++) {
                RandomCommands.Next next = commands.next();
                market.apply(next.time(), next.draw(), next.command())
                        .events()
                        .forEach(event -> kinds.add(event.getClass().getSimpleName()));
                if (random.nextInt(8) == 0) {
                    market.commit();
                    if (random.nextInt(6) == 0) {
                        drain(ingest);
                        assertClean(market);
                    }
                }
            }
            market.commit();
            drain(ingest);
            assertClean(market);
            assertThat(ledger.sweep().problems()).isEmpty();
            assertThat(kinds)
                    .as("a history that leaves out what moves money proves nothing")
                    .contains(
                            "Traded",
                            "HourSettled",
                            "OrderClosed",
                            "SpotBidClosed",
                            "LeasePaid",
                            "WalletDebited",
                            "DamagesAwarded",
                            "Curtailed",
                            "BoughtBack");

            long transfers = ledger.sweep().transfers();
            int due = tasks.list(State.DUE, 0, 10_000).size();
            assertThat(due).isPositive();
            forgetTheOffset();
            try (Ingest again = ingest(market, Ingest.FILLS)) {
                drain(again);
            }
            assertThat(ledger.sweep().transfers()).isEqualTo(transfers);
            assertThat(tasks.list(State.DUE, 0, 10_000)).hasSize(due);
            assertClean(market);
        }
    }

    @Test
    void damagesAreBookedAsTheyArePaidAndWhatIsOwedWhenItIs() {
        long holder = JournaledMarket.FIRST_ACCOUNT;
        long hour = Hours.containing(RandomCommands.START) + 1;
        long start = RandomCommands.START;
        try (JournaledMarket market = new JournaledMarket(POOL, directory);
                Ingest ingest = ingest(market, 50)) {
            market.apply(start, 0, new Command.OpenMarket(MarketRules.standard()));
            market.apply(start, 0, new Command.OpenAccount(holder, holder));
            market.apply(start, 0, new Command.Credit(holder, 1, 1_000_000_000));
            market.apply(start, 0, new Command.Credit(Clearing.DAMAGES, 2, 15_000_000));
            market.apply(start, 0, new Command.SetCapacity(hour - 1, List.of(10L)));
            market.apply(
                    start,
                    0,
                    new Command.OfferSupply(List.of(new Command.HourSupply(hour, 10, List.of(new Tranche(200, 10))))));
            market.apply(
                    start,
                    0,
                    new Command.SubmitOrder(
                            holder, "c", Side.BUY, new DeliveryWindow(hour, 1), 10, 200, TimeInForce.GTC, false));
            LoggedCommand over = market.apply(start + 2 * Hours.MILLIS, 0, new Command.Tick());
            long parcel = over.events().stream()
                    .filter(Event.Traded.class::isInstance)
                    .mapToLong(event -> ((Event.Traded) event).tradeId())
                    .findFirst()
                    .orElseThrow();
            market.submit(new Command.MeterHour(hour, List.of(new Command.Reading(parcel, 0))));
            drain(ingest);
            assertClean(market);
            // 160.00 back, and of damages of 40.00 what there is.
            assertThat(freeInTheBooks(holder)).isEqualTo(1_015_000_000);
            assertThat(freeInTheBooks(Clearing.DAMAGES)).isZero();
            market.submit(new Command.Credit(Clearing.OPERATOR, 3, 30_000_000));
            drain(ingest);
            assertClean(market);
            assertThat(freeInTheBooks(holder)).isEqualTo(1_040_000_000);
            assertThat(freeInTheBooks(Clearing.OPERATOR)).isEqualTo(5_000_000);
        }
    }

    private long freeInTheBooks(long account) {
        return ledger.wallets(POOL).getOrDefault(account, WalletBalance.EMPTY).free();
    }

    /** At every committed batch the books are those of a second engine that is replayed to the same command. */
    @Test
    void everyCommitStandsAtACommandOfTheLog() {
        long seed = 77;
        Map<Long, List<io.tidemark.exchange.pool.View.AccountView>> after = new HashMap<>();
        Map<Long, Long> fees = new HashMap<>();
        try (JournaledMarket market = new JournaledMarket(POOL, directory);
                Ingest ingest = ingest(market, 3)) {
            RandomCommands commands = new RandomCommands(market.engine, seed, true);
            for (int i = 0; i < 400; i++) {
                RandomCommands.Next next = commands.next();
                market.apply(next.time(), next.draw(), next.command());
                after.put(market.engine.sequence(), market.wallets());
                fees.put(market.engine.sequence(), market.fees());
                if (i % 100 == 99) {
                    market.commit();
                }
            }
            int commits = 0;
            while (ingest.step() > 0) {
                long at = reconciliation.booksAt(POOL);
                assertThat(reconciliation
                                .compare(POOL, at, after.getOrDefault(at, List.of()), fees.getOrDefault(at, -1L))
                                .differences())
                        .isEmpty();
                commits++;
            }
            assertThat(commits).isGreaterThan(4);
        }
    }

    @Test
    void twoPoolsInOneJournalHaveBooksOfTheirOwn() {
        try (JournaledMarket one = new JournaledMarket(POOL, directory);
                Ingest ingest = ingest(one, Ingest.FILLS)) {
            JournaledMarket two = new JournaledMarket(OTHER, one.journal);
            RandomCommands ofOne = new RandomCommands(one.engine, 8, true);
            RandomCommands ofTwo = new RandomCommands(two.engine, 9, true);
            for (int i = 0; i < 200; i++) {
                RandomCommands.Next a = ofOne.next();
                one.apply(a.time(), a.draw(), a.command());
                RandomCommands.Next b = ofTwo.next();
                two.apply(b.time(), b.draw(), b.command());
                if (i % 7 == 0) {
                    one.commit();
                    two.commit();
                }
            }
            one.commit();
            two.commit();
            drain(ingest);
            assertClean(one);
            assertClean(two);
        }
    }

    @Test
    void aDifferenceIsNamed() {
        try (JournaledMarket market = new JournaledMarket(POOL, directory);
                Ingest ingest = ingest(market, Ingest.FILLS)) {
            history(market, 60);
            drain(ingest);
            long sequence = market.engine.sequence();
            database.inTransaction(transaction -> ledger.post(
                    transaction,
                    List.of(new Draft("mistake", "test", 0)
                            .move(AccountCode.OUTSIDE, AccountCode.wallet(POOL, 101, Pocket.HELD), 7)
                            .single())));
            assertThat(reconciliation
                            .compare(POOL, sequence, market.wallets(), market.fees())
                            .differences())
                    .singleElement()
                    .asString()
                    .startsWith("B200X8.PRN1: held of account 101 is ")
                    .contains(" in the engine and ");
            assertThat(reconciliation
                            .compare(POOL, sequence + 1, market.wallets(), market.fees())
                            .isComparable())
                    .isFalse();
        }
    }

    @Test
    void aGapInTheLogStopsTheBooks() {
        try (JournaledMarket market = new JournaledMarket(POOL, directory);
                Ingest ingest = ingest(market, Ingest.FILLS)) {
            history(market, 20);
            drain(ingest);
            database.inTransaction(
                    transaction -> transaction.update("UPDATE pool_position SET sequence = sequence - 1"));
            history(market, 1);
            assertThatThrownBy(ingest::step)
                    .isInstanceOf(SettlementException.class)
                    .hasMessageContaining("19 of B200X8.PRN1 to 21");
        }
    }

    @Test
    void anotherHistoryUnderTheSameBooksIsNotTakenIn() {
        try (JournaledMarket market = new JournaledMarket(POOL, directory.resolve("one"));
                Ingest ingest = ingest(market, Ingest.FILLS)) {
            history(market, 200);
            drain(ingest);
        }
        long transfers = ledger.sweep().transfers();
        database.inTransaction(transaction -> transaction.update("DELETE FROM consumer_offset"));
        try (JournaledMarket other = new JournaledMarket(POOL, directory.resolve("two"));
                Ingest ingest = ingest(other, Ingest.FILLS)) {
            RandomCommands commands = new RandomCommands(other.engine, 6, true);
            for (int i = 0; i < 200; i++) {
                RandomCommands.Next next = commands.next();
                other.apply(next.time(), next.draw(), next.command());
            }
            other.commit();
            assertThatThrownBy(() -> drain(ingest)).isInstanceOf(KeyConflictException.class);
        }
        assertThat(ledger.sweep().transfers()).isEqualTo(transfers);
    }

    @Test
    void whatAnHourOwesBecomesOneTaskForEachHolder() {
        Event.HourGated gated = new Event.HourGated(
                500,
                6,
                0,
                List.of(
                        new Event.Delivery(7, 101, 2, true),
                        new Event.Delivery(8, 102, 1, false),
                        new Event.Delivery(9, 101, 3, false)));
        LoggedCommand logged = new LoggedCommand(
                3,
                0,
                0,
                new io.tidemark.exchange.pool.Command.Tick(),
                new io.tidemark.exchange.pool.Reply.Done(),
                List.of(gated));
        assertThat(TaskPlan.tasks(POOL, logged))
                .extracting(task -> task.key().account() + " gets " + task.lots() + " lots " + task.parcels())
                .containsExactly(
                        "101 gets 5 lots [ParcelLots[parcel=7, lots=2, allOrNone=true],"
                                + " ParcelLots[parcel=9, lots=3, allOrNone=false]]",
                        "102 gets 1 lots [ParcelLots[parcel=8, lots=1, allOrNone=false]]");
    }

    private void forgetTheOffset() {
        database.inTransaction(transaction ->
                transaction.update("DELETE FROM consumer_offset") + transaction.update("DELETE FROM pool_position"));
    }

    private static void history(JournaledMarket market, int steps) {
        RandomCommands commands = new RandomCommands(market.engine, 5, true);
        for (int i = 0; i < steps; i++) {
            RandomCommands.Next next = commands.next();
            market.apply(next.time(), next.draw(), next.command());
        }
        market.commit();
    }

    private static void drain(Ingest ingest) {
        while (ingest.step() > 0) {
            // Until the journal has no more.
        }
    }

    private void assertClean(JournaledMarket market) {
        Reconciliation.Report report =
                reconciliation.compare(market.pool, market.engine.sequence(), market.wallets(), market.fees());
        assertThat(report.isComparable()).as(report.toString()).isTrue();
        assertThat(report.differences()).isEmpty();
    }
}
