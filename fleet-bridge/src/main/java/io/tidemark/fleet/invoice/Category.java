package io.tidemark.fleet.invoice;

/** What a line of an invoice is, in the order in which sums are shown. */
public enum Category {
    /** Hours were bought. Their price is set aside; only the fee is paid now. */
    PURCHASE,
    /** A bought hour is over, or was taken: what was delivered is paid, the rest of the price is free again. */
    DELIVERY,
    /** An hour on spot is paid. */
    SPOT,
    /** A sold hour was delivered: the proceeds, less the fee. */
    SALE,
    /** Damages, for what was not delivered. */
    DAMAGES,
    /** Money came from outside. */
    DEPOSIT,
    /** Money went outside. */
    WITHDRAWAL,
    /** A correction. */
    OTHER
}
