package io.tidemark.exchange.clearing;

import io.tidemark.exchange.clearing.ClearingSnapshot.Sale;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One sale of a title. A title that was resold has one link for each sale, and each knows the one before it: a resale
 * adds a link and copies none.
 *
 * @param ticks the price per GPU-hour
 * @param buyerFeeBps what the buyer paid at the trade, in basis points of the price
 * @param sellerFeeBps what the seller pays from the proceeds, in basis points of the price
 * @param before the sale that brought the title to this seller; null for the operator's
 */
record Link(
        long seller,
        long buyer,
        long ticks,
        int buyerFeeBps,
        int sellerFeeBps,
        @Nullable Link before) {
    /** This sale and all before it. */
    List<Sale> save() {
        List<Sale> sales = new ArrayList<>();
        for (Link sale = this; sale != null; sale = sale.before) {
            sales.add(new Sale(sale.seller, sale.buyer, sale.ticks, sale.buyerFeeBps, sale.sellerFeeBps));
        }
        return sales;
    }

    /** The last of some sales, of which there is at least one. */
    static Link of(List<Sale> lastFirst) {
        Link before = null;
        for (int i = lastFirst.size() - 1; i >= 0; i--) {
            Sale sale = lastFirst.get(i);
            before = new Link(
                    sale.seller(), sale.buyer(), sale.ticks(), sale.buyerFeeBps(), sale.sellerFeeBps(), before);
        }
        return Objects.requireNonNull(before, "titles that nobody sold");
    }
}
