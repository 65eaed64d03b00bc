package io.tidemark.simulations.world;

import io.tidemark.exchange.contract.PoolId;
import io.tidemark.fleet.surplus.DemandSnapshot;
import io.tidemark.fleet.surplus.DemandSource;
import io.tidemark.pricing.price.Pricing;
import io.tidemark.simulations.demand.TrainingPoolDemand;
import io.tidemark.simulations.random.NamedStreams;
import io.tidemark.simulations.scenario.Scenario;
import io.tidemark.simulations.trace.DemandTrace;
import io.tidemark.simulations.trace.QueuedDemand;
import io.tidemark.simulations.trace.ScaledDemand;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;

/**
 * What all replications of a scenario share; threads may share it too.
 *
 * @param traces those of the pools that have one
 */
public record Inputs(Pricing pricing, Map<PoolId, DemandTrace> traces) {
    public Inputs {
        traces = Map.copyOf(traces);
    }

    /** A pool's demand in one replication. */
    DemandSource demand(Scenario scenario, Scenario.Pool pool, int replication, NamedStreams streams) {
        long start = scenario.horizon().start();
        Scenario.Demand demand =
                Objects.requireNonNull(scenario.internalDemand().get(pool.id()));
        if (demand instanceof Scenario.Generated generated) {
            return new TrainingPoolDemand(streams.seed(), pool.id(), pool.lots(), start, generated.shape());
        }
        Scenario.Recorded recorded = (Scenario.Recorded) demand;
        ScaledDemand scaled = new ScaledDemand(
                Objects.requireNonNull(traces.get(pool.id())),
                recorded.scaleToLots(),
                start,
                Duration.ofMillis(recorded.offset() + (replication - 1) * recorded.offsetPerReplication()),
                QueuedDemand.usual());
        return recorded.scaleToLots() == pool.lots() ? scaled : within(pool.lots(), scaled);
    }

    /** The demand of a cluster of another size on the lots that there are; what does not fit waits. */
    private static DemandSource within(long lots, DemandSource larger) {
        return new DemandSource() {
            @Override
            public DemandSnapshot snapshot(long now) {
                DemandSnapshot cluster = larger.snapshot(now);
                long inUse = Math.min(lots, cluster.internalLots());
                return new DemandSnapshot(
                        cluster.asOf(),
                        lots,
                        inUse,
                        cluster.pendingLots() + cluster.internalLots() - inUse,
                        cluster.outage());
            }

            @Override
            public long knownFrom() {
                return larger.knownFrom();
            }
        };
    }
}
