package io.tidemark.simulations.selftest;

import io.tidemark.simulations.random.NamedStreams;
import io.tidemark.simulations.selftest.CaseResult.Way;
import io.tidemark.simulations.statistics.Estimate;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** Case 8: of 1,000 intervals that claim 95 %, about 950 hold the truth. */
final class HonestyCase {
    private static final int EXPERIMENTS = 1_000;
    private static final int REPLICATIONS = 10;
    private static final double TRUTH = 0.110054;
    private static final List<Traffic> TRAFFIC = List.of(Traffic.spot("honesty", 3, 1, Durations.EXPONENTIAL));

    private HonestyCase() {}

    static void run(NamedStreams streams, Effort effort, Consumer<CaseResult> results) {
        double length = effort.length(360);
        long held = IntStream.range(0, EXPERIMENTS)
                .parallel()
                .filter(experiment -> holdsTheTruth(streams, experiment, length))
                .count();
        double share = (double) held / EXPERIMENTS;
        results.accept(new CaseResult(
                8,
                "95 % intervals that hold the truth, share of 1,000",
                Way.KIT,
                0.95,
                share,
                0.015,
                0.015,
                share >= 0.935 && share <= 0.965,
                "passes from 0.935 to 0.965"));
    }

    private static boolean holdsTheTruth(NamedStreams streams, int experiment, double length) {
        double[] shares = new double[REPLICATIONS];
        for (int i = 0; i < REPLICATIONS; i++) {
            long replication = (long) experiment * REPLICATIONS + i;
            shares[i] = new LossRun(new CountedLots(5, 0), 5, TRAFFIC, streams, replication, 3_600_000)
                    .run(10, length)
                    .blockedShare(0);
        }
        return Estimate.of(shares).interval(0.95).orElseThrow().contains(TRUTH);
    }
}
