package io.tidemark.pricing.facts;

/**
 * A group of accounts that trade in a pool.
 *
 * @param tradedLotHours what it bought and sold there in thirty days
 */
public record GroupFacts(long tradedLotHours) {
    /** A bound for arithmetic: a million lots for a thousand hours. */
    public static final long MAX_LOT_HOURS = 1_000_000_000;

    public GroupFacts {
        Check.between("tradedLotHours", tradedLotHours, 0, MAX_LOT_HOURS);
    }
}
