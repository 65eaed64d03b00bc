package io.tidemark.connectors.metrics;

import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.pool.Event.LeaseEnd;
import io.tidemark.fleet.reliability.Reliability;
import io.tidemark.fleet.reliability.Reliability.Age;
import io.tidemark.fleet.reliability.Reliability.Firm;
import io.tidemark.fleet.reliability.Reliability.Notices;
import io.tidemark.fleet.reliability.Reliability.Spot;
import io.tidemark.fleet.reliability.ReliabilityReport;
import java.util.Collection;
import java.util.List;

/** How well pools kept their word in the last 30 days of market time; not a number where nothing is known. */
public final class ReliabilityMetrics {
    /** Those of which there is notice: what a holder gives back itself has none. */
    private static final List<LeaseEnd> NOTICED =
            List.of(LeaseEnd.RECLAIMED, LeaseEnd.NO_SUPPLY, LeaseEnd.OUTBID, LeaseEnd.UNFUNDED);

    private final Collection<PoolId> pools;
    private final ReliabilityReport report;
    private final Gauge survival;
    private final Gauge watched;
    private final Gauge spotLots;
    private final Gauge notices;
    private final Gauge shortest;
    private final Gauge firm;

    /** Registers them. */
    public ReliabilityMetrics(PrometheusRegistry registry, Collection<PoolId> pools, ReliabilityReport report) {
        this.pools = pools;
        this.report = report;
        survival = gauge(
                registry,
                "tidemark_spot_survival_ratio",
                "Spot lots that the operator had left alone at an age, as a share; NaN if none was seen so long",
                "pool",
                "age");
        watched = gauge(
                registry, "tidemark_spot_survival_lots", "Spot lots that were seen at an age or later", "pool", "age");
        spotLots = gauge(
                registry,
                "tidemark_spot_lease_lots",
                "Lots of spot leases begun in the last 30 days: reclaimed, no_supply, other_end, running",
                "pool",
                "state");
        notices = gauge(
                registry,
                "tidemark_lease_notices",
                "Notices given in the last 30 days, by reason: kept, broken, or open still",
                "pool",
                "reason",
                "outcome");
        shortest = gauge(
                registry,
                "tidemark_lease_shortest_notice_seconds",
                "The shortest notice of the last 30 days, by reason; NaN if there was none",
                "pool",
                "reason");
        firm = gauge(
                registry,
                "tidemark_firm_lot_hours",
                "Firm lot-hours of the last 30 days: whole, short, failed, curtailed",
                "pool",
                "outcome");
        pools.forEach(pool -> show(pool.toString(), Reliability.NONE));
    }

    private static Gauge gauge(PrometheusRegistry registry, String name, String help, String... labels) {
        return Gauge.builder().name(name).help(help).labelNames(labels).register(registry);
    }

    /** Asks the database. */
    public void sample() {
        pools.forEach(pool -> show(pool.toString(), report.of(pool).orElse(Reliability.NONE)));
    }

    private void show(String pool, Reliability word) {
        for (Age age : word.spot().survival()) {
            String at = age.hours() + "h";
            survival.labelValues(pool, at).set(age.share().orElse(Double.NaN));
            watched.labelValues(pool, at).set((double) age.watchedLots());
        }
        Spot spot = word.spot();
        spotLots.labelValues(pool, "reclaimed").set((double) spot.reclaimedLots());
        spotLots.labelValues(pool, "no_supply").set((double) spot.noSupplyLots());
        spotLots.labelValues(pool, "other_end").set((double) spot.otherEndLots());
        spotLots.labelValues(pool, "running").set((double) spot.runningLots());
        for (LeaseEnd cause : NOTICED) {
            show(
                    pool,
                    word.notices().stream()
                            .filter(each -> each.cause() == cause)
                            .findFirst()
                            .orElse(new Notices(cause, 0, 0, 0, 0, 0, 0, 0, 0)));
        }
        Firm hours = word.firm();
        firm.labelValues(pool, "whole").set((double) hours.wholeLotHours());
        firm.labelValues(pool, "short").set((double) hours.shortLotHours());
        firm.labelValues(pool, "failed").set((double) hours.failedLotHours());
        firm.labelValues(pool, "curtailed").set((double) hours.curtailedLotHours());
    }

    private void show(String pool, Notices of) {
        String cause = of.cause().name();
        notices.labelValues(pool, cause, "kept").set((double) of.kept());
        notices.labelValues(pool, cause, "broken").set((double) of.broken());
        notices.labelValues(pool, cause, "open").set((double) of.open());
        shortest.labelValues(pool, cause).set(of.given() == 0 ? Double.NaN : (double) of.shortestSeconds());
    }
}
