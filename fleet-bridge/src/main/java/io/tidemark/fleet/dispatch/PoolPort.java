package io.tidemark.fleet.dispatch;

import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.pool.Query;
import io.tidemark.exchange.pool.View;

/** The way to ask a pool. */
@FunctionalInterface
public interface PoolPort {
    /**
     * The answer of a pool.
     *
     * @throws RuntimeException if it did not answer
     */
    View ask(PoolId pool, Query query);
}
