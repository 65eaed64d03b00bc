package io.tidemark.connectors.metrics;

import io.tidemark.fleet.forecast.Accuracy;
import io.tidemark.fleet.surplus.DemandSnapshot;
import java.util.List;
import java.util.OptionalLong;

/**
 * What the operator's desk of a pool saw and said at its last step; instants are market time.
 *
 * @param offeredLots lots out of internal use, those in turnaround included
 * @param shortLots firm lots sold in the running hour and the next two that cannot be delivered
 * @param forecasts how the forecasts of demand turned out, at each lead
 * @param pricedAt when the rules last published prices, if they did since the start
 * @param failedAt when the rules last failed, if they did since the start
 */
public record DeskReading(
        long at,
        DemandSnapshot demand,
        long offeredLots,
        long shortLots,
        List<Accuracy> forecasts,
        OptionalLong pricedAt,
        OptionalLong failedAt) {
    public DeskReading {
        forecasts = List.copyOf(forecasts);
    }

    /** Whether the last pricing failed. */
    public boolean isPricingFailing() {
        return failedAt.isPresent() && failedAt.getAsLong() >= pricedAt.orElse(Long.MIN_VALUE);
    }
}
