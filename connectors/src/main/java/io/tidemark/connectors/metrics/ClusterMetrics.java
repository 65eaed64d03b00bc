package io.tidemark.connectors.metrics;

import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.tidemark.exchange.cluster.ClusteredExchange;

/** This member of a cluster: which pools it serves, and whether it may. */
public final class ClusterMetrics {
    /** Registers them. */
    public ClusterMetrics(PrometheusRegistry registry, ClusteredExchange exchange) {
        GaugeWithCallback.builder()
                .name("tidemark_pool_served_here")
                .help("1 for a pool that this member serves; over all members the sum is 1")
                .labelNames("pool")
                .callback(callback ->
                        exchange.pools().forEach(pool -> callback.call(exchange.serves(pool) ? 1 : 0, pool.toString())))
                .register(registry);
        GaugeWithCallback.builder()
                .name("tidemark_member_present")
                .help("1 while this member could say in the database that it is there; without that it serves nothing")
                .callback(callback -> callback.call(exchange.duties().isPresent() ? 1 : 0))
                .register(registry);
        GaugeWithCallback.builder()
                .name("tidemark_market_work_here")
                .help("1 on the member that settles, prices and moves nodes; over all members the sum is 1")
                .callback(callback -> callback.call(exchange.duties().holds("market") ? 1 : 0))
                .register(registry);
    }
}
