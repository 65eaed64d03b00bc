package io.tidemark.connectors.metrics;

import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.core.metrics.Info;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.tidemark.exchange.contract.PoolId;
import io.tidemark.fleet.forecast.Accuracy;
import io.tidemark.pricing.facts.SurplusOutlook;
import io.tidemark.pricing.price.Pricer.Counts;
import io.tidemark.pricing.price.Pricing;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/** The operator's desks: internal demand, surplus, and prices. */
public final class DeskMetrics {
    /** A level of which enough forecasts fail in eight weeks to be counted, near to where titles are minted. */
    private static final long WATCHED_LEVEL_BPS = 9_500;

    private static final double WHOLE_BPS = 10_000;

    private final LongSupplier now;
    private final Pricing pricer;
    private final Info ruleSet;
    private final Histogram duration;

    /**
     * Registers what concerns the rules.
     *
     * @param now market time, epoch milliseconds
     */
    public DeskMetrics(PrometheusRegistry registry, Pricing pricer, LongSupplier now) {
        this.now = now;
        this.pricer = pricer;
        duration = Histogram.builder()
                .name("tidemark_pricing_duration_seconds")
                .help("How long the desk took for a step in which the rules were run over a pool")
                .classicUpperBounds(Seconds.BUCKETS)
                .register(registry);
        counter(registry, pricer, "tidemark_pricing_evaluations_total", "Pools priced", Counts::ticks);
        counter(
                registry,
                pricer,
                "tidemark_pricing_failures_total",
                "Pricings that failed; the last prices stay",
                Counts::failedTicks);
        counter(
                registry,
                pricer,
                "tidemark_pricing_refused_ladders_total",
                "Ladders that broke a guard; the earlier ones stay",
                Counts::refusedLadders);
        ruleSet = Info.builder()
                .name("tidemark_rule_set_info")
                .help("The rules in force, by the SHA-256 of their content")
                .labelNames("hash")
                .register(registry);
        ruleSet.setLabelValues(pricer.ruleSetId());
    }

    private static void counter(
            PrometheusRegistry registry, Pricing pricer, String name, String help, ToLongFunction<Counts> figure) {
        CounterWithCallback.builder()
                .name(name)
                .help(help)
                .callback(callback -> callback.call((double) figure.applyAsLong(pricer.counts())))
                .register(registry);
    }

    /** A step in which the rules were run. */
    public void priced(long nanos) {
        ruleSet.setLabelValues(pricer.ruleSetId());
        duration.observe(Seconds.ofNanos(nanos));
    }

    /** Registers what the desks read. */
    public void watch(PrometheusRegistry registry, Map<PoolId, Supplier<Optional<DeskReading>>> desks) {
        GaugeWithCallback.builder()
                .name("tidemark_demand_lots")
                .help("Lots of a pool, and how many of them internal work uses and waits for")
                .labelNames("pool", "state")
                .callback(callback -> desks.forEach((pool, desk) -> desk.get().ifPresent(reading -> {
                    callback.call((double) reading.demand().totalLots(), pool.toString(), "total");
                    callback.call((double) reading.demand().internalLots(), pool.toString(), "used");
                    callback.call((double) reading.demand().pendingLots(), pool.toString(), "queued");
                })))
                .register(registry);
        gauge(
                registry,
                desks,
                "tidemark_demand_outage",
                "1 while the demand source reports an outage",
                reading -> reading.demand().outage() ? 1 : 0);
        gauge(
                registry,
                desks,
                "tidemark_demand_age_seconds",
                "Age of the last reading of internal demand, in market time",
                reading -> seconds(now.getAsLong() - reading.demand().asOf()));
        gauge(
                registry,
                desks,
                "tidemark_offered_lots",
                "Lots that should be out of internal use, those in turnaround included",
                DeskReading::offeredLots);
        gauge(
                registry,
                desks,
                "tidemark_firm_at_risk_lots",
                "Firm lot-hours of the running hour and the next two that are sold and cannot be delivered",
                DeskReading::shortLots);
        forecasts(
                registry,
                desks,
                "tidemark_forecast_error_lots",
                "Mean size of the error of demand forecasts over the last eight weeks, by how many hours ahead they were made",
                accuracy ->
                        accuracy.forecasts() == 0 ? OptionalDouble.empty() : OptionalDouble.of(accuracy.meanError()));
        forecasts(
                registry,
                desks,
                "tidemark_forecast_coverage_ratio",
                "Of the forecasts of the last eight weeks, the part in which the surplus came to what was 95 % sure",
                DeskMetrics::coverage);
        gauge(
                registry,
                desks,
                "tidemark_price_age_seconds",
                "Age of the last published prices, in market time; since the start if there were none",
                reading -> seconds(now.getAsLong() - reading.pricedAt().orElse(reading.at())));
    }

    private static OptionalDouble coverage(Accuracy accuracy) {
        return accuracy.judged() == 0
                ? OptionalDouble.empty()
                : OptionalDouble.of(
                        accuracy.coverageBps().get(SurplusOutlook.LEVELS_BPS.indexOf(WATCHED_LEVEL_BPS)) / WHOLE_BPS);
    }

    private static void forecasts(
            PrometheusRegistry registry,
            Map<PoolId, Supplier<Optional<DeskReading>>> desks,
            String name,
            String help,
            Function<Accuracy, OptionalDouble> figure) {
        GaugeWithCallback.builder()
                .name(name)
                .help(help)
                .labelNames("pool", "lead")
                .callback(callback -> desks.forEach((pool, desk) -> desk.get()
                        .ifPresent(reading -> reading.forecasts()
                                .forEach(accuracy -> figure.apply(accuracy)
                                        .ifPresent(value ->
                                                callback.call(value, pool.toString(), accuracy.leadHours() + "h"))))))
                .register(registry);
    }

    private static long seconds(long millis) {
        return Math.max(0, millis) / 1_000;
    }

    private static void gauge(
            PrometheusRegistry registry,
            Map<PoolId, Supplier<Optional<DeskReading>>> desks,
            String name,
            String help,
            ToLongFunction<DeskReading> figure) {
        GaugeWithCallback.builder()
                .name(name)
                .help(help)
                .labelNames("pool")
                .callback(callback -> desks.forEach((pool, desk) -> desk.get()
                        .ifPresent(reading -> callback.call((double) figure.applyAsLong(reading), pool.toString()))))
                .register(registry);
    }
}
