package io.tidemark.connectors.metrics;

import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.tidemark.exchange.cluster.Exchange.Answer;
import io.tidemark.exchange.cluster.HostedExchange;
import io.tidemark.exchange.cluster.PoolLoad;
import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.pool.Phase;
import io.tidemark.exchange.pool.Query;
import io.tidemark.exchange.pool.View;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

/** The pools: how busy they are, what they do, and what stands in them. */
public final class ExchangeMetrics {
    private static final double CENTS = 100;
    private static final long PATIENCE_SECONDS = 5;

    private final HostedExchange exchange;
    private final Gauge phase;
    private final Gauge openOrders;
    private final Gauge spotPrice;
    private final Gauge lots;
    private final Gauge funds;
    private final Gauge owed;

    /** Begins to listen to the pools. */
    public ExchangeMetrics(PrometheusRegistry registry, HostedExchange exchange) {
        this.exchange = exchange;
        phase = gauge(registry, "tidemark_pool_phase", "1 for the phase that a pool is in", "pool", "phase");
        openOrders = gauge(registry, "tidemark_open_orders", "Firm orders and spot bids that are open", "pool", "kind");
        spotPrice = gauge(
                registry, "tidemark_spot_price_usd", "Spot price per GPU-hour of the running hour, 0 if none", "pool");
        lots = gauge(
                registry,
                "tidemark_lots",
                "Lots of the running hour: deliverable, sold as firm, in spot leases, of these noticed, idle",
                "pool",
                "state");
        funds = gauge(
                registry,
                "tidemark_operator_funds_usd",
                "The operator's own money in a pool: in its wallet, and for damages",
                "pool",
                "kind");
        owed = gauge(registry, "tidemark_damages_owed_usd", "Damages that there was no money to pay with", "pool");
        byPool(registry, "tidemark_queue_commands", "Commands that wait to be sequenced", PoolLoad::queued);
        byPool(registry, "tidemark_sequence", "The last durable command of a pool", PoolLoad::durableSequence);
        stopped(registry);
        busy(registry);
        CommandMetrics commands = new CommandMetrics(registry, exchange.pools());
        TradeMetrics trades = new TradeMetrics(registry, exchange.pools());
        exchange.observe(commands);
        exchange.subscribe((pool, batch) -> {
            commands.applied(pool, batch);
            trades.applied(pool, batch);
        });
    }

    private static Gauge gauge(PrometheusRegistry registry, String name, String help, String... labels) {
        return Gauge.builder().name(name).help(help).labelNames(labels).register(registry);
    }

    private void byPool(PrometheusRegistry registry, String name, String help, ToDoubleFunction<PoolLoad> figure) {
        GaugeWithCallback.builder()
                .name(name)
                .help(help)
                .labelNames("pool")
                .callback(callback -> exchange.pools()
                        .forEach(pool -> callback.call(figure.applyAsDouble(exchange.load(pool)), pool.toString())))
                .register(registry);
    }

    private void stopped(PrometheusRegistry registry) {
        GaugeWithCallback.builder()
                .name("tidemark_pool_stopped")
                .help("1 for a pool that takes no more commands")
                .labelNames("pool")
                .callback(callback -> {
                    var stopped = exchange.stoppedPools();
                    exchange.pools().forEach(pool -> callback.call(stopped.containsKey(pool) ? 1 : 0, pool.toString()));
                })
                .register(registry);
    }

    private void busy(PrometheusRegistry registry) {
        CounterWithCallback.builder()
                .name("tidemark_busy_refusals_total")
                .help("Commands that were turned away because the queue was full")
                .labelNames("pool")
                .callback(callback -> exchange.pools()
                        .forEach(pool ->
                                callback.call((double) exchange.load(pool).busyRefusals(), pool.toString())))
                .register(registry);
    }

    /** Asks each pool how it stands. */
    public void sample() {
        for (PoolId pool : exchange.pools()) {
            sample(pool.toString(), ask(pool, new Query.PoolStatus(), View.PoolView.class));
            View.OpenOrdersView open = ask(pool, new Query.OpenOrders(), View.OpenOrdersView.class);
            openOrders.labelValues(pool.toString(), "firm").set((double) open.firm());
            openOrders.labelValues(pool.toString(), "spot").set((double) open.spot());
            sample(pool.toString(), ask(pool, new Query.HouseFunds(), View.HouseFundsView.class));
        }
    }

    private void sample(String pool, View.PoolView view) {
        for (Phase each : List.of(Phase.values())) {
            phase.labelValues(pool, each.name()).set(view.phase() == each ? 1 : 0);
        }
        spotPrice.labelValues(pool).set((double) view.spotTicks() / CENTS);
        lots.labelValues(pool, "deliverable").set((double) view.capacityLots());
        lots.labelValues(pool, "firm").set((double) view.firmLots());
        lots.labelValues(pool, "spot").set((double) view.spotLots());
        lots.labelValues(pool, "noticed").set((double) view.noticedLots());
        lots.labelValues(pool, "idle").set((double) view.idleLots());
    }

    private void sample(String pool, View.HouseFundsView view) {
        funds.labelValues(pool, "operator").set(TradeMetrics.dollars(view.operatorFree()));
        funds.labelValues(pool, "damages").set(TradeMetrics.dollars(view.damagesFree()));
        owed.labelValues(pool)
                .set(TradeMetrics.dollars(
                        view.owed().stream().mapToLong(View.OwedView::amount).sum()));
    }

    private <V extends View> V ask(PoolId pool, Query query, Class<V> kind) {
        Answer<View> answer = exchange.ask(pool, query)
                .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .join();
        return kind.cast(answer.value());
    }
}
