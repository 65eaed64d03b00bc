package io.tidemark.connectors.metrics;

import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.tidemark.exchange.cluster.HostedExchange;
import io.tidemark.exchange.cluster.ShadowStatus;
import io.tidemark.exchange.cluster.ShadowStatus.PoolStatus;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

/** The shadow replica and its snapshots: whether the pools are what their journal says, and what a recovery would replay. */
public final class ShadowMetrics {
    private static final double MILLIS = TimeUnit.SECONDS.toMillis(1);

    private final PrometheusRegistry registry;
    private final HostedExchange exchange;

    /** Registers them; without a replica they have no values. */
    public ShadowMetrics(PrometheusRegistry registry, HostedExchange exchange) {
        this.registry = registry;
        this.exchange = exchange;
        gauge("tidemark_shadow_lag_records", "Durable records that the shadow replica has not read", status ->
                (double) status.lagRecords());
        gauge(
                "tidemark_shadow_stopped",
                "1 if the shadow replica follows no pool any more",
                status -> status.problem().isPresent() ? 1 : 0);
        byPool(
                "tidemark_shadow_diverged",
                "1 for a pool that is not the same as its shadow replica",
                pool -> pool.diverged().isPresent() ? 1 : 0);
        byPool("tidemark_shadow_sequence", "The last command of a pool that the shadow replica has applied", pool ->
                (double) pool.sequence());
        byPool("tidemark_snapshot_sequence", "The last command of a pool that a snapshot covers", pool ->
                (double) pool.snapshotSequence());
        byPool(
                "tidemark_snapshot_age_seconds",
                "For how long there have been commands that no snapshot covers, in real time",
                pool -> pool.uncovered().toMillis() / MILLIS);
        CounterWithCallback.builder()
                .name("tidemark_snapshot_failures_total")
                .help("Snapshots that could not be kept since the start")
                .callback(callback ->
                        exchange.shadow().ifPresent(status -> callback.call((double) status.failedSnapshots())))
                .register(registry);
    }

    private void gauge(String name, String help, ToDoubleFunction<ShadowStatus> figure) {
        GaugeWithCallback.builder()
                .name(name)
                .help(help)
                .callback(
                        callback -> exchange.shadow().ifPresent(status -> callback.call(figure.applyAsDouble(status))))
                .register(registry);
    }

    private void byPool(String name, String help, ToDoubleFunction<PoolStatus> figure) {
        GaugeWithCallback.builder()
                .name(name)
                .help(help)
                .labelNames("pool")
                .callback(callback -> exchange.shadow()
                        .ifPresent(status -> status.pools()
                                .forEach((pool, of) -> callback.call(figure.applyAsDouble(of), pool.toString()))))
                .register(registry);
    }
}
