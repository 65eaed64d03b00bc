package io.tidemark.pricing.price;

import io.tidemark.pricing.facts.PoolFacts;
import io.tidemark.pricing.publish.PoolPrices;
import java.util.Optional;

/** Everything that the prices of one tick come from, besides the rules. */
public record Basis(PoolFacts facts, Optional<Earlier> earlier) {
    /**
     * Of facts and what was published before, if anything.
     *
     * @throws IllegalArgumentException if that was of another pool
     */
    public static Basis of(PoolFacts facts, Optional<PoolPrices> previous) {
        previous.ifPresent(prices -> {
            if (!prices.pool().equals(facts.pool())) {
                throw new IllegalArgumentException(
                        "the earlier prices are of " + prices.pool() + ", not of " + facts.pool());
            }
        });
        return new Basis(facts, previous.map(Earlier::of));
    }

    /** As little of it as comes to the same prices, for whoever keeps it. */
    public Basis thatMade(PoolPrices prices) {
        return new Basis(facts, earlier.map(before -> before.thatMade(prices)));
    }
}
