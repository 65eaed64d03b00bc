package io.tidemark.simulations.selftest;

import io.tidemark.simulations.random.NamedStreams;
import io.tidemark.simulations.selftest.CaseResult.Way;
import io.tidemark.simulations.statistics.Estimate;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.commons.rng.UniformRandomProvider;

/**
 * Case 7: arrivals swing over the day, jobs of 6 h run on as many lots as they like. The lots in use swing less, and
 * later.
 */
final class DiurnalCase {
    private static final int REPLICATIONS = 40;
    private static final double MEAN_HOURS = 6;
    private static final double SWING = 0.5;
    private static final double PER_HOUR = 20;
    private static final double OMEGA = 2 * StrictMath.PI / 24;
    private static final int WARMUP_DAYS = 4;

    private DiurnalCase() {}

    static void run(NamedStreams streams, Effort effort, Consumer<CaseResult> results) {
        int days = (int) effort.length(600);
        double[][] waves = IntStream.range(0, REPLICATIONS)
                .parallel()
                .mapToObj(replication -> wave(streams.stream("diurnal", replication), days))
                .toArray(double[][]::new);
        double[] factors = IntStream.range(0, REPLICATIONS)
                .mapToDouble(i -> StrictMath.hypot(waves[i][0], waves[i][1]) / (PER_HOUR * MEAN_HOURS * SWING))
                .toArray();
        double[] lags = IntStream.range(0, REPLICATIONS)
                .mapToDouble(i -> StrictMath.atan2(-waves[i][1], waves[i][0]) / OMEGA)
                .toArray();
        results.accept(CaseResult.of(
                7, "swing of the lots in use, share", Way.KIT, 0.53703, Estimate.of(factors), effort.bound(0.01)));
        results.accept(
                CaseResult.of(7, "hours by which they lag", Way.KIT, 3.8346, Estimate.of(lags), effort.bound(0.01)));
    }

    /** The daily sine and cosine of the lots in use. A job from s to t adds the integral of the wave over that time. */
    private static double[] wave(UniformRandomProvider random, int days) {
        double from = WARMUP_DAYS * 24;
        double end = from + days * 24;
        double sine = 0;
        double cosine = 0;
        double fastest = PER_HOUR * (1 + SWING);
        for (double now = Durations.exponential(random) / fastest;
                now < end;
                now += Durations.exponential(random) / fastest) {
            boolean comes = random.nextDouble() * fastest < PER_HOUR * (1 + SWING * StrictMath.sin(OMEGA * now));
            double leaves = now + MEAN_HOURS * Durations.exponential(random);
            if (comes && leaves > from) {
                double first = Math.max(now, from);
                double last = Math.min(leaves, end);
                sine += (StrictMath.cos(OMEGA * first) - StrictMath.cos(OMEGA * last)) / OMEGA;
                cosine += (StrictMath.sin(OMEGA * last) - StrictMath.sin(OMEGA * first)) / OMEGA;
            }
        }
        double half = days * 24 / 2.0;
        return new double[] {sine / half, cosine / half};
    }
}
