package io.tidemark.simulations.report;

import io.tidemark.fleet.reliability.Survival;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.NavigableMap;

/** The page of a result folder: {@code report.html}, one file that opens without a network. */
public final class Report {
    private Report() {}

    /**
     * Reads a result folder and writes its page into it.
     *
     * @return the page
     * @throws BrokenResultException if a file is missing or broken; no page is written then
     * @throws IOException if the disk fails
     */
    public static Path write(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new BrokenResultException(folder.toAbsolutePath(), 0, "is no directory", "a result folder");
        }
        Manifest manifest = Manifest.read(folder);
        Summary summary = Summary.read(folder);
        Runs runs = Runs.read(folder);
        List<Series> series = Series.read(folder);
        NavigableMap<String, Prices> prices = Prices.read(folder);
        NavigableMap<String, Survival> leases = SurvivalChart.read(folder, manifest.countedFrom());
        Page page = new Page(styles(), manifest.name());
        page.head(manifest, series);
        page.figures(summary);
        page.assertions(manifest.assertions());
        for (Series pool : series) {
            page.pool(pool, manifest.countedFrom(), prices, leases);
        }
        page.summary(summary);
        page.runs(runs);
        page.scenario(manifest);
        page.limits(manifest.limits());
        return Files.writeString(folder.resolve("report.html"), page.end());
    }

    static String styles() throws IOException {
        try (InputStream styles = Report.class.getResourceAsStream("report.css")) {
            if (styles == null) {
                throw new IllegalStateException("report.css does not stand beside the class");
            }
            return new String(styles.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
