package io.tidemark.connectors.server;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.tidemark.connectors.metrics.DeskMetrics;
import io.tidemark.connectors.metrics.DeskReading;
import io.tidemark.connectors.metrics.DoorMetrics;
import io.tidemark.connectors.metrics.ExchangeMetrics;
import io.tidemark.connectors.metrics.FleetMetrics;
import io.tidemark.connectors.metrics.JournalMetrics;
import io.tidemark.connectors.metrics.MarketMetrics;
import io.tidemark.connectors.metrics.MemberMetrics;
import io.tidemark.connectors.metrics.MetricsServer;
import io.tidemark.connectors.metrics.ReliabilityMetrics;
import io.tidemark.connectors.metrics.Sampler;
import io.tidemark.connectors.metrics.SettlementMetrics;
import io.tidemark.connectors.metrics.ShadowMetrics;
import io.tidemark.connectors.rest.HealthDesk.Part;
import io.tidemark.connectors.rest.PortInUseException;
import io.tidemark.exchange.cluster.ClusteredExchange;
import io.tidemark.exchange.cluster.HostedExchange;
import io.tidemark.exchange.contract.PoolId;
import io.tidemark.pricing.price.Pricing;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/** The metrics of a market and the health of its parts, put together. */
final class Monitoring implements AutoCloseable {
    private static final Duration OFTEN = Duration.ofSeconds(5);
    private static final Duration NOW_AND_THEN = Duration.ofSeconds(60);

    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final HostedExchange exchange;
    private final BackOffice backOffice;
    private final Pricing pricer;
    private final ExchangeMetrics pools;
    private final DoorMetrics doors;
    private final DeskMetrics desks;
    private final FleetMetrics fleet;
    private final SettlementMetrics settlement;
    private final ReliabilityMetrics reliability;
    private final MetricsServer server;
    private final Sampler sampler;

    /**
     * Opens the door of the metrics and begins to listen.
     *
     * @throws DoorTakenException if its port is taken
     */
    Monitoring(VenueConfig.Address address, HostedExchange exchange, BackOffice backOffice, Pricing pricer) {
        this.exchange = exchange;
        this.backOffice = backOffice;
        this.pricer = pricer;
        try {
            server = MetricsServer.start(address.host(), address.port(), registry);
        } catch (PortInUseException taken) {
            throw new DoorTakenException(address, taken);
        }
        pools = new ExchangeMetrics(registry, exchange);
        new JournalMetrics(registry, exchange.journal());
        new ShadowMetrics(registry, exchange);
        doors = new DoorMetrics(registry);
        desks = new DeskMetrics(registry, pricer, exchange.clock()::now);
        fleet = new FleetMetrics(registry, backOffice.fleet(), exchange.pools());
        settlement = new SettlementMetrics(registry, backOffice.books(), backOffice::imbalances);
        reliability = new ReliabilityMetrics(registry, exchange.pools(), backOffice.reliability());
        sampler = new Sampler(registry);
    }

    DoorMetrics doors() {
        return doors;
    }

    /** What hears of the market's work. */
    MarketWork.Listeners listeners() {
        return new MarketWork.Listeners(desks::priced, fleet::stepped);
    }

    /** Where Prometheus should scrape. */
    URI uri() {
        return server.uri();
    }

    /** Begins to read the figures, and says how the parts are from now on. */
    MarketHealth watch(VenueConfig config, MarketWork work, Optional<ClusteredExchange> member) {
        Map<PoolId, Supplier<Optional<DeskReading>>> readings = new LinkedHashMap<>();
        config.poolIds().stream().sorted().forEach(pool -> readings.put(pool, () -> reading(work, pool)));
        new MarketMetrics(
                registry,
                exchange.clock(),
                () -> work.running()
                        .map(running -> OptionalLong.of(running.loop().lastRound()))
                        .orElse(OptionalLong.empty()),
                () -> work.running().map(MarketWork.Running::failures).orElse(0L));
        new MemberMetrics(
                registry,
                exchange::pools,
                pool -> member.map(cluster -> cluster.serves(pool))
                        .orElseGet(() -> !exchange.stoppedPools().containsKey(pool)),
                () -> member.map(cluster -> cluster.duties().isPresent()).orElse(true),
                () -> work.running().isPresent());
        desks.watch(registry, readings);
        sampler.every(OFTEN, "pools", pools::sample);
        sampler.every(OFTEN, "fleet", fleet::sample);
        sampler.every(OFTEN, "settlement", () -> settlement.sample(problem(work).isPresent()));
        sampler.every(NOW_AND_THEN, "reliability", reliability::sample);
        // Before the first look at the machines they are in no book, and would be missing. Of several members the one
        // checks
        // that does the work.
        sampler.every(
                NOW_AND_THEN,
                "balance",
                () -> work.running().ifPresent(running -> {
                    running.loop().awaitFirstRound();
                    settlement.check();
                }));
        WorkHealth market = new WorkHealth(exchange.clock(), work, member.map(ClusteredExchange::duties));
        DeskHealth desk = new DeskHealth(
                exchange.clock(),
                readings,
                pricer::ruleSetId,
                config.demandSources(),
                pool -> work.running().flatMap(running -> running.demand().problem(pool)));
        BackOfficeHealth back = new BackOfficeHealth(
                backOffice.books(),
                () -> problem(work),
                backOffice.fleet(),
                exchange.pools(),
                settlement::lastImbalances);
        List<Supplier<Part>> parts = new ArrayList<>();
        member.ifPresent(cluster -> {
            ClusterHealth health =
                    new ClusterHealth(cluster, config.membership().orElseThrow().peers());
            parts.add(() -> MarketHealth.guarded("cluster", health::part));
        });
        parts.add(() -> MarketHealth.guarded("settlement", back::settlement));
        parts.add(() -> MarketHealth.guarded("fleet", back::fleet));
        MachinesHealth machines =
                new MachinesHealth(exchange.clock(), config.site().machines());
        parts.add(() -> MarketHealth.guarded(
                "machines", () -> market.hereOrElsewhere("machines", () -> machines.part(listed(work)))));
        parts.add(() -> MarketHealth.guarded("pricing", () -> market.hereOrElsewhere("pricing", desk::pricing)));
        parts.add(() -> MarketHealth.guarded("demand", () -> market.hereOrElsewhere("demand", desk::demand)));
        MarketHealth whole = new MarketHealth(exchange, market::part, parts);
        whole.door("metrics", uri().toString());
        return whole;
    }

    private static Optional<DeskReading> reading(MarketWork work, PoolId pool) {
        return work.running()
                .flatMap(running -> Optional.ofNullable(running.desks().get(pool)))
                .flatMap(OperatorLoop::reading);
    }

    private static OptionalLong listed(MarketWork work) {
        return work.running().map(running -> running.fleet().listed()).orElse(OptionalLong.empty());
    }

    private static Optional<String> problem(MarketWork work) {
        return work.running().flatMap(running -> running.settlement().problem());
    }

    @Override
    public void close() {
        server.close();
        sampler.close();
    }
}
