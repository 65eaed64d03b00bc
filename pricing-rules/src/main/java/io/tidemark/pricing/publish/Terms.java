package io.tidemark.pricing.publish;

import java.util.List;

/**
 * What a group is asked and allowed that traded so much and more.
 *
 * @param fromLotHours bought and sold in thirty days; 0 for the first terms, which are everybody's
 * @param makerBps fee of the resting order, in basis points
 * @param takerBps fee of the incoming order, in basis points
 * @param positionLimitBps the most of an hour's lots that it may hold and bid for, in basis points; 0 for no limit
 * @param ordersPerSecond how many orders it may enter on average
 * @param burstOrders how many of them at once after a pause
 * @param effects what made them
 */
public record Terms(
        long fromLotHours,
        long makerBps,
        long takerBps,
        long positionLimitBps,
        long ordersPerSecond,
        long burstOrders,
        List<Effect> effects) {
    public Terms {
        effects = List.copyOf(effects);
    }
}
