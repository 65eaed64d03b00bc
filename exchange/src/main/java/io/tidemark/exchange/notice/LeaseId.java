package io.tidemark.exchange.notice;

import io.tidemark.exchange.contract.Hours;
import io.tidemark.exchange.contract.PoolId;

/** What a holder knows its lots by. */
public final class LeaseId {
    private LeaseId() {}

    /** The lots of an hour, such as {@code B200X8.PRN1-F-2026112105}. */
    public static String firm(PoolId pool, long hour) {
        return pool + "-F-" + Hours.format(hour);
    }

    /** The lease of a spot bid, such as {@code B200X8.PRN1-42}. */
    public static String spot(PoolId pool, long bid) {
        return pool + "-" + bid;
    }
}
