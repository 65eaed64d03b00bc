package io.tidemark.connectors.simulate;

import io.tidemark.simulations.metric.Metric;
import io.tidemark.simulations.run.Compared;
import io.tidemark.simulations.statistics.Estimate;
import io.tidemark.simulations.statistics.PairedDifference;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** How variants differ from the first, in a table for each metric that most people want. */
final class ComparisonTable {
    private static final String ROW = "  %-52s%4s%13s%12s%13s%12s  %s%n";

    private static final List<Metric> SHOWN = List.of(
            Metric.REVENUE,
            Metric.SOLD_SHARE,
            Metric.FIRM_GPU_HOURS,
            Metric.SPOT_GPU_HOURS,
            Metric.RECLAIMS,
            Metric.RECLAIM_RATE,
            Metric.RECLAIMS_PER_100_GPU_HOURS,
            Metric.INTERNAL_WAIT,
            Metric.FIRM_PRICE_P50,
            Metric.SPOT_PRICE_P50,
            Metric.HOURS_AT_RESERVE);

    private ComparisonTable() {}

    static void print(Compared compared, double seconds, PrintWriter out) {
        out.printf(
                Locale.ROOT,
                "seed %d, digest %s: %d replications of each in %.1f s; differences are paired, +- is the half-width of"
                        + " the 95 %% interval%n",
                compared.variants().get(0).scenario().seed(),
                compared.shortDigest(),
                compared.replications(),
                seconds);
        for (Metric metric : SHOWN) {
            print(metric, compared, out);
        }
        out.println();
    }

    private static void print(Metric metric, Compared compared, PrintWriter out) {
        String title = metric.key() + ", " + metric.unit();
        for (int i = 0; i < compared.variants().size(); i++) {
            Optional<PairedDifference> pair = compared.difference(metric, i);
            if (pair.isPresent()) {
                if (!title.isEmpty()) {
                    out.printf(Locale.ROOT, "%n" + ROW, title, "n", "mean", "+-", "difference", "+-", "");
                    title = "";
                }
                String name = compared.variants().get(i).name();
                row(name, metric, pair.get(), i == 0, out);
            }
        }
    }

    private static void row(String name, Metric metric, PairedDifference pair, boolean isFirst, PrintWriter out) {
        Estimate own = pair.second();
        Estimate difference = pair.difference();
        out.printf(
                Locale.ROOT,
                ROW,
                name,
                own.n(),
                Summary.figure(own.mean()),
                halfWidth(own),
                isFirst ? "" : Summary.figure(difference.mean()),
                isFirst ? "" : halfWidth(difference),
                isFirst ? "" : Compared.verdict(metric, pair).words());
    }

    private static String halfWidth(Estimate estimate) {
        return estimate.hasInterval()
                ? Summary.figure(estimate.halfWidth(Compared.LEVEL).orElseThrow())
                : "-";
    }
}
