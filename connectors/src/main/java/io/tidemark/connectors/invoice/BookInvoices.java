package io.tidemark.connectors.invoice;

import io.tidemark.connectors.invoice.InvoiceBody.InvoiceBalances;
import io.tidemark.connectors.invoice.InvoiceBody.InvoiceItem;
import io.tidemark.connectors.invoice.InvoiceBody.InvoiceSum;
import io.tidemark.connectors.invoice.InvoiceBody.InvoiceWallet;
import io.tidemark.exchange.contract.Hours;
import io.tidemark.exchange.contract.Money;
import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.contract.Price;
import io.tidemark.fleet.invoice.Category;
import io.tidemark.fleet.invoice.Funds;
import io.tidemark.fleet.invoice.Invoice;
import io.tidemark.fleet.invoice.Invoice.Item;
import io.tidemark.fleet.invoice.Invoices;
import io.tidemark.fleet.invoice.TooManyItemsException;
import io.tidemark.fleet.ledger.Particulars;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Invoices from the books. */
public final class BookInvoices implements InvoiceDesk {
    private final Invoices invoices;

    public BookInvoices(Invoices invoices) {
        this.invoices = invoices;
    }

    @Override
    public InvoiceBody read(long account, String name, InvoicePeriod period, long now) {
        try {
            return body(name, period, invoices.read(account, period.from(), period.to(), now));
        } catch (TooManyItemsException tooMany) {
            throw new InvoiceTooLongException(tooMany.most());
        }
    }

    static InvoiceBody body(String name, InvoicePeriod period, Invoice invoice) {
        long opening = invoice.opening().total();
        long balance = opening;
        List<InvoiceItem> items = new ArrayList<>();
        for (Item item : invoice.items()) {
            balance = Math.addExact(balance, item.amount());
            items.add(item(item, balance));
        }
        return new InvoiceBody(
                name + "-" + period.text(),
                name,
                period.text(),
                at(invoice.from()),
                at(invoice.to()),
                !invoice.complete(),
                invoice.place().recordOffset(),
                invoice.place().sequence(),
                balances(invoice.opening()),
                balances(invoice.closing()),
                items,
                invoice.sums().stream().map(BookInvoices::sum).toList(),
                Money.format(balance - opening));
    }

    private static InvoiceBalances balances(Funds funds) {
        List<InvoiceWallet> pools = new ArrayList<>();
        funds.wallets()
                .forEach((pool, wallet) -> pools.add(new InvoiceWallet(
                        pool.toString(),
                        Money.format(wallet.free()),
                        Money.format(wallet.held()),
                        Money.format(wallet.escrow()))));
        return new InvoiceBalances(
                Money.format(funds.home()), Money.format(funds.inTransit()), pools, Money.format(funds.total()));
    }

    private static InvoiceItem item(Item item, long balance) {
        Particulars what = item.particulars();
        Long hour = what.hour();
        Long ticks = what.ticks();
        boolean spot = what.trade() != null && item.kind().equals("lease payment");
        return new InvoiceItem(
                item.transfer(),
                at(item.at()),
                item.category().name(),
                Descriptions.of(item),
                item.pool().map(PoolId::toString).orElse(null),
                hour == null ? null : Hours.format(hour),
                item.category() == Category.PURCHASE ? what.hours() : null,
                what.lots(),
                ticks == null ? null : Price.format(ticks),
                Descriptions.deliveredSeconds(what),
                Descriptions.lotSeconds(what),
                spot ? null : what.trade(),
                spot ? item.pool().map(PoolId::toString).orElse("") + "-" + what.trade() : null,
                unlessZero(item.setAside()),
                unlessZero(item.returned()),
                Money.format(item.price()),
                Money.format(item.fee()),
                Money.format(item.amount()),
                Money.format(balance));
    }

    private static InvoiceSum sum(Invoice.Sum sum) {
        return new InvoiceSum(
                sum.pool().map(PoolId::toString).orElse(null),
                sum.category().name(),
                sum.items(),
                Money.format(sum.price()),
                Money.format(sum.fee()),
                Money.format(sum.amount()));
    }

    private static @Nullable String unlessZero(long amount) {
        return amount == 0 ? null : Money.format(amount);
    }

    private static String at(long epochMillis) {
        return Instant.ofEpochMilli(epochMillis).toString();
    }
}
