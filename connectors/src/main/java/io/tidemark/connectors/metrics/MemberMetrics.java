package io.tidemark.connectors.metrics;

import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.tidemark.exchange.contract.PoolId;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** What this program does of a market that several may share: which pools it serves, and whether it may. */
public final class MemberMetrics {
    /**
     * Registers them.
     *
     * @param served whether a pool is served here
     * @param present whether the others may count on this one
     * @param working whether the market's work is done here
     */
    public MemberMetrics(
            PrometheusRegistry registry,
            Supplier<List<PoolId>> pools,
            Predicate<PoolId> served,
            BooleanSupplier present,
            BooleanSupplier working) {
        GaugeWithCallback.builder()
                .name("tidemark_pool_served_here")
                .help("1 for a pool that this program serves; over all members the sum is 1")
                .labelNames("pool")
                .callback(callback ->
                        pools.get().forEach(pool -> callback.call(figure(served.test(pool)), pool.toString())))
                .register(registry);
        gauge(
                registry,
                "tidemark_member_present",
                "1 while this member could say in the database that it is there, and always on one machine",
                present);
        gauge(
                registry,
                "tidemark_market_work_here",
                "1 where the journal is settled, prices are made and nodes moved; over all members the sum is 1",
                working);
    }

    private static void gauge(PrometheusRegistry registry, String name, String help, BooleanSupplier is) {
        GaugeWithCallback.builder()
                .name(name)
                .help(help)
                .callback(callback -> callback.call(figure(is.getAsBoolean())))
                .register(registry);
    }

    private static int figure(boolean is) {
        return is ? 1 : 0;
    }
}
