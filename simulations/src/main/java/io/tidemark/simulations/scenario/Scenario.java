package io.tidemark.simulations.scenario;

import io.tidemark.exchange.contract.PoolId;
import io.tidemark.simulations.demand.DemandShape;
import io.tidemark.simulations.metric.Metric;
import io.tidemark.simulations.participant.Strategy;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A market to simulate. What each part means is said in the schema. Instants are epoch milliseconds, durations
 * milliseconds, prices ticks.
 *
 * @param resolved the scenario as JSON with every default, for the records
 */
public record Scenario(
        String name,
        Horizon horizon,
        long seed,
        Replications replications,
        List<Pool> pools,
        Map<PoolId, Demand> internalDemand,
        Release release,
        Turnaround turnaround,
        Pricing pricing,
        OperatorLimits operator,
        List<Participant> participants,
        List<Assertion> assertions,
        String resolved) {
    public Scenario {
        pools = List.copyOf(pools);
        internalDemand = Map.copyOf(internalDemand);
        participants = List.copyOf(participants);
        assertions = List.copyOf(assertions);
    }

    /** When the market begins, how long it lasts, and what of it is not counted. */
    public record Horizon(long start, long length, long warmup, long sample) {
        public long end() {
            return start + length;
        }

        /** From when on it counts. */
        public long countedFrom() {
            return start + warmup;
        }
    }

    /** How often the market is played: from {@code min} to {@code max} times, fewer if it is precise before. */
    public record Replications(int min, int max, Optional<Precision> precision) {}

    /**
     * When a result is precise enough.
     *
     * @param relative the 95 % half-width as a part of the mean
     */
    public record Precision(double relative, List<Metric> on) {
        public Precision {
            on = List.copyOf(on);
        }
    }

    /** A pool and its size. */
    public record Pool(PoolId id, long lots) {}

    /** What internal work needs. */
    public sealed interface Demand permits Recorded, Generated {}

    /** A trace of a real cluster. */
    public record Recorded(
            Path trace,
            Optional<Path> outages,
            long scaleToLots,
            long offset,
            long offsetPerReplication,
            boolean repeat,
            String place)
            implements Demand {}

    /** Demand made from the seed. */
    public record Generated(DemandShape shape) implements Demand {}

    /** How surplus is let go and asked back. */
    public record Release(
            double headroom,
            double turnoverReserve,
            long every,
            long after,
            long reclaimAfter,
            Optional<Integer> noticeSeconds) {}

    /** What a lot needs between two uses. */
    public record Turnaround(long sanitize, long deploy) {}

    /**
     * What prices, and how often.
     *
     * @param tables a directory of tables; empty for the built-in ones
     * @param ahead of which hours: those that begin within this time
     */
    public record Pricing(Policy policy, Optional<Path> tables, long tick, long ahead) {}

    /** Who says what a GPU-hour costs. How much is for sale the rules say in any case. */
    public sealed interface Policy permits Rules, FixedPrice, PriceByUse {}

    /** The rules. */
    public record Rules() implements Policy {}

    /** One price at all times. */
    public record FixedPrice(long ticks) implements Policy {}

    /** One price at a time, in a straight line from an idle pool to a full one. */
    public record PriceByUse(long idleTicks, long fullTicks) implements Policy {}

    /** What no rule may overstep. */
    public record OperatorLimits(long floorTicks, long capTicks, long largestStepBps) {}

    /** Who trades. */
    public sealed interface Participant permits Buyer, Trader {
        String name();

        /** The only pool, if it is not in all. */
        Optional<PoolId> pool();
    }

    /** Jobs that arrive at random, each with a value of its own. */
    public record Buyer(
            String name,
            Optional<PoolId> pool,
            boolean spot,
            double perHour,
            boolean officeHours,
            Whole lots,
            Whole hours,
            Whole lead,
            boolean allOrNone,
            double logMean,
            double logDeviation,
            long patience,
            double resubmit,
            long checkpoint)
            implements Participant {}

    /** Made-up traders of one taste. */
    public record Trader(String name, Optional<PoolId> pool, Strategy strategy, int count, long every)
            implements Participant {}

    /** What must hold in the end: a statistic of a metric, compared with a number. */
    public record Assertion(String text, Metric metric, String statistic, String comparison, double bound) {}
}
