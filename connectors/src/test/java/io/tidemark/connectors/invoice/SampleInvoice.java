package io.tidemark.connectors.invoice;

import io.tidemark.exchange.contract.Hours;
import io.tidemark.exchange.contract.Money;
import io.tidemark.exchange.contract.PoolId;
import io.tidemark.fleet.invoice.Category;
import io.tidemark.fleet.invoice.Funds;
import io.tidemark.fleet.invoice.Invoice;
import io.tidemark.fleet.invoice.Invoice.Item;
import io.tidemark.fleet.ledger.Particulars;
import io.tidemark.fleet.ledger.WalletBalance;
import io.tidemark.fleet.settlement.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The morning of a firm that bought ten lots, resold four, got half of an hour of the rest, and rode on spot. */
public final class SampleInvoice {
    private static final PoolId POOL = PoolId.parse("B200X8.PRN1");
    private static final PoolId OTHER = PoolId.parse("GB200R64.HYP1");
    private static final long HOUR = Hours.parse("2026112107");
    private static final long LOT_HOUR = Hours.MILLIS;

    private final List<Item> items = new ArrayList<>();

    private SampleInvoice() {}

    /** The same lines in whatever period. */
    public static InvoiceBody of(String name, InvoicePeriod period) {
        return of(name, period, false);
    }

    static InvoiceBody of(String name, InvoicePeriod period, boolean complete) {
        SampleInvoice sample = new SampleInvoice();
        sample.story();
        TreeMap<PoolId, WalletBalance> before = new TreeMap<>();
        before.put(POOL, new WalletBalance(0, 0, 0));
        before.put(OTHER, new WalletBalance(0, 0, 0));
        TreeMap<PoolId, WalletBalance> after = new TreeMap<>();
        after.put(POOL, new WalletBalance(usd("478.48"), 0, 0));
        after.put(OTHER, new WalletBalance(usd("36.266667"), usd("8.60"), usd("30.40")));
        return BookInvoices.body(
                name,
                period,
                new Invoice(
                        100,
                        period.from(),
                        period.to(),
                        new Position(4_711, 3),
                        complete,
                        new Funds(usd("20"), 0, before),
                        new Funds(usd("420"), 0, after),
                        sample.items));
    }

    private void story() {
        line(Category.DEPOSIT, "deposit", null, Particulars.NONE, 0, 0, usd("1000"), 0);
        line(Category.PURCHASE, "trade", POOL, bought(10, 1, 17), usd("160"), 0, 0, -usd("1.60"));
        line(Category.PURCHASE, "trade", OTHER, bought(1, 1, 18), usd("30.40"), 0, 0, 0);
        line(Category.DELIVERY, "hour settled", POOL, leg(6, 200, 1_800, 17), 0, usd("48"), -usd("48"), usd("0.48"));
        line(Category.DELIVERY, "hour settled", POOL, leg(4, 200, 3_600, 19), 0, 0, -usd("64"), 0);
        line(Category.SALE, "hour settled", POOL, leg(4, 250, 3_600, 19), 0, 0, usd("80"), -usd("0.40"));
        line(Category.DAMAGES, "damages", POOL, leg(6, 0, 1_800, 17), 0, 0, usd("12"), 0);
        Particulars spot = new Particulars(HOUR, 1, null, 133L, LOT_HOUR / 3, 42L, 100L, usd("24.733333"));
        line(Category.SPOT, "lease payment", OTHER, spot, 0, 0, -usd("24.733333"), 0);
        line(Category.WITHDRAWAL, "withdrawal", null, Particulars.NONE, 0, 0, 0, 0);
    }

    private static Particulars bought(long lots, int hours, long trade) {
        return new Particulars(HOUR, hours, lots, null, null, trade, 100L, null);
    }

    private static Particulars leg(long lots, long ticks, long seconds, long trade) {
        return new Particulars(HOUR, 1, lots, ticks == 0 ? null : ticks, lots * seconds * 1_000, trade, 100L, 0L);
    }

    private void line(
            Category category,
            String kind,
            @Nullable PoolId pool,
            Particulars particulars,
            long setAside,
            long returned,
            long price,
            long fee) {
        long id = 900L + items.size();
        items.add(new Item(
                id,
                Hours.startMillis(HOUR) + items.size() * 60_000L,
                category,
                kind,
                Optional.ofNullable(pool),
                particulars,
                setAside,
                returned,
                price,
                fee));
    }

    private static long usd(String dollars) {
        return Money.parse(dollars);
    }
}
