package io.tidemark.connectors.explain;

import io.tidemark.exchange.contract.PoolId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What stands in a pool.
 *
 * @param last the last pricing: band, fees, notice, spot reserve and fair values are its
 * @param offering the pricing whose asks were offered last; null before the first offer
 */
public record StandingPrices(PublishedTick last, @Nullable PublishedTick offering) {
    public PoolId pool() {
        return last.tick().prices().pool();
    }

    /** Where the offer of an hour comes from: before the first offer, where it would. */
    Optional<PublishedTick> offering(long hour) {
        return Optional.ofNullable(offering)
                .filter(tick -> tick.tick().prices().hour(hour).isPresent());
    }
}
