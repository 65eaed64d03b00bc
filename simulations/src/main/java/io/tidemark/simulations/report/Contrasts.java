package io.tidemark.simulations.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** The rows of comparison.csv. */
record Contrasts(List<Contrast> all) {
    private static final List<String> COLUMNS = List.of(
            "metric",
            "unit",
            "variant",
            "n",
            "mean",
            "halfWidth95",
            "firstMean",
            "difference",
            "differenceHalfWidth95",
            "low95",
            "high95",
            "varianceRatio",
            "verdict");

    Contrasts {
        all = List.copyOf(all);
    }

    /**
     * A metric of a variant.
     *
     * @param firstMean what the first variant has in the same replications; this and what follows is empty of the first
     */
    record Contrast(
            String metric,
            String unit,
            String variant,
            long n,
            double mean,
            OptionalDouble halfWidth,
            OptionalDouble firstMean,
            OptionalDouble difference,
            OptionalDouble differenceHalfWidth,
            OptionalDouble low,
            OptionalDouble high,
            String verdict) {
        boolean isFirst() {
            return difference.isEmpty();
        }
    }

    static Contrasts read(Path folder) throws IOException {
        List<Contrast> all = new ArrayList<>();
        CsvTable.read(
                folder.resolve("comparison.csv"),
                COLUMNS,
                row -> all.add(new Contrast(
                        row.text(0),
                        row.text(1),
                        row.text(2),
                        (long) row.number(3),
                        row.number(4),
                        row.optionalNumber(5),
                        row.optionalNumber(6),
                        row.optionalNumber(7),
                        row.optionalNumber(8),
                        row.optionalNumber(9),
                        row.optionalNumber(10),
                        row.text(12))));
        return new Contrasts(all);
    }

    /** Those of one metric that can be shown as a part of what the first has, with their intervals. */
    List<Contrast> relative(String metric) {
        return all.stream()
                .filter(one -> one.metric().equals(metric)
                        && one.low().isPresent()
                        && one.firstMean().orElse(0) != 0)
                .toList();
    }
}
