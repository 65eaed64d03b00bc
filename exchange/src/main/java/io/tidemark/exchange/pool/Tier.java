package io.tidemark.exchange.pool;

/**
 * What a group is asked and allowed, by what it traded in the pool in the last {@value Standing#DAYS} UTC days, today
 * included.
 *
 * @param fromLotHours so many lot-hours traded put a group into this tier; 0 for the first, which everybody has
 * @param makerBps fee of the passive side in basis points
 * @param takerBps fee of the aggressor in basis points
 * @param positionLimitBps the most of an hour's lots that one group may hold and bid for, in basis points; 0 for no limit
 * @param ordersPerSecond how many orders, replacements and bids a group may enter in a second on average; 0 for any
 *     number. Cancels are never counted
 * @param burstOrders how many of them at once after a pause; at least 1 where the rate is limited
 */
public record Tier(
        long fromLotHours, int makerBps, int takerBps, int positionLimitBps, int ordersPerSecond, int burstOrders) {
    /** A rate that is finer than this could not be told from none. */
    static final int MOST_PER_SECOND = 1_000_000;

    /** Fees alone, for everybody. */
    static Tier ofFees(int makerBps, int takerBps, int positionLimitBps) {
        return new Tier(0, makerBps, takerBps, positionLimitBps, 0, 0);
    }

    /** The larger of the two fees: what an order of this tier must be able to pay. */
    public int largestFeeBps() {
        return Math.max(makerBps, takerBps);
    }
}
