package io.tidemark.pricing.publish;

import java.util.List;

/**
 * What is published for one delivery hour.
 *
 * @param hour the epoch hour
 * @param firmLots how many titles there should be: as many as the forecast is sure enough of, or without one a share of
 *     the capacity; never fewer than are sold
 * @param fairTicks what a GPU-hour of it is worth
 * @param asks the operator's offer for the firm lots nobody bought yet
 * @param effects what made these prices, in the order of {@link Effect#compareTo}; those of the whole pool included;
 *     where the ladder was refused they explain everything but the ladder, which is then an earlier one
 */
public record HourPrices(long hour, long firmLots, long fairTicks, Ladder asks, List<Effect> effects) {
    public HourPrices {
        effects = List.copyOf(effects);
    }
}
