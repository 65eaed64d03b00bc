package io.tidemark.connectors.server;

import io.tidemark.connectors.site.InternalDemand;
import io.tidemark.exchange.contract.PoolId;
import io.tidemark.fleet.surplus.DemandSource;
import io.tidemark.simulations.demand.DemandShape;
import io.tidemark.simulations.demand.TrainingPoolDemand;
import io.tidemark.simulations.trace.DemandTrace;
import io.tidemark.simulations.trace.QueuedDemand;
import io.tidemark.simulations.trace.ScaledDemand;
import java.time.Duration;
import java.util.function.BiFunction;

/** Where the internal demand of a pool is read from: what stands between a scheduler's figures and the operator's desk. */
interface PoolDemand {
    /**
     * The source for a pool of a market that began so.
     *
     * @param read what is read of internal demand at the site
     */
    DemandSource open(VenueConfig.Pool pool, Beginning beginning, InternalDemand read);

    /** For people: where demand is read from. */
    String describe();

    /** Made up, from the seed of the market. */
    static PoolDemand generated(DemandShape shape) {
        return new PoolDemand() {
            @Override
            public DemandSource open(VenueConfig.Pool pool, Beginning beginning, InternalDemand read) {
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
            public DemandSource open(VenueConfig.Pool pool, Beginning beginning, InternalDemand read) {
                return new ScaledDemand(trace, pool.lots(), beginning.startMillis(), offset, QueuedDemand.usual());
            }

            @Override
            public String describe() {
                return description;
            }
        };
    }

    /** What the site's Slurm says. */
    static PoolDemand inSlurm() {
        return read("Slurm", InternalDemand::slurm);
    }

    /** What the site's Prometheus says. */
    static PoolDemand inPrometheus() {
        return read("Prometheus", InternalDemand::prometheus);
    }

    private static PoolDemand read(String where, BiFunction<InternalDemand, PoolId, DemandSource> source) {
        return new PoolDemand() {
            @Override
            public DemandSource open(VenueConfig.Pool pool, Beginning beginning, InternalDemand read) {
                return source.apply(read, pool.id());
            }

            @Override
            public String describe() {
                return where;
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
