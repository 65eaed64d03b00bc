package io.tidemark.fleet.reliability;

import io.tidemark.exchange.pool.Event.LeaseEnd;

/**
 * A notice: so many lots of a bid run until an instant.
 *
 * @param open lots of which it is not known yet whether they did
 * @param kept lots that did
 * @param broken lots that were taken before; the rest the holder gave back itself
 */
record Promise(long bid, LeaseEnd cause, long lots, long givenAt, long until, long open, long kept, long broken) {
    static Promise given(long bid, LeaseEnd cause, long lots, long at, long until) {
        return new Promise(bid, cause, lots, at, until, lots, 0, 0);
    }

    /** Some of them end at an instant, or are known then to end at it. */
    Promise ended(long some, long at) {
        return at >= until
                ? new Promise(bid, cause, lots, givenAt, until, open - some, kept + some, broken)
                : new Promise(bid, cause, lots, givenAt, until, open - some, kept, broken + some);
    }

    /** The holder does not want the rest of it. */
    Promise givenBack() {
        return new Promise(bid, cause, lots, givenAt, until, 0, kept, broken);
    }
}
