package io.tidemark.fleet.reliability;

import io.tidemark.exchange.pool.Event.LeaseEnd;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Lots of a spot bid that began together and share their fate.
 *
 * @param until when they are handed back, once they are reclaimed; 0 before
 * @param endedAt 0 while they run
 */
record LeasePart(
        long bid,
        long lots,
        long beganAt,
        long until,
        long endedAt,
        @Nullable LeaseEnd cause) {
    /**
     * The ends that are the operator's doing: no maximum, however high, would have prevented them. What else ends a lease is
     * the holder's choice, or the limit that it chose.
     */
    static final Set<LeaseEnd> TAKEN = EnumSet.of(LeaseEnd.RECLAIMED, LeaseEnd.NO_SUPPLY);

    static LeasePart begun(long bid, long lots, long at) {
        return new LeasePart(bid, lots, at, 0, 0, null);
    }

    LeasePart of(long some) {
        return new LeasePart(bid, some, beganAt, until, endedAt, cause);
    }

    LeasePart reclaimedUntil(long end) {
        return new LeasePart(bid, lots, beganAt, end, endedAt, cause);
    }

    LeasePart ended(long at, LeaseEnd why) {
        return new LeasePart(bid, lots, beganAt, until, at, why);
    }

    boolean isUnderReclaim() {
        return until > 0;
    }
}
