package io.tidemark.simulations.selftest;

import io.tidemark.simulations.random.NamedStreams;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The replications of one pool and its traffic, side by side, kept in their order.
 *
 * @param meanMillis the mean duration of a job
 */
record Replications(int capacity, int headroom, List<Traffic> traffic, NamedStreams streams, long meanMillis) {
    private static final int LONG_RUNS = 40;
    private static final double LONG_WARMUP = 20;
    private static final int SHORT_RUNS = 8;
    private static final double SHORT_WARMUP = 10;

    /** The count and the engine of the same pool; lengths in mean durations, over all replications. */
    Control control(double countLength, double engineLength) {
        return new Control(counted(countLength), engine(engineLength), shortCount(engineLength));
    }

    List<Tally> counted(double length) {
        return IntStream.range(0, LONG_RUNS)
                .parallel()
                .mapToObj(replication ->
                        run(new CountedLots(capacity, headroom), replication, LONG_WARMUP, length / LONG_RUNS))
                .toList();
    }

    List<Tally> engine(double length) {
        return IntStream.range(LONG_RUNS, LONG_RUNS + SHORT_RUNS)
                .parallel()
                .mapToObj(replication ->
                        run(new EngineLots(capacity, headroom), replication, SHORT_WARMUP, length / SHORT_RUNS))
                .toList();
    }

    private List<Tally> shortCount(double length) {
        return IntStream.range(LONG_RUNS, LONG_RUNS + SHORT_RUNS)
                .mapToObj(replication ->
                        run(new CountedLots(capacity, headroom), replication, SHORT_WARMUP, length / SHORT_RUNS))
                .toList();
    }

    Tally run(Lots lots, int replication, double warmup, double length) {
        return new LossRun(lots, capacity, traffic, streams, replication, meanMillis).run(warmup, length);
    }
}
