package io.tidemark.fleet.settlement;

import static org.assertj.core.api.Assertions.assertThat;

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
import io.tidemark.exchange.pool.RuleSheet;
import io.tidemark.exchange.spot.Tranche;
import io.tidemark.fleet.database.Database;
import io.tidemark.fleet.database.TestServer;
import io.tidemark.fleet.invoice.Category;
import io.tidemark.fleet.invoice.Invoice;
import io.tidemark.fleet.invoice.Invoices;
import io.tidemark.fleet.ledger.Ledger;
import io.tidemark.fleet.ledger.WalletBalance;
import io.tidemark.fleet.ledger.WalletTransfers;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One story, computed by hand. A lot has 8 GPUs; takers pay 1 %, makers 0.5 %. Ann buys 10 lots of the hour at 07:00 for
 * 2.00 and resells 4 of them to Ben for 2.50. Of the 6 that she kept only half of the hour is delivered.
 */
class InvoiceTest {
    private static final PoolId POOL = PoolId.parse("B200X8.PRN1");
    private static final long ANN = JournaledMarket.FIRST_ACCOUNT;
    private static final long BEN = ANN + 1;
    private static final long START = RandomCommands.START;
    private static final long HOUR = Hours.containing(START) + 1;
    private static final long BOUGHT_AT = START + 30 * 60_000;
    private static final long MIDNIGHT = START + 18 * Hours.MILLIS;

    @TempDir
    private Path directory;

    private final AtomicLong clock = new AtomicLong(START);
    private Database database;
    private Ledger ledger;
    private WalletTransfers wallets;
    private JournaledMarket market;
    private Ingest ingest;

    @BeforeEach
    void tellTheStory() {
        database = TestServer.newDatabase().open();
        ledger = new Ledger(database, clock::get);
        wallets = new WalletTransfers(database, ledger, clock::get, 0);
        market = new JournaledMarket(POOL, directory);
        ingest = new Ingest(
                database,
                ledger,
                wallets,
                new Tasks(database, clock::get, RetryPolicy.DEFAULT),
                market.journal,
                Ingest.FILLS,
                point -> {});
        market.apply(START, 0, new Command.OpenMarket(MarketRules.standard()));
        market.submit(new Command.PublishRules(
                new RuleSheet("test", 1, 100_000, 50, 100, 120, List.of(), List.of(), 0, 0, 400)));
        for (long account : List.of(ANN, BEN)) {
            market.submit(new Command.OpenAccount(account, account));
            ledger.deposit(account, Money.parse("1000"), "deposit of " + account);
            wallets.request(account, POOL, Money.parse("500"), "wallet of " + account);
        }
        wallets.request(Clearing.DAMAGES, POOL, Money.parse("100"), "damages");
        takeIn();
        market.submit(new Command.SetCapacity(HOUR - 1, List.of(10L)));
        market.submit(
                new Command.OfferSupply(List.of(new Command.HourSupply(HOUR, 10, List.of(new Tranche(200, 10))))));
        market.apply(BOUGHT_AT, 0, new Command.Tick());
        long annsParcel = trade(ANN, Side.BUY, 10, 200);
        trade(ANN, Side.SELL, 4, 250);
        trade(BEN, Side.BUY, 4, 250);
        market.apply(START + 2 * Hours.MILLIS, 0, new Command.Tick());
        market.submit(new Command.MeterHour(HOUR, List.of(new Command.Reading(annsParcel, 1_800))));
        takeIn();
    }

    /** The trade that an order made, 0 if it rests. */
    private long trade(long account, Side side, long lots, long ticks) {
        List<Event> events = market.apply(
                        BOUGHT_AT,
                        0,
                        new Command.SubmitOrder(
                                account,
                                side + "-" + account,
                                side,
                                new DeliveryWindow(HOUR, 1),
                                lots,
                                ticks,
                                TimeInForce.GTC,
                                false))
                .events();
        market.commit();
        return events.stream()
                .filter(Event.Traded.class::isInstance)
                .mapToLong(event -> ((Event.Traded) event).tradeId())
                .findFirst()
                .orElse(0);
    }

    private void takeIn() {
        wallets.deliver((pool, command) -> market.submit(command), 10);
        while (ingest.step() > 0) {
            // Until the journal has no more.
        }
    }

    @AfterEach
    void close() {
        ingest.close();
        market.close();
        database.close();
    }

    private Invoice day(long account) {
        return new Invoices(database).read(account, START - 6 * Hours.MILLIS, MIDNIGHT, START + 2 * Hours.MILLIS);
    }

    private static String line(Invoice.Item item) {
        return item.category() + " " + Money.format(item.price()) + " fee " + Money.format(item.fee())
                + (item.setAside() == 0 ? "" : " set aside " + Money.format(item.setAside()))
                + (item.returned() == 0 ? "" : " returned " + Money.format(item.returned()))
                + (item.particulars().lots() == null
                        ? ""
                        : " lots " + item.particulars().lots())
                + (item.particulars().ticks() == null
                        ? ""
                        : " at " + item.particulars().ticks());
    }

