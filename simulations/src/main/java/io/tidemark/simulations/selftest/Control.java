package io.tidemark.simulations.selftest;

import io.tidemark.simulations.selftest.CaseResult.Way;
import io.tidemark.simulations.statistics.Estimate;
import io.tidemark.simulations.statistics.PairedDifference;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * What a short run of the engine says, with the plain count as control variate: the count's mean of a long run, plus the
 * mean difference between engine and count over the same jobs. Where both decide alike, nearly all of the chance is gone,
 * and where the engine decides otherwise, the difference shows it.
 *
 * @param counted the count, long, on other streams than the pair
 * @param engine the engine, short
 * @param same the count on the engine's jobs
 */
record Control(List<Tally> counted, List<Tally> engine, List<Tally> same) {
    CaseResult ofCount(int number, String subject, double exact, ToDoubleFunction<Tally> metric, double bound) {
        return CaseResult.of(number, subject, Way.KIT, exact, estimate(counted, metric), bound);
    }

    CaseResult ofEngine(int number, String subject, double exact, ToDoubleFunction<Tally> metric, double bound) {
        Estimate longRun = estimate(counted, metric);
        PairedDifference pair = PairedDifference.of(values(same, metric), values(engine, metric));
        double mean = longRun.mean() + pair.difference().mean();
        double halfWidth = StrictMath.hypot(halfWidth(longRun), halfWidth(pair.difference()));
        double widest = bound * exact;
        boolean passed = Math.abs(mean - exact) <= halfWidth && halfWidth <= widest;
        String alone =
                String.format(Locale.ROOT, "alone %.6f ± %.6f", pair.second().mean(), halfWidth(pair.second()));
        return new CaseResult(number, subject, Way.ENGINE, exact, mean, halfWidth, widest, passed, alone);
    }

    /** Only where no notice delays anything: there the engine and the count say yes and no to the same jobs. */
    CaseResult sameDecisions(int number, String subject) {
        long violations = 0;
        long jobs = 0;
        for (int i = 0; i < engine.size(); i++) {
            violations += engine.get(i).decisions == same.get(i).decisions ? 0 : 1;
            jobs += engine.get(i).allArrivals();
        }
        return CaseResult.ofViolations(
                number,
                "replications that decide otherwise than the count, " + subject,
                Way.ENGINE,
                violations,
                jobs + " jobs, one by one");
    }

    private static double halfWidth(Estimate estimate) {
        return estimate.halfWidth(CaseResult.LEVEL).orElseThrow();
    }

    private static Estimate estimate(List<Tally> tallies, ToDoubleFunction<Tally> metric) {
        return Estimate.of(values(tallies, metric));
    }

    private static double[] values(List<Tally> tallies, ToDoubleFunction<Tally> metric) {
        return tallies.stream().mapToDouble(metric).toArray();
    }
}
