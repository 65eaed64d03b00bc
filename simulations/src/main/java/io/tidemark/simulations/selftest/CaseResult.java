package io.tidemark.simulations.selftest;

import io.tidemark.simulations.statistics.Estimate;
import io.tidemark.simulations.statistics.Interval;

/**
 * One number of one case.
 *
 * @param number of the case, 1 to 9
 * @param subject what was computed, such as {@code "blocked, 10 lots, 8 erlangs"}
 * @param exact what theory says
 * @param estimate what was simulated
 * @param halfWidth half of the 99 % interval around it; 0 where there is no chance in it
 * @param widest what the half-width may be at most
 * @param passed whether the exact value lies in the interval and the interval is narrow enough, or what the note says
 * @param note what is to be known besides; may be empty
 */
public record CaseResult(
        int number,
        String subject,
        Way way,
        double exact,
        double estimate,
        double halfWidth,
        double widest,
        boolean passed,
        String note) {
    /** The level of every interval here. */
    public static final double LEVEL = 0.99;

    /** What the numbers were made with. */
    public enum Way {
        /** The exchange's own engine. */
        ENGINE,
        /** The simulator's streams, calendar and statistics alone. */
        KIT
    }

    /**
     * Passes if the exact value lies in the 99 % interval, and the interval is narrow enough.
     *
     * @param relativeBound the widest half-width, as a share of the exact value
     */
    public static CaseResult of(
            int number, String subject, Way way, double exact, Estimate estimate, double relativeBound) {
        Interval interval = estimate.interval(LEVEL).orElseThrow();
        double halfWidth = estimate.halfWidth(LEVEL).orElseThrow();
        double widest = relativeBound * Math.abs(exact);
        boolean passed = interval.contains(exact) && halfWidth <= widest;
        return new CaseResult(number, subject, way, exact, estimate.mean(), halfWidth, widest, passed, "");
    }

    /** A count of violations, of which there must be none. */
    static CaseResult ofViolations(int number, String subject, Way way, long violations, String note) {
        return new CaseResult(number, subject, way, 0, violations, 0, 0, violations == 0, note);
    }
}