    @Test
    void theBuyerPaysForHalfAnHourAndGetsTheRestAndDamagesAndWhatItResold() {
        Invoice invoice = day(ANN);
        assertThat(invoice.items())
                .extracting(InvoiceTest::line)
                .containsExactlyInAnyOrder(
                        "DEPOSIT 1000.00 fee 0.00",
                        // 10 x 8 x 2.00, and 1 % of it.
                        "PURCHASE 0.00 fee -1.60 set aside 160.00 lots 10",
                        // Half of 6 x 8 x 2.00, and half of its fee comes back.
                        "DELIVERY -48.00 fee 0.48 returned 48.00 lots 6 at 200",
                        // What was resold was delivered in full: 4 x 8 x 2.00 to the operator, 4 x 8 x 2.50 from Ben.
                        "DELIVERY -64.00 fee 0.00 lots 4 at 200",
                        "SALE 80.00 fee -0.40 lots 4 at 250",
                        // A quarter of the 48.00 that were not delivered.
                        "DAMAGES 12.00 fee 0.00 lots 6");
        assertThat(invoice.opening().total()).isZero();
        assertThat(Money.format(invoice.closing().total())).isEqualTo("978.48");
        assertThat(invoice.closing().home()).isEqualTo(Money.parse("500"));
        assertThat(invoice.closing().wallets()).containsExactly(java.util.Map.entry(POOL, wallet("478.48", "0", "0")));
    }

    @Test
    void whatIsBoughtAndNotDeliveredYetIsInEscrowAndStillTheBuyers() {
        Invoice invoice = new Invoices(database).read(BEN, START, START + Hours.MILLIS, START);
        assertThat(invoice.items())
                .extracting(InvoiceTest::line)
                .containsExactly("DEPOSIT 1000.00 fee 0.00", "PURCHASE 0.00 fee -0.80 set aside 80.00 lots 4");
        assertThat(invoice.closing().wallets().get(POOL)).isEqualTo(wallet("419.20", "0", "80"));
        Invoice next = new Invoices(database).read(BEN, START + Hours.MILLIS, MIDNIGHT, START);
        assertThat(next.opening()).isEqualTo(invoice.closing());
        assertThat(next.items())
                .extracting(InvoiceTest::line)
                .containsExactly("DELIVERY -80.00 fee 0.00 lots 4 at 250");
    }

    @Test
    void aLineNamesItsHourItsTradeAndWhatWasDelivered() {
        Invoice.Item half = day(ANN).items().stream()
                .filter(item -> item.returned() > 0)
                .findFirst()
                .orElseThrow();
        assertThat(half.category()).isEqualTo(Category.DELIVERY);
        assertThat(half.pool()).contains(POOL);
        assertThat(half.particulars().hour()).isEqualTo(HOUR);
        assertThat(half.particulars().lotMillis()).isEqualTo(6 * 1_800_000L);
        Invoice.Item bought = day(ANN).items().stream()
                .filter(item -> item.category() == Category.PURCHASE)
                .findFirst()
                .orElseThrow();
        assertThat(half.particulars().trade()).isEqualTo(bought.particulars().trade());
    }

    @Test
    void theOperatorEarnsWhatWasDelivered() {
        assertThat(day(Clearing.OPERATOR).items().stream()
                        .map(item -> item.category() + " " + Money.format(item.price())))
                .containsExactlyInAnyOrder("SALE 48.00", "SALE 64.00");
        assertThat(day(Clearing.DAMAGES).items().stream()
                        .map(item -> item.category() + " " + Money.format(item.price())))
                .containsExactlyInAnyOrder("DEPOSIT 100.00", "DAMAGES -12.00");
    }

    @Test
    void whatWasBookedBeforeParticularsWereKeptStillAddsUp() {
        database.inTransaction(transaction -> {
            transaction.update("ALTER TABLE transfer DISABLE TRIGGER transfer_is_append_only");
            transaction.update("GRANT UPDATE ON transfer TO CURRENT_USER");
            return transaction.update("UPDATE transfer SET hour = NULL, hours = NULL, lots = NULL, ticks = NULL,"
                    + " lot_millis = NULL, trade = NULL, buyer = NULL, paid = NULL");
        });
        Invoice invoice = day(ANN);
        assertThat(Money.format(invoice.closing().total())).isEqualTo("978.48");
        assertThat(invoice.items())
                .extracting(InvoiceTest::line)
                .contains("DELIVERY -47.52 fee 0.00", "SALE 79.60 fee 0.00", "DELIVERY -64.00 fee 0.00");
    }

    private static WalletBalance wallet(String free, String held, String escrow) {
        return new WalletBalance(Money.parse(free), Money.parse(held), Money.parse(escrow));
    }
}
