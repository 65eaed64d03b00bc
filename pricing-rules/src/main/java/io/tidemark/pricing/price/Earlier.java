package io.tidemark.pricing.price;

import io.tidemark.pricing.publish.HourPrices;
import io.tidemark.pricing.publish.Ladder;
import io.tidemark.pricing.publish.PoolPrices;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a tick looks at of the tick before: no price moves further from it than the largest step, and a ladder stays where a
 * new one breaks a guard.
 *
 * @param hours in the order of time; an hour that is missing was not priced before
 */
public record Earlier(Ladder spotReserve, List<Hour> hours) {
    /** One delivery hour, as {@link HourPrices}. */
    public record Hour(long hour, long fairTicks, Ladder asks) {}

    public Earlier {
        hours = List.copyOf(hours);
    }

    static Earlier of(PoolPrices prices) {
        return new Earlier(
                prices.spotReserve(),
                prices.hours().stream()
                        .map(hour -> new Hour(hour.hour(), hour.fairTicks(), hour.asks()))
                        .toList());
    }

    Optional<Hour> hour(long hour) {
        // Hours rise but may have holes, so their place is found, not computed.
        int low = 0;
        int high = hours.size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            long found = hours.get(middle).hour();
            if (found == hour) {
                return Optional.of(hours.get(middle));
            }
            if (found < hour) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return Optional.empty();
    }

    /**
     * As much of it as had a hand in prices. Where no limit changed a price of an hour the step did not bind, and without a
     * refusal no ladder stayed: the hour would have been priced the same without an earlier one.
     */
    Earlier thatMade(PoolPrices prices) {
        Set<Long> refused = prices.refusals().stream()
                .map(refusal -> refusal.hour())
                .collect(Collectors.toCollection(HashSet::new));
        return new Earlier(
                spotReserve,
                hours.stream()
                        .filter(hour -> prices.hour(hour.hour())
                                .map(made -> refused.contains(made.hour()) || isLimited(made))
                                .orElse(false))
                        .map(hour -> refused.contains(hour.hour()) ? hour : withoutLots(hour))
                        .toList());
    }

    private static boolean isLimited(HourPrices made) {
        return made.effects().stream().anyMatch(Limiter::isOfLimits);
    }

    /** The step is taken on the ends of a curve; which lots it was cut into matters only where the ladder stays. */
    private static Hour withoutLots(Hour hour) {
        return new Hour(
                hour.hour(),
                hour.fairTicks(),
                new Ladder(hour.asks().floorTicks(), hour.asks().capTicks(), List.of()));
    }
}
