package io.tidemark.fleet.settlement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.exchange.book.Side;
import io.tidemark.exchange.book.TimeInForce;
import io.tidemark.exchange.contract.DeliveryWindow;
import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.pool.Command;
import io.tidemark.exchange.pool.MarketRules;
import io.tidemark.exchange.pool.Reply;
import io.tidemark.exchange.pool.RuleSheet;
import io.tidemark.fleet.database.Database;
import io.tidemark.fleet.database.TestServer;
import io.tidemark.fleet.ledger.AccountCode;
import io.tidemark.fleet.ledger.EnginePort;
import io.tidemark.fleet.ledger.InsufficientFundsException;
import io.tidemark.fleet.ledger.KeyConflictException;
import io.tidemark.fleet.ledger.Ledger;
import io.tidemark.fleet.ledger.LedgerException;
import io.tidemark.fleet.ledger.WalletBalance;
import io.tidemark.fleet.ledger.WalletTransfer;
import io.tidemark.fleet.ledger.WalletTransfer.State;
import io.tidemark.fleet.ledger.WalletTransfers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Between home and pool, through a real engine and its journal. */
class WalletTransfersTest {
    private static final PoolId POOL = PoolId.parse("B200X8.PRN1");
    private static final long ANNA = JournaledMarket.FIRST_ACCOUNT;
    private static final AccountCode TRANSIT = AccountCode.transit(POOL, ANNA);
    private static final EnginePort LOST_BEFORE = (pool, command) -> {
        throw new IllegalStateException("the line is down");
    };

    private final AtomicLong clock = new AtomicLong(1_000);

    @TempDir
    private Path directory;

    private Database database;
    private Ledger ledger;
    private WalletTransfers wallets;
    private JournaledMarket market;
    private Ingest ingest;

    @BeforeEach
    void open() {
        database = TestServer.newDatabase().open();
        ledger = new Ledger(database, clock::get);
        wallets = new WalletTransfers(database, ledger, clock::get, 10);
        market = new JournaledMarket(POOL, directory);
        Tasks tasks = new Tasks(database, clock::get, RetryPolicy.DEFAULT);
        ingest = new Ingest(database, ledger, wallets, tasks, market.journal, Ingest.FILLS, point -> {});
        ledger.deposit(ANNA, 1_000, "start");
    }

    @AfterEach
    void close() {
        takeIn();
        assertThat(new Reconciliation(database, ledger)
                        .compare(POOL, market.engine.sequence(), market.wallets(), market.fees())
                        .differences())
                .isEmpty();
        assertThat(ledger.sweep().problems()).isEmpty();
        ingest.close();
        market.close();
        database.close();
    }

    private void openAccount() {
        market.submit(new Command.OpenAccount(ANNA, ANNA));
    }

    private Reply engine(PoolId pool, Command command) {
        return market.submit(command);
    }

    private void takeIn() {
        while (ingest.step() > 0) {
            // Until the journal has no more.
        }
    }

    private void roundTrip() {
        wallets.deliver(this::engine, 10);
        takeIn();
        clock.addAndGet(10);
    }

    private State state(String key) {
        return wallets.find(key).orElseThrow().state();
    }

    @Test
    void moneyStandsInTransitUntilTheJournalSaysThatThePoolHasIt() {
        openAccount();
        wallets.request(ANNA, POOL, 300, "t1");
        assertThat(ledger.home(ANNA)).isEqualTo(700);
        assertThat(ledger.balance(TRANSIT)).isEqualTo(300);
        wallets.deliver(this::engine, 10);
        assertThat(ledger.balance(TRANSIT)).as("a reply books nothing").isEqualTo(300);
        takeIn();
        assertThat(ledger.balance(TRANSIT)).isZero();
        assertThat(ledger.wallet(POOL, ANNA)).isEqualTo(new WalletBalance(300, 0, 0));
        assertThat(state("t1")).isEqualTo(State.POSTED);
    }

    @Test
    void andHomeAgain() {
        openAccount();
        wallets.request(ANNA, POOL, 300, "t1");
        roundTrip();
        wallets.requestHome(ANNA, POOL, 120, "t2");
        assertThat(ledger.home(ANNA)).isEqualTo(700);
        roundTrip();
        assertThat(ledger.home(ANNA)).isEqualTo(820);
        assertThat(ledger.wallet(POOL, ANNA).free()).isEqualTo(180);
    }

