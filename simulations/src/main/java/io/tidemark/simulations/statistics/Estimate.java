package io.tidemark.simulations.statistics;

import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What independent replications say of one metric.
 *
 * <p>Quantiles interpolate between the ordered values (Hyndman and Fan's type 7, as most spreadsheets do). They describe the
 * replications; they are no bounds of the mean.
 *
 * @param n how many values
 * @param mean their mean
 * @param standardDeviation with n - 1 below; 0 for a single value, of which nothing is known yet
 */
public record Estimate(
        int n, double mean, double standardDeviation, double min, double p5, double p50, double p95, double max) {
    private static final int FEWEST_FOR_AN_INTERVAL = 2;

    /**
     * Takes the values in the order of their replications.
     *
     * @throws IllegalArgumentException if there is none, or one is not a finite number
     */
    public static Estimate of(double... values) {
        check(values);
        double mean = Sum.mean(values);
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        // Equal values have no spread; their mean may differ from them in the last bit.
        boolean equal = sorted[0] == sorted[sorted.length - 1];
        double variance = equal ? 0 : Sum.squares(values, mean) / (values.length - 1);
        return new Estimate(
                values.length,
                equal ? sorted[0] : mean,
                StrictMath.sqrt(variance),
                sorted[0],
                quantile(sorted, 0.05),
                quantile(sorted, 0.5),
                quantile(sorted, 0.95),
                sorted[sorted.length - 1]);
    }

    private static void check(double[] values) {
        if (values.length == 0) {
            throw new IllegalArgumentException("no value, no estimate");
        }
        for (int i = 0; i < values.length; i++) {
            if (!Double.isFinite(values[i])) {
                throw new IllegalArgumentException("value " + i + " is not a finite number: " + values[i]);
            }
        }
    }

    private static double quantile(double[] sorted, double share) {
        double place = share * (sorted.length - 1);
        int below = (int) place;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }

    /** Whether there are enough values to say how sure the mean is. */
    public boolean hasInterval() {
        return n >= FEWEST_FOR_AN_INTERVAL;
    }

    /**
     * Half the width of the interval that holds the true mean at this level, by Student's t; empty while it is not known
     * yet.
     *
     * @param level such as 0.95
     */
    public OptionalDouble halfWidth(double level) {
        if (!hasInterval()) {
            return OptionalDouble.empty();
        }
        return OptionalDouble.of(StudentT.twoSided(level, n - 1.0) * standardDeviation / StrictMath.sqrt(n));
    }

    /** The interval around the mean at this level; empty while it is not known yet. */
    public Optional<Interval> interval(double level) {
        return hasInterval()
                ? Optional.of(new Interval(
                        mean - halfWidth(level).orElseThrow(),
                        mean + halfWidth(level).orElseThrow()))
                : Optional.empty();
    }

    /**
     * Whether the half-width is at most this share of the mean. A mean of 0 is precise only if every value is 0.
     *
     * @param relativePrecision such as 0.02
     */
    public boolean isPrecise(double relativePrecision, double level) {
        return hasInterval() && halfWidth(level).orElseThrow() <= relativePrecision * Math.abs(mean);
    }
}
