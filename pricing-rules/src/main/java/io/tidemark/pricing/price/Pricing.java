package io.tidemark.pricing.price;

import io.tidemark.pricing.facts.PoolFacts;
import io.tidemark.pricing.publish.PoolPrices;
import java.util.Optional;

/** Whoever prices pools: by one rule set for good, or by whichever is active. */
public interface Pricing {
    /**
     * One pricing tick of one pool, by one rule set.
     *
     * @throws PricingFailedException if a rule fails or says what cannot be; nothing of the tick exists then, and what was
     *     published before should stay
     */
    PoolPrices price(Basis basis);

    /**
     * The same from facts and what was published before, if anything. Errors as in {@link Basis#of} and {@link #price(Basis)}.
     */
    default PoolPrices price(PoolFacts facts, Optional<PoolPrices> previous) {
        return price(Basis.of(facts, previous));
    }

    /** The rules it prices by: the SHA-256 of their content in hex. */
    String ruleSetId();

    Pricer.Counts counts();
}
