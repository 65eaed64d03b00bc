package io.tidemark.simulations.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** The figures over all replications. */
record Summary(List<Figure> figures) {
    private static final List<String> COLUMNS =
            List.of("metric", "unit", "n", "mean", "halfWidth95", "min", "p5", "p50", "p95", "max");

    Summary {
        figures = List.copyOf(figures);
    }

    /**
     * One metric.
     *
     * @param halfWidth empty while it is not known yet
     */
    record Figure(
            String metric,
            String unit,
            long n,
            OptionalDouble mean,
            OptionalDouble halfWidth,
            List<OptionalDouble> spread) {
        Figure {
            spread = List.copyOf(spread);
        }
    }

    static Summary read(Path folder) throws IOException {
        List<Figure> figures = new ArrayList<>();
        CsvTable.read(
                folder.resolve("summary.csv"),
                COLUMNS,
                row -> figures.add(new Figure(
                        row.text(0),
                        row.text(1),
                        (long) row.number(2),
                        row.optionalNumber(3),
                        row.optionalNumber(4),
                        List.of(
                                row.optionalNumber(5),
                                row.optionalNumber(6),
                                row.optionalNumber(7),
                                row.optionalNumber(8),
                                row.optionalNumber(9)))));
        return new Summary(figures);
    }

    Optional<Figure> of(String metric) {
        return figures.stream().filter(figure -> figure.metric().equals(metric)).findFirst();
    }
}
