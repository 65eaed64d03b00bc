package io.tidemark.connectors.metrics;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.tidemark.exchange.contract.PoolId;
import io.tidemark.fleet.node.Change;
import io.tidemark.fleet.node.Fleet;
import io.tidemark.fleet.node.QuarantineReason;
import io.tidemark.fleet.node.StepReport;
import java.util.List;

/** The machines: in which state they are, what was asked of them, and what came of it. */
public final class FleetMetrics {
    private static final int PAGE = 1_000;

    private final Fleet fleet;
    private final List<PoolId> pools;
    private final Gauge nodes;
    private final Counter transitions;
    private final Counter requests;
    private final Counter staleSteps;
    private final Counter handOvers;
    private final Counter lost;
    private final Counter quarantines;
    private long told;

    public FleetMetrics(PrometheusRegistry registry, Fleet fleet, List<PoolId> pools) {
        this.fleet = fleet;
        this.pools = pools;
        nodes = Gauge.builder()
                .name("tidemark_nodes")
                .help("Nodes by state")
                .labelNames("pool", "state")
                .register(registry);
        transitions = counter(registry, "tidemark_node_transitions_total", "Steps that nodes took");
        requests = counter(
                registry, "tidemark_node_requests_total", "Requests to the machines: accepted, or failed", "outcome");
        requests.initLabelValues("accepted");
        requests.initLabelValues("failed");
        staleSteps = counter(
                registry,
                "tidemark_fleet_stale_steps_total",
                "Looks at the fleet at which its list was too old or away");
        handOvers = counter(
                registry,
                "tidemark_hand_overs_total",
                "Lots handed to their holders, since the market began; once an hour for one that is kept",
                "pool");
        lost = counter(
                registry,
                "tidemark_lost_lots_total",
                "Lots that failed in their holders' hands, since it began",
                "pool");
        quarantines = counter(
                registry, "tidemark_quarantines_total", "Nodes isolated since the market began, by reason", "reason");
        pools.forEach(pool -> {
            handOvers.initLabelValues(pool.toString());
            lost.initLabelValues(pool.toString());
        });
        for (QuarantineReason reason : QuarantineReason.values()) {
            quarantines.initLabelValues(reason.name());
        }
    }

    private static Counter counter(PrometheusRegistry registry, String name, String help, String... labels) {
        return Counter.builder().name(name).help(help).labelNames(labels).register(registry);
    }

    /** What one step of the fleet came to. */
    public void stepped(StepReport report) {
        transitions.inc(report.transitions());
        requests.labelValues("accepted").inc(report.asked());
        requests.labelValues("failed").inc(report.failed());
        if (report.stale()) {
            staleSteps.inc();
        }
    }

    /** Reads the states, and what has changed since the last time. */
    public void sample() {
        for (PoolId pool : pools) {
            fleet.counts(pool)
                    .forEach((state, count) ->
                            nodes.labelValues(pool.toString(), state.name()).set(count));
        }
        List<Change> page;
        do {
            page = fleet.changesAfter(told, PAGE);
            for (Change change : page) {
                count(change);
                told = change.sequence();
            }
        } while (page.size() == PAGE);
    }

    private void count(Change change) {
        if (change instanceof Change.HandOver handOver) {
            handOvers.labelValues(handOver.key().pool().toString()).inc();
        } else if (change instanceof Change.Lost gone) {
            lost.labelValues(gone.key().pool().toString()).inc();
        } else if (change instanceof Change.Quarantined isolated) {
            quarantines.labelValues(isolated.why().name()).inc();
        }
    }
}
