package io.tidemark.exchange.book;

import io.tidemark.exchange.contract.DeliveryWindow;

/**
 * How far a resting all-or-none buy was from trading when it was last tried, so that an incoming sell that cannot close the
 * gap costs no walk. The gap is a lower bound: asks that leave the book only widen it, and those that come narrow it by no
 * more than is subtracted here. A book that tried every buy at every sell would trade exactly the same.
 */
final class Need {
    private static final long ANY_HOUR = Long.MIN_VALUE;

    /** The hour that has too few lots, or {@link #ANY_HOUR} where the price is in the way. */
    private long hour = ANY_HOUR;

    /** Lots missing in that hour, or ticks by which all lots are too dear in sum. */
    private long gap;

    /** By hour of the window, the dearest lot that it would have taken: nothing that costs as much makes it cheaper. */
    private long[] dearest = {};

    /** How many lots of an hour can be replaced by cheaper ones. */
    private long lots;

    /** Nothing is known: the next sell that touches the window has to try. */
    void forget() {
        gap = 0;
    }

    /** What a walk found that came to nothing. */
    void remember(Buy buy, Walk walk) {
        Blocked why = walk.blocked().orElse(null);
        if (why instanceof Blocked.Depth depth) {
            hour = depth.hour();
            gap = depth.neededLots() - depth.visibleLots();
        } else if (why instanceof Blocked.TooDear tooDear) {
            hour = ANY_HOUR;
            lots = tooDear.lots();
            gap = tooDear.cost() - Math.multiplyExact(buy.stripLimit(), lots);
            dearest = dearest.length < walk.hours() ? new long[walk.hours()] : dearest;
            walk.dearest(dearest);
        }
    }

    /**
     * Whether lots that come may let the buy trade. Ask once for each sell: the gap narrows with the question.
     *
     * @param buy the one that this is the need of
     * @param hours in which they come
     * @param offered the most lots in any of them
     * @param limit the least that is asked for any of them, in ticks
     */
    boolean mayBeMetBy(Buy buy, DeliveryWindow hours, long offered, long limit) {
        if (gap <= 0) {
            return true;
        }
        if (hour != ANY_HOUR) {
            gap -= hours.contains(hour) ? offered : 0;
            return gap <= 0;
        }
        long first = buy.start();
        int to = (int) (Math.min(buy.end(), hours.end()) - first);
        long cheaper = 0;
        for (int i = (int) Math.max(0, hours.start() - first); i < to; i++) {
            cheaper += Math.max(0, dearest[i] - limit);
        }
        gap -= cheaper * Math.min(offered, lots);
        return gap <= 0;
    }
}
