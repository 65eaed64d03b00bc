package io.tidemark.fleet.settlement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.exchange.book.Side;
import io.tidemark.exchange.book.TimeInForce;
import io.tidemark.exchange.clearing.Clearing;
import io.tidemark.exchange.contract.DeliveryWindow;
import io.tidemark.exchange.contract.Hours;
import io.tidemark.exchange.contract.Money;
import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.pool.Command;
import io.tidemark.exchange.pool.Event;
import io.tidemark.exchange.pool.MarketRules;
import io.tidemark.exchange.pool.Reply;
import io.tidemark.exchange.pool.RuleSheet;
import io.tidemark.exchange.spot.Tranche;
import io.tidemark.fleet.database.Database;
import io.tidemark.fleet.database.TestServer;
import io.tidemark.fleet.ledger.AccountCode;
import io.tidemark.fleet.ledger.KeyConflictException;
import io.tidemark.fleet.ledger.Ledger;
import io.tidemark.fleet.ledger.Statement;
import io.tidemark.fleet.ledger.WalletBalance;
import io.tidemark.fleet.ledger.WalletTransfer.State;
import io.tidemark.fleet.ledger.WalletTransfers;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The operator's money in a pool, in the books: from outside, spent on buying back and on damages, and out again. */
class HouseMoneyTest {
    private static final PoolId POOL = PoolId.parse("B200X8.PRN1");
    private static final long HOLDER = JournaledMarket.FIRST_ACCOUNT;
    private static final long START = RandomCommands.START;
    private static final long HOUR = Hours.containing(START) + 1;

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
        ledger = new Ledger(database, () -> START);
        wallets = new WalletTransfers(database, ledger, () -> START, 0);
        market = new JournaledMarket(POOL, directory);
        ingest = new Ingest(
                database,
                ledger,
                wallets,
                new Tasks(database, () -> START, RetryPolicy.DEFAULT),
                market.journal,
                Ingest.FILLS,
                point -> {});
        market.apply(START, 0, new Command.OpenMarket(MarketRules.standard()));
        market.commit();
    }

    @AfterEach
    void close() {
        assertBalanced();
        ingest.close();
        market.close();
        database.close();
    }

    /** The books are the engine's to the micro-dollar, and add up in themselves. */
    private void assertBalanced() {
        while (ingest.step() > 0) {
            // Until the journal has no more.
        }
        assertThat(new Reconciliation(database, ledger)
                        .compare(POOL, market.engine.sequence(), market.wallets(), market.fees())
                        .differences())
                .isEmpty();
        assertThat(ledger.sweep().problems()).isEmpty();
    }

    private void roundTrip() {
        wallets.deliver((pool, command) -> market.submit(command), 10);
        assertBalanced();
    }

    private void deposit(long account, String dollars, String key) {
        wallets.request(account, POOL, Money.parse(dollars), key);
        roundTrip();
        assertThat(state(key)).isEqualTo(State.POSTED);
    }

    private State state(String key) {
        return wallets.find(key).orElseThrow().state();
    }

    private WalletBalance free(String dollars) {
        return new WalletBalance(Money.parse(dollars), 0, 0);
    }

    private String outside() {
        return Money.format(-ledger.balance(AccountCode.OUTSIDE));
    }

    @Test
    void itComesFromOutsideAndGoesOutsideAndHasNoHome() {
        wallets.request(Clearing.OPERATOR, POOL, Money.parse("1000"), "in");
        assertThat(ledger.balance(AccountCode.transit(POOL, Clearing.OPERATOR))).isEqualTo(Money.parse("1000"));
        assertThat(outside()).isEqualTo("1000.00");
        roundTrip();
        deposit(Clearing.DAMAGES, "250", "in-damages");
        assertThat(ledger.wallet(POOL, Clearing.OPERATOR)).isEqualTo(free("1000"));
        assertThat(ledger.wallet(POOL, Clearing.DAMAGES)).isEqualTo(free("250"));
        wallets.requestHome(Clearing.DAMAGES, POOL, Money.parse("50"), "out");
        roundTrip();
        assertThat(state("out")).isEqualTo(State.POSTED);
        assertThat(ledger.wallet(POOL, Clearing.DAMAGES)).isEqualTo(free("200"));
        assertThat(outside()).isEqualTo("1200.00");
        assertThat(ledger.home(Clearing.OPERATOR) + ledger.home(Clearing.DAMAGES))
                .isZero();
        assertThat(ledger.dealings(Clearing.DAMAGES, 0, 10).lines())
                .extracting(Statement.Line::kind)
                .containsExactly("pool deposit", "pool withdrawal");
    }

    @Test
    void aKeyStandsForOneTransferInOneDirection() {
        deposit(Clearing.OPERATOR, "10", "key");
        deposit(Clearing.OPERATOR, "10", "key");
        assertThat(ledger.wallet(POOL, Clearing.OPERATOR)).isEqualTo(free("10"));
        assertThatThrownBy(() -> wallets.request(Clearing.OPERATOR, POOL, 1, "key"))
                .isInstanceOf(KeyConflictException.class);
        assertThatThrownBy(() -> wallets.request(Clearing.DAMAGES, POOL, Money.parse("10"), "key"))
                .isInstanceOf(KeyConflictException.class);
        assertThatThrownBy(() -> wallets.requestHome(Clearing.OPERATOR, POOL, Money.parse("10"), "key"))
                .isInstanceOf(KeyConflictException.class);
    }

    @Test
    void whatThePoolRefusesGoesBackOutside() {
        deposit(Clearing.OPERATOR, "10", "in");
        wallets.requestHome(Clearing.OPERATOR, POOL, Money.parse("10.01"), "out");
        roundTrip();
        assertThat(state("out")).isEqualTo(State.REFUSED);
        // More than a pool may ever have had.
        wallets.request(Clearing.DAMAGES, POOL, 4_000_000_000_001L * Money.PER_DOLLAR, "in-damages");
        roundTrip();
        assertThat(state("in-damages")).isEqualTo(State.REFUSED);
        assertThat(outside()).isEqualTo("10.00");
        assertThat(ledger.balance(AccountCode.transit(POOL, Clearing.DAMAGES))).isZero();
    }

    @Test
    void itBuysBackAndPaysDamagesAndWhatWasOwedComesFirst() {
        long parcel = holderBuysTenLotsAt200();
        deposit(Clearing.OPERATOR, "100", "in");
        deposit(Clearing.DAMAGES, "5", "in-damages");
        market.submit(new Command.SubmitOrder(
                HOLDER, "s", Side.SELL, new DeliveryWindow(HOUR, 1), 4, 250, TimeInForce.GTC, false));
        Reply bought = market.submit(new Command.BuyBack(new DeliveryWindow(HOUR, 1), 4, 300));
        assertThat(bought).isInstanceOf(Reply.Accepted.class);
        assertBalanced();
        // Four lots cost 2.50 x 8 x 4 = 80.00, and 64.00 of their first price are the operator's now.
        assertThat(ledger.wallet(POOL, Clearing.OPERATOR)).isEqualTo(free("84"));
        wallets.requestHome(Clearing.OPERATOR, POOL, Money.parse("84"), "out");
        roundTrip();
        market.apply(START + 2 * Hours.MILLIS, 0, new Command.Tick());
        market.submit(new Command.MeterHour(HOUR, List.of(new Command.Reading(parcel, 0))));
        assertBalanced();
        // Six lots did not come. The hour last traded at 2.50, which is 0.50 above their price: 0.50 x 8 x 6.
        assertThat(ledger.wallet(POOL, Clearing.DAMAGES)).isEqualTo(free("0"));
        long paid = ledger.wallet(POOL, HOLDER).free();
        deposit(Clearing.OPERATOR, "30", "more");
        assertThat(ledger.wallet(POOL, HOLDER).free() - paid).isEqualTo(Money.parse("19"));
        assertThat(ledger.wallet(POOL, Clearing.OPERATOR)).isEqualTo(free("11"));
    }

    private long holderBuysTenLotsAt200() {
        market.submit(new Command.PublishRules(
                new RuleSheet("test", 1, 100_000, 0, 0, 120, List.of(), List.of(), 0, 0, 400)));
        market.submit(new Command.OpenAccount(HOLDER, HOLDER));
        ledger.deposit(HOLDER, Money.parse("1000"), "start");
        wallets.request(HOLDER, POOL, Money.parse("500"), "wallet");
        roundTrip();
        market.submit(new Command.SetCapacity(HOUR - 1, List.of(10L)));
        market.submit(
                new Command.OfferSupply(List.of(new Command.HourSupply(HOUR, 10, List.of(new Tranche(200, 10))))));
        market.apply(START + 30 * 60_000, 0, new Command.Tick());
        PoolTrade trade = new PoolTrade();
        market.apply(
                        START + 30 * 60_000,
                        0,
                        new Command.SubmitOrder(
                                HOLDER, "b", Side.BUY, new DeliveryWindow(HOUR, 1), 10, 200, TimeInForce.GTC, false))
                .events()
                .forEach(trade::see);
        market.commit();
        assertBalanced();
        return trade.id;
    }

    /** The last trade that was seen. */
    private static final class PoolTrade {
        private long id;

        private void see(Event event) {
            if (event instanceof Event.Traded traded) {
                id = traded.tradeId();
            }
        }
    }
}
