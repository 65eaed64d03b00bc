package io.tidemark.simulations.statistics;

/**
 * How much the second of two scenarios differs from the first, replication by replication. With common random numbers the
 * pairs move together, and their difference is known far better than either of them.
 *
 * @param difference second minus first
 * @param varianceRatio the variance that the difference of independent runs would have over that of this one: what the
 *     common numbers gained; infinite where all differences are equal, 1 where nothing is known yet
 */
public record PairedDifference(Estimate first, Estimate second, Estimate difference, double varianceRatio) {
    /** What may be said of the second scenario. */
    public enum Verdict {
        HIGHER,
        LOWER,
        /** The interval of the difference holds zero, or there are too few pairs. */
        NOT_TOLD_APART
    }

    /**
     * Compares values of the same replications, in the same order.
     *
     * @throws IllegalArgumentException if the scenarios have different numbers of replications
     */
    public static PairedDifference of(double[] first, double[] second) {
        if (first.length != second.length) {
            throw new IllegalArgumentException("a paired difference needs the same replications on both sides: "
                    + first.length + " and " + second.length);
        }
        double[] differences = new double[first.length];
        for (int i = 0; i < first.length; i++) {
            differences[i] = second[i] - first[i];
        }
        Estimate before = Estimate.of(first);
        Estimate after = Estimate.of(second);
        Estimate difference = Estimate.of(differences);
        return new PairedDifference(before, after, difference, gain(before, after, difference));
    }

    private static double gain(Estimate first, Estimate second, Estimate difference) {
        double apart = square(first.standardDeviation()) + square(second.standardDeviation());
        double together = square(difference.standardDeviation());
        if (together == 0) {
            return apart == 0 ? 1 : Double.POSITIVE_INFINITY;
        }
        return apart / together;
    }

    private static double square(double value) {
        return value * value;
    }

    /** A side is named only if the interval of the difference excludes zero. */
    public Verdict verdict(double level) {
        return difference
                .interval(level)
                .filter(Interval::excludesZero)
                .map(interval -> interval.low() > 0 ? Verdict.HIGHER : Verdict.LOWER)
                .orElse(Verdict.NOT_TOLD_APART);
    }
}
