package io.tidemark.connectors.funding;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.connectors.rest.MemoryExchange;
import io.tidemark.exchange.book.Side;
import io.tidemark.exchange.book.TimeInForce;
import io.tidemark.exchange.contract.DeliveryWindow;
import io.tidemark.exchange.contract.Hours;
import io.tidemark.exchange.contract.Money;
import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.contract.Price;
import io.tidemark.exchange.pool.Command;
import io.tidemark.exchange.pool.MarketRules;
import io.tidemark.exchange.pool.Query;
import io.tidemark.exchange.pool.Reply;
import io.tidemark.exchange.pool.RuleSheet;
import io.tidemark.exchange.pool.View;
import io.tidemark.exchange.spot.Tranche;
import io.tidemark.fleet.database.Database;
import io.tidemark.fleet.ledger.Ledger;
import io.tidemark.fleet.ledger.WalletTransfer;
import io.tidemark.fleet.ledger.WalletTransfers;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A lease goes on while its holder has the money, whatever else he does with it. One lot at 1.00 is 8 USD an hour. */
class SpotRenewalTest {
    private static final PoolId POOL = PoolId.parse("B200X8.PRN1");
    private static final long DAY = Hours.parse("2026112100");
    private static final long ANNA = 100;
    private static final long MINUTE = 60_000;
    private static final long HOUR_AT_MAXIMUM = Money.parse("8");

    @TempDir
    private Path directory;

    private MemoryExchange exchange;
    private Database database;
    private Ledger ledger;
    private WalletTransfers transfers;
    private FundedExchange funded;
    private SpotRenewal renewal;
    private int named;

    @BeforeEach
    void open() {
        exchange = new MemoryExchange(Hours.startMillis(DAY + 7) + 20 * MINUTE, POOL);
        database = Database.embedded(directory);
        ledger = new Ledger(database, exchange::now);
        transfers = new WalletTransfers(database, ledger, exchange::now, MINUTE);
        exchange.subscribe((pool, logged) -> logged.forEach(each -> database.inTransaction(
                transaction -> ledger.post(transaction, transfers.take(transaction, pool, each)))));
        funded = new FundedExchange(exchange, ledger, transfers, () -> false);
        renewal = new SpotRenewal(exchange, ledger, transfers);
        done(new Command.OpenMarket(MarketRules.standard()));
        done(new Command.PublishRules(new RuleSheet(
                "test",
                1,
                2_000,
                0,
                0,
                RuleSheet.LEAST_NOTICE_SECONDS,
                List.of(new Tranche(Price.parse("0.80").ticks(), 40)),
                List.of(new RuleSheet.FairValue(DAY + 12, 210)))));
        exchange.advance(15 * MINUTE);
        done(new Command.SetCapacity(DAY + 7, List.of(40L, 40L, 40L, 40L)));
    }

    @AfterEach
    void close() {
        funded.close();
        database.close();
    }

    private void done(Command command) {
        assertThat(exchange.submit(POOL, command).join().value()).isNotInstanceOf(Reply.Refused.class);
    }

    private Reply buy(String limit) {
        Command.SubmitOrder order = new Command.SubmitOrder(
                ANNA,
                "c" + named++,
                Side.BUY,
                new DeliveryWindow(DAY + 12, 1),
                1,
                Price.parse(limit).ticks(),
                TimeInForce.GTC,
                false);
        return funded.submit(POOL, order).join().value();
    }

    /** A lease of one lot that has run since 07:35, of somebody who had so much. */
    private void aLeaseOfSomebodyWith(String usd) {
        ledger.deposit(ANNA, Money.parse(usd), "d1");
        Command.SubmitSpotBid bid =
                new Command.SubmitSpotBid(ANNA, "ride", 1, Price.parse("1.00").ticks(), false);
        assertThat(funded.submit(POOL, bid).join().value()).isInstanceOf(Reply.Accepted.class);
        assertThat(runs()).isTrue();
    }

    private boolean runs() {
        View bid = exchange.ask(POOL, new Query.OrderByClientId(ANNA, "ride"))
                .join()
                .value();
        return bid instanceof View.OrderView ride
                && ride.lease().map(lease -> lease.lots() == 1).orElse(false);
    }

