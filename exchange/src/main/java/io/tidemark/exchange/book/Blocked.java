package io.tidemark.exchange.book;

/** Why a buy does not trade now. Both answers name what would have to change. */
public sealed interface Blocked {
    /**
     * An hour of the window offers too few lots that this buyer may take.
     *
     * @param hour the first such hour, an epoch hour
     * @param visibleLots what it offers
     * @param neededLots what the order needs there
     */
    record Depth(long hour, long visibleLots, long neededLots) implements Blocked {}

    /**
     * The lots are there, but dearer than the limit.
     *
     * @param cost the least that they cost now, in ticks summed over {@code lots} and the hours of the window
     * @param lots how many lots that is for: all of an all-or-none order, else one
     */
    record TooDear(long cost, long lots) implements Blocked {
        /** The least limit per GPU-hour at which so many lots would trade now, in ticks. */
        public long leastLimit(int hours) {
            return -Math.floorDiv(-cost, Math.multiplyExact(lots, (long) hours));
        }
    }
}