    @Test
    void askedTwiceItIsOneTransferAndAnotherAmountIsRefused() {
        WalletTransfer first = wallets.request(ANNA, POOL, 300, "t1");
        assertThat(wallets.request(ANNA, POOL, 300, "t1")).isEqualTo(first);
        assertThatThrownBy(() -> wallets.request(ANNA, POOL, 301, "t1")).isInstanceOf(KeyConflictException.class);
        assertThatThrownBy(() -> wallets.requestHome(ANNA, POOL, 300, "t1")).isInstanceOf(KeyConflictException.class);
        assertThatThrownBy(() -> wallets.request(ANNA, POOL, 701, "t2")).isInstanceOf(InsufficientFundsException.class);
        assertThat(wallets.find("t2")).isEmpty();
        assertThat(ledger.home(ANNA)).isEqualTo(700);
    }

    @Test
    void lostOnTheWayThereOrBackItIsSentAgainAndAppliedOnce() {
        openAccount();
        wallets.request(ANNA, POOL, 300, "t1");
        wallets.deliver(LOST_BEFORE, 10);
        assertThat(wallets.pending(10)).as("not before its time").isEmpty();
        clock.addAndGet(10);
        wallets.deliver(
                (pool, command) -> {
                    engine(pool, command);
                    throw new IllegalStateException("the reply was lost");
                },
                10);
        clock.addAndGet(10);
        wallets.deliver(this::engine, 10);
        takeIn();
        assertThat(ledger.wallet(POOL, ANNA).free()).isEqualTo(300);
        assertThat(wallets.find("t1").orElseThrow().sent()).isEqualTo(3);
        assertThat(wallets.unresolved(10)).isEmpty();
    }

    @Test
    void theNextIsSentWhenTheOneBeforeIsResolved() {
        openAccount();
        wallets.request(ANNA, POOL, 100, "t1");
        wallets.request(ANNA, POOL, 200, "t2");
        assertThat(wallets.pending(10)).extracting(WalletTransfer::key).containsExactly("t1");
        wallets.deliver(this::engine, 10);
        clock.addAndGet(10);
        assertThat(wallets.pending(10)).extracting(WalletTransfer::key).containsExactly("t1");
        takeIn();
        assertThat(wallets.pending(10)).extracting(WalletTransfer::key).containsExactly("t2");
        roundTrip();
        assertThat(ledger.wallet(POOL, ANNA).free()).isEqualTo(300);
    }

    @Test
    void whatThePoolRefusesGoesBackHome() {
        wallets.request(ANNA, POOL, 300, "t1");
        roundTrip();
        assertThat(state("t1")).isEqualTo(State.REFUSED);
        assertThat(wallets.find("t1").orElseThrow().problem()).contains("UNKNOWN_ACCOUNT");
        assertThat(ledger.home(ANNA)).isEqualTo(1_000);
        assertThat(ledger.balance(TRANSIT)).isZero();
    }

    @Test
    void whatWasRefusedStaysInTransitWhileAnotherAttemptMayStillArrive() {
        List<Command> straggler = new ArrayList<>();
        wallets.request(ANNA, POOL, 300, "t1");
        wallets.deliver(
                (pool, command) -> {
                    straggler.add(command);
                    throw new IllegalStateException("no answer");
                },
                10);
        clock.addAndGet(10);
        roundTrip();
        assertThat(state("t1")).isEqualTo(State.PENDING);
        assertThat(ledger.balance(TRANSIT)).isEqualTo(300);
        openAccount();
        market.submit(straggler.get(0));
        takeIn();
        assertThat(state("t1")).isEqualTo(State.POSTED);
        assertThat(ledger.wallet(POOL, ANNA).free()).isEqualTo(300);
        assertThat(ledger.home(ANNA)).isEqualTo(700);
    }

    @Test
    void anOperatorMayGiveBackWhatWasRefusedAndNothingElse() {
        wallets.request(ANNA, POOL, 300, "t1");
        assertThatThrownBy(() -> wallets.giveBack("t1")).isInstanceOf(LedgerException.class);
        wallets.deliver(LOST_BEFORE, 10);
        clock.addAndGet(10);
        roundTrip();
        assertThat(state("t1")).isEqualTo(State.PENDING);
        wallets.giveBack("t1");
        assertThat(ledger.home(ANNA)).isEqualTo(1_000);
        assertThatThrownBy(() -> wallets.giveBack("t1")).isInstanceOf(LedgerException.class);
        // It was wrong: an attempt arrives after all. The pool has the money, so it leaves home once more.
        openAccount();
        market.submit(new Command.Credit(ANNA, wallets.find("t1").orElseThrow().number(), 300));
        takeIn();
        assertThat(ledger.home(ANNA)).isEqualTo(700);
        assertThat(state("t1")).isEqualTo(State.POSTED);
    }

    @Test
    void moreThanTheWalletHasDoesNotComeHome() {
        openAccount();
        wallets.requestHome(ANNA, POOL, 5, "t1");
        roundTrip();
        assertThat(state("t1")).isEqualTo(State.REFUSED);
        assertThat(ledger.home(ANNA)).isEqualTo(1_000);
    }

