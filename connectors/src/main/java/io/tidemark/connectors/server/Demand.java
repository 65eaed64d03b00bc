package io.tidemark.connectors.server;

import io.tidemark.fleet.surplus.DemandSource;
import io.tidemark.simulations.demand.DemandShape;
import io.tidemark.simulations.demand.TrainingPoolDemand;
import io.tidemark.simulations.trace.DemandTrace;
import io.tidemark.simulations.trace.QueuedDemand;
import io.tidemark.simulations.trace.ScaledDemand;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** Where the internal demand of a demonstration comes from: a trace, or the built-in generator. */
final class Demand {
    /** Pools that share a trace are this far apart in it, so that their tides differ. */
    private static final long DAYS_BETWEEN_POOLS = 9;

    private final DemoConfig config;
    private final Optional<DemandTrace> trace;

    private Demand(DemoConfig config, Optional<DemandTrace> trace) {
        this.config = config;
        this.trace = trace;
    }

    /**
     * Reads the trace, if one is named.
     *
     * @throws IOException if a file cannot be read
     * @throws io.tidemark.simulations.trace.TraceFormatException if it is no trace, with line and column
     */
    static Demand of(DemoConfig config) throws IOException {
        return config.demand().isEmpty()
                ? new Demand(config, Optional.empty())
                : new Demand(
                        config, Optional.of(DemandTrace.read(config.demand().get(), config.outages())));
    }

    /** The demand of the pool at a place in the list of pools. */
    DemandSource ofPool(int index, long marketStart, long seed) {
        DemoConfig.Pool pool = config.pools().get(index);
        if (trace.isEmpty()) {
            return new TrainingPoolDemand(
                    seed,
                    pool.id(),
                    pool.lots(),
                    marketStart,
                    DemandShape.trainingPool().withStagedOpening());
        }
        Duration offset = Duration.ofHours(config.traceOffsetHours()).plusDays(index * DAYS_BETWEEN_POOLS);
        return new ScaledDemand(trace.get(), pool.lots(), marketStart, offset, QueuedDemand.usual());
    }

    /** For the banner: where demand comes from, and what is known of its outages. */
    String describe() {
        if (trace.isEmpty()) {
            return "the built-in generator";
        }
        String outages = config.outages().isEmpty()
                ? "no list of outages given"
                : trace.get()
                        .outageSeries()
                        .map(series -> "outages of " + series + " left out")
                        .orElse("the list of outages names no series of it");
        return config.demand().get() + " (" + trace.get().size() + " samples; " + outages + ")";
    }
}
