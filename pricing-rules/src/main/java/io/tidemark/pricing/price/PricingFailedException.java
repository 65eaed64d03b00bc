package io.tidemark.pricing.price;

import io.tidemark.exchange.contract.PoolId;

/** A pricing tick ended without a price. Nothing of it exists; what was published before should stay. */
public final class PricingFailedException extends RuntimeException {
    PricingFailedException(PoolId pool, RuntimeException cause) {
        super("no prices for " + pool + ": " + cause.getMessage(), cause);
    }
}