    @Test
    void aNumberThatSomebodyElseOvertookIsReplaced() {
        openAccount();
        wallets.request(ANNA, POOL, 300, "t1");
        market.submit(new Command.Credit(ANNA, 50, 7));
        roundTrip();
        assertThat(state("t1")).isEqualTo(State.PENDING);
        roundTrip();
        assertThat(state("t1")).isEqualTo(State.POSTED);
        assertThat(wallets.find("t1").orElseThrow().number()).isGreaterThan(50);
        assertThat(ledger.wallet(POOL, ANNA).free()).isEqualTo(307);
        assertThat(ledger.balance(AccountCode.OUTSIDE)).isEqualTo(-1_007);
    }

    @Test
    void manyAtOnceUseNoNumberTwiceAndNoMoneyTwice() throws Exception {
        openAccount();
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Callable<Boolean>> work = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                String key = "t" + i % 40;
                work.add(() -> {
                    try {
                        wallets.request(ANNA, POOL, 30, key);
                        return true;
                    } catch (InsufficientFundsException empty) {
                        return false;
                    }
                });
            }
            for (Future<Boolean> done : threads.invokeAll(work)) {
                done.get();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(ledger.home(ANNA)).isEqualTo(10);
        assertThat(wallets.unresolved(100)).hasSize(33);
        while (!wallets.unresolved(1).isEmpty()) {
            roundTrip();
        }
        assertThat(ledger.wallet(POOL, ANNA).free()).isEqualTo(990);
    }

    private static Command.SubmitOrder bid(long limit) {
        return new Command.SubmitOrder(
                ANNA, "bid", Side.BUY, new DeliveryWindow(6, 1), 2, limit, TimeInForce.GTC, false);
    }

    private Command.Credit claimed(long amount, String key, long answered) {
        return wallets.requestAndClaim(ANNA, POOL, amount, key, answered)
                .credit()
                .orElseThrow();
    }

    /** Opens the market, and gives Anna enough for an order. */
    private void openMarket() {
        market.submit(new Command.OpenMarket(MarketRules.standard()));
        market.submit(new Command.PublishRules(new RuleSheet("test", 1, 1_000, 0, 0, 120, List.of(), List.of())));
        openAccount();
        ledger.deposit(ANNA, 100_000_000, "more");
    }

    @Test
    void moneyThatComesWithAnOrderOrItsReplacementIsBookedAndWhatALowerLimitFreesIsSweptHome() {
        openMarket();
        long before = ledger.home(ANNA);
        long at10 = POOL.lotHourMoney(10, 2);
        Reply entered = market.submit(new Command.FundAndSubmit(claimed(at10, "t1", 0), bid(10)));
        takeIn();
        long order = ((Reply.Accepted) entered).orderId();
        Command.Replace higher = new Command.Replace(ANNA, order, "higher", 2, 30);
        Reply raised = market.submit(new Command.FundAndReplace(claimed(2 * at10, "t2", 1), higher));
        takeIn();
        assertThat(raised).isInstanceOf(Reply.Accepted.class);
        assertThat(state("t2")).isEqualTo(State.POSTED);
        assertThat(ledger.home(ANNA)).isEqualTo(before - 3 * at10);
        assertThat(ledger.wallet(POOL, ANNA)).isEqualTo(new WalletBalance(0, 3 * at10, 0));

        market.submit(new Command.Replace(ANNA, order, "lower", 1, 10));
        takeIn();
        assertThat(ledger.wallet(POOL, ANNA)).isEqualTo(new WalletBalance(5 * at10 / 2, at10 / 2, 0));
        market.submit(new Command.Cancel(ANNA, order));
        market.submit(new Command.Sweep(ANNA));
        takeIn();
        assertThat(ledger.home(ANNA)).isEqualTo(before);
    }

    @Test
    void whatTheEngineHasAnsweredHoldsNothingUpAndWhatIsUnderWayDoes() {
        openAccount();
        Command.Credit first = claimed(300, "t1", 0);
        WalletTransfers.Claimed early = wallets.requestAndClaim(ANNA, POOL, 50, "t2", 0);
        assertThat(early.credit()).as("t1 is under way").isEmpty();
        market.submit(first);
        // Not in the books yet; the engine has answered, and that is enough.
        Command.Credit second =
                wallets.claim(early.transfer(), first.transfer()).orElseThrow();
        assertThat(wallets.claim(early.transfer(), first.transfer()))
                .as("sent lately")
                .isEmpty();
        market.submit(second);
        takeIn();
        assertThat(ledger.wallet(POOL, ANNA).free()).isEqualTo(350);
        assertThat(state("t1")).isEqualTo(State.POSTED);
        assertThat(state("t2")).isEqualTo(State.POSTED);
    }
}
