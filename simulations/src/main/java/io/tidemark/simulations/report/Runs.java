package io.tidemark.simulations.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The replications one by one. */
record Runs(List<String> metrics, List<Run> runs) {
    private static final List<String> COLUMNS = List.of("replication", "digest");

    Runs {
        metrics = List.copyOf(metrics);
        runs = List.copyOf(runs);
    }

    /** The figures of a replication as they were written, in the order of the metrics; empty where there is none. */
    record Run(String replication, String digest, List<String> figures) {
        Run {
            figures = List.copyOf(figures);
        }
    }

    static Runs read(Path folder) throws IOException {
        List<String> metrics = new ArrayList<>();
        List<Run> runs = new ArrayList<>();
        CsvTable.read(folder.resolve("replications.csv"), COLUMNS, row -> {
            if (metrics.isEmpty()) {
                metrics.addAll(row.columns().subList(2, row.columns().size()));
            }
            List<String> figures = new ArrayList<>();
            for (int column = 2; column < row.cells().size(); column++) {
                var value = row.optionalNumber(column);
                figures.add(value.isPresent() ? Text.number(value.getAsDouble()) : "");
            }
            runs.add(new Run(row.text(0), row.text(1), figures));
        });
        return new Runs(metrics, runs);
    }
}
