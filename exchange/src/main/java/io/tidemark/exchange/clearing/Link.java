package io.tidemark.exchange.clearing;

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
        @Nullable Link before) {}
