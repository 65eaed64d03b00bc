package io.tidemark.exchange.clearing;

/**
 * One sale of a title. A title that was resold has one link for each sale, the operator's first.
 *
 * @param ticks the price per GPU-hour
 * @param buyerFeeBps what the buyer paid at the trade, in basis points of the price
 * @param sellerFeeBps what the seller pays from the proceeds, in basis points of the price
 */
record Link(long seller, long buyer, long ticks, int buyerFeeBps, int sellerFeeBps) {}
