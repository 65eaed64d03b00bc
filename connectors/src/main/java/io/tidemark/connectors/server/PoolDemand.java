package io.tidemark.connectors.server;

import io.tidemark.fleet.surplus.DemandSource;
import io.tidemark.simulations.demand.DemandShape;
import io.tidemark.simulations.demand.TrainingPoolDemand;
import io.tidemark.simulations.trace.DemandTrace;
import io.tidemark.simulations.trace.QueuedDemand;
import io.tidemark.simulations.trace.ScaledDemand;
import java.time.Duration;

/** Where the internal demand of a pool is read from: what stands between a scheduler's figures and the operator's desk. */
interface PoolDemand {
    /** The source for a pool of a market that began so. */
    DemandSource open(VenueConfig.Pool pool, Beginning beginning);

    /** For people: where demand is read from. */
    String describe();

    /** Made up, from the seed of the market. */
    static PoolDemand generated(DemandShape shape) {
        return new PoolDemand() {
            @Override
            public DemandSource open(VenueConfig.Pool pool, Beginning beginning) {
                return new TrainingPoolDemand(beginning.seed(), pool.id(), pool.lots(), beginning.startMillis(), shape);
            }

            @Override
            public String describe() {
                return "the built-in generator";
            }
        };
    }

    /**
     * A trace, laid along the market from its beginning on, over and over.
     *
     * @param offset how far into the trace the market begins
     */
    static PoolDemand traced(DemandTrace trace, Duration offset, String description) {
        return new PoolDemand() {
            @Override
            public DemandSource open(VenueConfig.Pool pool, Beginning beginning) {
                return new ScaledDemand(trace, pool.lots(), beginning.startMillis(), offset, QueuedDemand.usual());
            }

            @Override
            public String describe() {
                return description;
            }
        };
    }

    /** A trace in a word or two: the file, how long it is, and what is known of its outages. */
    static String describe(String file, DemandTrace trace, boolean outagesGiven) {
        String outages = outagesGiven
                ? trace.outageSeries()
                        .map(series -> "outages of " + series + " left out")
                        .orElse("the list of outages names no series of it")
                : "no list of outages given";
        return file + " (" + trace.size() + " samples; " + outages + ")";
    }
}