    private long free() {
        View wallet = exchange.ask(POOL, new Query.AccountOf(ANNA)).join().value();
        return ((View.AccountView) wallet).free();
    }

    /** The clock goes on to this minute of the hour, and what should be done then is. */
    private void minute(int minute) {
        long hour = Hours.startMillis(Hours.containing(exchange.now()));
        exchange.advance(hour + minute * MINUTE - exchange.now());
        renewal.step(POOL, ANNA, exchange.now());
        transfers.deliver(
                (pool, command) -> exchange.submit(pool, command).join().value(), 10);
    }

    @Test
    void theMoneyForTheNextHourIsBroughtOnceAndInTime() {
        aLeaseOfSomebodyWith("100");
        minute(34);
        assertThat(free()).isZero();
        minute(36);
        assertThat(free()).isEqualTo(HOUR_AT_MAXIMUM);
        minute(37);
        minute(49);
        assertThat(free()).isEqualTo(HOUR_AT_MAXIMUM);
        minute(51);
        assertThat(free()).isZero();
        minute(61);
        assertThat(runs()).isTrue();
    }

    @Test
    void aLeaseIsRenewedHoweverManyOrdersWereEnteredAfterIt() {
        aLeaseOfSomebodyWith("10000");
        for (int i = 0; i < 1_001; i++) {
            assertThat(buy("0.40")).isInstanceOf(Reply.Accepted.class);
        }
        minute(36);
        minute(51);
        minute(61);
        assertThat(runs()).isTrue();
    }

    @Test
    void noOrderTakesAlongWhatALeaseIsAboutToNeed() {
        aLeaseOfSomebodyWith("100");
        minute(36);
        assertThat(buy("0.50")).isInstanceOf(Reply.Accepted.class);
        assertThat(free()).isEqualTo(HOUR_AT_MAXIMUM);
        minute(51);
        minute(61);
        assertThat(runs()).isTrue();
    }

    @Test
    void whatIsFreeAfterTheGateIsForOrdersAgain() {
        aLeaseOfSomebodyWith("100");
        minute(36);
        minute(51);
        assertThat(transfers.request(ANNA, POOL, Money.parse("4"), "by-hand").state())
                .isEqualTo(WalletTransfer.State.PENDING);
        minute(52);
        assertThat(free()).isEqualTo(Money.parse("4"));
        long home = ledger.home(ANNA);
        assertThat(buy("0.50")).isInstanceOf(Reply.Accepted.class);
        assertThat(free()).isZero();
        assertThat(ledger.home(ANNA)).isEqualTo(home);
    }

    @Test
    void whatHasGoneSinceIsBroughtAgain() {
        aLeaseOfSomebodyWith("100");
        minute(36);
        transfers.requestHome(ANNA, POOL, HOUR_AT_MAXIMUM, "by-hand");
        minute(37);
        assertThat(free()).isZero();
        minute(38);
        assertThat(free()).isEqualTo(HOUR_AT_MAXIMUM);
    }

    @Test
    void whereThereIsNotEnoughForBothTheOrderComesFirst() {
        // 8 for the first hour, 8 for the next, and none besides.
        aLeaseOfSomebodyWith("16");
        minute(36);
        assertThat(free()).isEqualTo(HOUR_AT_MAXIMUM);
        assertThat(buy("0.50")).isInstanceOf(Reply.Accepted.class);
        assertThat(free()).isEqualTo(HOUR_AT_MAXIMUM / 2);
        minute(51);
        minute(61);
        assertThat(runs()).isFalse();
    }

    @Test
    void anOrderThatHomeCanPayPartOfTakesTheRestFromWhatALeaseWouldNeed() {
        aLeaseOfSomebodyWith("18");
        minute(36);
        assertThat(ledger.home(ANNA)).isEqualTo(Money.parse("2"));
        assertThat(buy("1.00")).isInstanceOf(Reply.Accepted.class);
        assertThat(free() + ledger.home(ANNA)).isEqualTo(Money.parse("2"));
        assertThat(buy("9.00"))
                .isInstanceOfSatisfying(
                        Reply.Refused.class,
                        refused -> assertThat(refused.problem()).contains("there are"));
    }
}
