package io.tidemark.connectors.rest;

import io.tidemark.exchange.contract.PoolId;

/** How well pools keep their word. */
@FunctionalInterface
public interface ReliabilityDesk {
    /** Of a pool, now or a few seconds ago. */
    ReliabilityBody of(PoolId pool);
}
