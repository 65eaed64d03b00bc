package io.tidemark.pricing.price;

import io.tidemark.pricing.facts.PoolFacts;
import io.tidemark.pricing.publish.PoolPrices;
import java.util.Optional;

/** Whoever prices pools: by one rule set for good, or by whichever is active. */
public interface Pricing {
    /**
     * One pricing tick of one pool, by one rule set.
     *
     * @param previous what was published before, if anything: no price moves further from it than the largest step, and
     *     its ladder stays where a new one breaks a guard
     * @throws IllegalArgumentException if {@code previous} is of another pool
     * @throws PricingFailedException if a rule fails or says what cannot be; nothing of the tick exists then, and what was
     *     published before should stay
     */
    PoolPrices price(PoolFacts facts, Optional<PoolPrices> previous);

    /** The rules it prices by: the SHA-256 of their content in hex. */
    String ruleSetId();

    Pricer.Counts counts();
}
