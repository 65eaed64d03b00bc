package io.tidemark.exchange.cluster;

import io.tidemark.exchange.contract.PoolId;

/** Hears how long each command took, for those who measure: on the thread of acknowledgements, so be quick. */
@FunctionalInterface
public interface LatencyListener {
    /**
     * A command has been answered.
     *
     * @param nanos from its entry into the queue until it was durable
     */
    void answered(PoolId pool, long nanos);
}
