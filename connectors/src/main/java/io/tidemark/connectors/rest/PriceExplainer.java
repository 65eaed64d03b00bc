package io.tidemark.connectors.rest;

import io.tidemark.exchange.contract.PoolId;
import java.util.List;
import java.util.Optional;

/** Who can say why an hour is offered at its price. */
@FunctionalInterface
public interface PriceExplainer {
    /**
     * Why an hour costs what it costs.
     *
     * @param hour an epoch hour
     * @return empty if no rule has priced it
     */
    Optional<Explanation> explain(PoolId pool, long hour);

    /** The price as one sentence, and the effects that made it, in the order in which they applied. */
    record Explanation(String sentence, List<Effect> effects) {}

    /**
     * What one rule did.
     *
     * @param rule its name, a sentence
     * @param table the decision table it stands in
     * @param input what it looked at, with units
     * @param effect what it did to the price, with units
     */
    record Effect(String rule, String table, String input, String effect) {}

    /** Explains nothing: for an exchange whose prices are set by hand. */
    static PriceExplainer none() {
        return (pool, hour) -> Optional.empty();
    }
}
