package io.tidemark.connectors.rest;

import io.tidemark.connectors.explain.PriceExplanation;
import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.pool.MarketRules;
import java.util.Optional;

/** Who can say why an hour is offered at its price. */
@FunctionalInterface
public interface PriceExplainer {
    /**
     * Why an hour costs what it costs.
     *
     * @param hour an epoch hour
     * @param terms with which the pool was opened
     * @return empty if no rule has priced it
     */
    Optional<PriceExplanation> explain(PoolId pool, long hour, MarketRules terms);
}
