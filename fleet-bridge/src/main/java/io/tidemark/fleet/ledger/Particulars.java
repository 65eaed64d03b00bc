package io.tidemark.fleet.ledger;

import org.jspecify.annotations.Nullable;

/**
 * What money moved for, as an invoice tells it. The amounts are in the postings; this says of which hour and trade they
 * are. Null is what does not apply.
 *
 * @param hour the delivery hour, or the first of those that were bought, an epoch hour
 * @param hours how many were bought
 * @param lots in each hour
 * @param ticks cents per GPU-hour
 * @param lotMillis what was delivered: lots times milliseconds
 * @param trade the trade that it belongs to; of spot, the lease
 * @param buyer the account that paid the price
 * @param paid the price of what was delivered, before any fee, micro-dollars
 */
public record Particulars(
        @Nullable Long hour,
        @Nullable Integer hours,
        @Nullable Long lots,
        @Nullable Long ticks,
        @Nullable Long lotMillis,
        @Nullable Long trade,
        @Nullable Long buyer,
        @Nullable Long paid) {
    /** Of a transfer that says nothing but its kind and its amounts. */
    public static final Particulars NONE = new Particulars(null, null, null, null, null, null, null, null);
}
