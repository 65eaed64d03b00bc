package io.tidemark.connectors.simulate;

import io.tidemark.simulations.metric.Metric;
import io.tidemark.simulations.run.Result;
import io.tidemark.simulations.statistics.Estimate;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The figures of a run that most people want, in a table. */
final class Summary {
    private static final double LEVEL = 0.95;
    private static final MathContext DIGITS = new MathContext(5);
    private static final String ROW = "%-24s%-16s%4s%14s%12s%12s%12s%n";

    private static final List<Metric> SHOWN = List.of(
            Metric.REVENUE,
            Metric.SOLD_GPU_HOURS,
            Metric.RELEASABLE_GPU_HOURS,
            Metric.SOLD_SHARE,
            Metric.INTERNAL_USE,
            Metric.POOL_USE,
            Metric.INTERNAL_WAIT,
            Metric.ADMISSIONS,
            Metric.RECLAIM_RATE,
            Metric.RECLAIMS_PER_100_GPU_HOURS,
            Metric.NOTICE_KEPT,
            Metric.FILL_RATE,
            Metric.FIRM_PRICE_P50,
            Metric.SPOT_PRICE_P50,
            Metric.HOURS_AT_RESERVE);

    private Summary() {}

    static void print(Result result, double seconds, PrintWriter out) {
        out.printf(
                Locale.ROOT,
                "%s, seed %d, digest %s: %d replications in %.1f s%n%n",
                result.scenario().name(),
                result.scenario().seed(),
                result.shortDigest(),
                result.replications(),
                seconds);
        out.printf(Locale.ROOT, ROW, "metric", "unit", "n", "mean", "+- 95 %", "p5", "p95");
        for (Metric metric : SHOWN) {
            Optional<Estimate> found = result.estimate(metric);
            if (found.isPresent()) {
                Estimate estimate = found.get();
                out.printf(
                        Locale.ROOT,
                        ROW,
                        metric.key(),
                        metric.unit(),
                        estimate.n(),
                        figure(estimate.mean()),
                        estimate.hasInterval()
                                ? figure(estimate.halfWidth(LEVEL).orElseThrow())
                                : "-",
                        figure(estimate.p5()),
                        figure(estimate.p95()));
            }
        }
        out.println();
    }

    static String figure(double value) {
        BigDecimal rounded = BigDecimal.valueOf(value).round(DIGITS);
        return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
    }
}
