package io.tidemark.pricing.publish;

/** Which question about a pool an effect answers. In this order effects are listed. */
public enum Group {
    /** How much of the capacity is minted as firm titles. */
    CAPACITY,
    /** What an hour is worth. */
    REFERENCE,
    /** How the lots of an hour are spread over prices. */
    LADDER,
    /** The least price of spot. */
    RESERVE,
    /** Between which prices anything may trade. */
    BANDS,
    /** What the exchange takes. */
    FEES,
    /** How much one group may have, and how fast it may enter orders. */
    RISK,
    /** How long before it ends a spot lease is told, and what a sold lot is worth to get back. */
    RECLAIM,
    /** What the limits in code made of all that. */
    LIMITS
}
