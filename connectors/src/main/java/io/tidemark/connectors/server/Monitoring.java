package io.tidemark.connectors.server;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.tidemark.connectors.metrics.DeskMetrics;
import io.tidemark.connectors.metrics.DeskReading;
import io.tidemark.connectors.metrics.DoorMetrics;
import io.tidemark.connectors.metrics.ExchangeMetrics;
import io.tidemark.connectors.metrics.FleetMetrics;
import io.tidemark.connectors.metrics.JournalMetrics;
import io.tidemark.connectors.metrics.MarketMetrics;
import io.tidemark.connectors.metrics.MetricsServer;
import io.tidemark.connectors.metrics.Sampler;
import io.tidemark.connectors.metrics.SettlementMetrics;
import io.tidemark.connectors.metrics.ShadowMetrics;
import io.tidemark.exchange.cluster.HazelcastExchange;
import io.tidemark.exchange.contract.PoolId;
import io.tidemark.pricing.price.Pricer;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The metrics of a market and the health of its parts, put together. */
final class Monitoring implements AutoCloseable {
    private static final Duration OFTEN = Duration.ofSeconds(5);
    private static final Duration NOW_AND_THEN = Duration.ofSeconds(60);

    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final HazelcastExchange exchange;
    private final BackOffice backOffice;
    private final Pricer pricer;
    private final ExchangeMetrics pools;
    private final DoorMetrics doors;
    private final DeskMetrics desks;
    private final FleetMetrics fleet;
    private final SettlementMetrics settlement;
    private final MetricsServer server;
    private final Sampler sampler;

    /**
     * Opens the door of the metrics and begins to listen.
     *
     * @throws io.tidemark.connectors.rest.PortInUseException if its port is taken
     */
    Monitoring(DemoConfig config, HazelcastExchange exchange, BackOffice backOffice, Pricer pricer) {
        this.exchange = exchange;
        this.backOffice = backOffice;
        this.pricer = pricer;
        server = MetricsServer.start(config.host(), config.metricsPort(), registry);
        pools = new ExchangeMetrics(registry, exchange);
        new JournalMetrics(registry, exchange.journal());
        new ShadowMetrics(registry, exchange);
        doors = new DoorMetrics(registry);
        desks = new DeskMetrics(registry, pricer, exchange.clock()::now);
        fleet = new FleetMetrics(registry, backOffice.fleet(), exchange.pools());
        settlement = new SettlementMetrics(registry, backOffice.settlement(), backOffice::imbalances);
        sampler = new Sampler(registry);
    }

    DoorMetrics doors() {
        return doors;
    }

    DeskMetrics desks() {
        return desks;
    }

    FleetMetrics fleet() {
        return fleet;
    }

    /** Where Prometheus should scrape. */
    URI uri() {
        return server.uri();
    }

    /** Begins to read the figures, and says how the parts are from now on. */
    MarketHealth watch(MarketLoop loop, Map<PoolId, OperatorLoop> operators, String demandSource) {
        Map<PoolId, Supplier<Optional<DeskReading>>> readings = new LinkedHashMap<>();
        operators.forEach((pool, operator) -> readings.put(pool, operator::reading));
        new MarketMetrics(registry, exchange.clock(), loop::lastMinute, loop::failures);
        desks.watch(registry, readings);
        sampler.every(OFTEN, "pools", pools::sample);
        sampler.every(OFTEN, "fleet", fleet::sample);
        sampler.every(OFTEN, "settlement", settlement::sample);
        // Before the first look at the machines they are in no book, and would be missing.
        sampler.every(NOW_AND_THEN, "balance", () -> {
            loop.awaitFirstRound();
            settlement.check();
        });
        DeskHealth desk = new DeskHealth(exchange.clock(), readings, pricer.ruleSetId(), demandSource);
        BackOfficeHealth back = new BackOfficeHealth(
                backOffice.settlement(), backOffice.fleet(), exchange.pools(), settlement::lastImbalances);
        MarketHealth health = new MarketHealth(
                exchange,
                loop,
                List.of(
                        () -> MarketHealth.guarded("settlement", back::settlement),
                        () -> MarketHealth.guarded("fleet", back::fleet),
                        () -> MarketHealth.guarded("pricing", desk::pricing),
                        () -> MarketHealth.guarded("demand", desk::demand)));
        health.door("metrics", uri().toString());
        return health;
    }

    @Override
    public void close() {
        server.close();
        sampler.close();
    }
}
