package io.tidemark.simulations.statistics;

import java.math.BigDecimal;
import java.math.MathContext;
import org.apache.commons.statistics.distribution.TDistribution;

/** Quantiles of Student's t. */
final class StudentT {
    /** The library computes with Math, whose last bits differ between machines; twelve digits do not. */
    private static final MathContext SAME_EVERYWHERE = new MathContext(12);

    private StudentT() {}

    /**
     * The value that |t| exceeds with a probability of 1 - level.
     *
     * @param level such as 0.95, strictly between 0 and 1
     */
    static double twoSided(double level, double degreesOfFreedom) {
        if (!(level > 0 && level < 1)) {
            throw new IllegalArgumentException("a confidence level lies between 0 and 1: " + level);
        }
        double upperTail = (1 - level) / 2;
        double quantile = TDistribution.of(degreesOfFreedom).inverseSurvivalProbability(upperTail);
        return new BigDecimal(quantile).round(SAME_EVERYWHERE).doubleValue();
    }
}
