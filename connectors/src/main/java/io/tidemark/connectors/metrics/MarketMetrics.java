package io.tidemark.connectors.metrics;

import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.tidemark.exchange.cluster.MarketClock;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Market time, and the thread on which market minutes pass. */
public final class MarketMetrics {
    /**
     * Registers them.
     *
     * @param lastMinute market time at which the loop was last through all its steps, epoch milliseconds; empty
     *     where another member does the work
     * @param failures steps of the loop that failed
     */
    public MarketMetrics(
            PrometheusRegistry registry, MarketClock clock, Supplier<OptionalLong> lastMinute, LongSupplier failures) {
        GaugeWithCallback.builder()
                .name("tidemark_market_time_seconds")
                .help("Market time, seconds since the epoch")
                .callback(callback -> callback.call(Seconds.ofMillis(clock.now())))
                .register(registry);
        GaugeWithCallback.builder()
                .name("tidemark_market_speed_ratio")
                .help("Market seconds in a real second")
                .callback(callback -> callback.call(clock.speed()))
                .register(registry);
        GaugeWithCallback.builder()
                .name("tidemark_market_loop_timestamp_seconds")
                .help("Market time at which the market loop was last through all its steps")
                .callback(callback -> lastMinute.get().ifPresent(minute -> callback.call(Seconds.ofMillis(minute))))
                .register(registry);
        CounterWithCallback.builder()
                .name("tidemark_market_loop_failures_total")
                .help("Steps of the market loop that failed; each is tried again in the next market minute")
                .callback(callback -> callback.call((double) failures.getAsLong()))
                .register(registry);
    }
}
