package io.tidemark.simulations.report;

import io.tidemark.simulations.report.Contrasts.Contrast;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;

/** The page of a comparison: {@code comparison.html}, one file that opens without a network. */
public final class ComparisonReport {
    private static final List<String> DRAWN =
            List.of("revenue", "soldGpuHours", "reclaimRate", "reclaimsPer100GpuHours", "internalWait");
    private static final double PERCENT = 100;

    private final StringBuilder html = new StringBuilder(1 << 14);

    private ComparisonReport() {}

    /**
     * Reads the folder of a comparison and writes its page into it.
     *
     * @return the page
     * @throws BrokenResultException if a file is missing or broken; no page is written then
     */
    public static Path write(Path folder) throws IOException {
        Manifest manifest = Manifest.read(folder);
        Contrasts contrasts = Contrasts.read(folder);
        ComparisonReport report = new ComparisonReport();
        report.html.append(Page.opening(Report.styles(), manifest.name() + " compared"));
        report.head(manifest);
        DRAWN.forEach(metric -> report.chart(metric, contrasts.relative(metric)));
        report.table(contrasts);
        report.html.append("</main></body></html>\n");
        return Files.writeString(folder.resolve("comparison.html"), report.html);
    }

    private void add(String markup) {
        html.append(markup);
    }

    private void head(Manifest manifest) {
        add("<header><p class=\"kicker\">Tidemark simulation</p><h1>" + Text.escape(manifest.name())
                + " compared</h1><p class=\"facts\"><span><b>Replications of each</b> "
                + Text.escape(manifest.text("replications")) + "</span> <span><b>Seed</b> "
                + Text.escape(manifest.text("seed")) + "</span> <span><b>Digest</b> "
                + Text.escape(Page.shortened(manifest.text("digest"))) + "</span></p>");
        add("<p class=\"note\">All variants met the same demand and the same jobs. A difference is taken replication by"
                + " replication; it is called better or worse only where its 95 % interval excludes zero.</p>");
        if (manifest.root().path("stopped").asBoolean()) {
            add("<p class=\"warning\">The comparison was stopped before its end: what follows is of the replications"
                    + " that were finished.</p>");
        }
        if (!manifest.root().path("precise").asBoolean(true)) {
            add("<p class=\"warning\">The differences are not as precise as asked: look at the half-widths.</p>");
        }
        add("</header>\n");
    }

    /** A row for each variant: the difference as a part of what the first has, and its interval. */
    private void chart(String metric, List<Contrast> contrasts) {
        if (contrasts.isEmpty()) {
            return;
        }
        Svg svg = new Svg("difference of " + metric + " from the first variant, in per cent");
        double least = ends(contrasts).min().orElse(0);
        double most = ends(contrasts).max().orElse(0);
        double margin = Math.max(0.5, 0.06 * (most - least));
        Scale x = new Scale(Math.min(0, least) - margin, Math.max(0, most) + margin, Svg.LEFT, Svg.RIGHT);
        for (double tick : x.ticks()) {
            svg.line("grid", x.at(tick), Svg.TOP, x.at(tick), Svg.BOTTOM);
            svg.text("middle", x.at(tick), Svg.BOTTOM + 18, Text.axis(tick) + " %");
        }
        svg.line("busy-line", x.at(0), Svg.TOP, x.at(0), Svg.BOTTOM);
        double step = (Svg.BOTTOM - Svg.TOP) / contrasts.size();
        for (int i = 0; i < contrasts.size(); i++) {
            Contrast one = contrasts.get(i);
            double y = Svg.TOP + step * (i + 0.65);
            double low = x.at(percent(one, one.low()));
            double high = x.at(percent(one, one.high()));
            svg.line("firm-line", low, y, high, y);
            svg.rectangle("firm", x.at(percent(one, one.difference())) - 4, y - 4, 8, 8);
            svg.text("start", Svg.LEFT, y - 9, one.variant() + ": " + one.verdict());
        }
        add("<figure><h3>" + Text.escape(metric)
                + ", difference from the first in per cent of it</h3><div class=\"paper\">" + svg.end()
                + "</div></figure>\n");
    }

    private static DoubleStream ends(List<Contrast> contrasts) {
        return contrasts.stream()
                .flatMapToDouble(one -> DoubleStream.of(percent(one, one.low()), percent(one, one.high())));
    }

    private static double percent(Contrast one, OptionalDouble value) {
        return PERCENT * value.orElseThrow() / Math.abs(one.firstMean().orElseThrow());
    }

    private void table(Contrasts contrasts) {
        add("<section><h2>All figures</h2><div class=\"scroll\"><table><thead><tr><th>metric</th><th>variant</th>"
                + "<th>unit</th><th>n</th><th>mean</th><th>± 95 %</th><th>difference</th><th>± 95 %</th><th>of the first"
                + "</th><th>verdict</th></tr></thead><tbody>");
        for (Contrast one : contrasts.all()) {
            add("<tr><th>" + (one.isFirst() ? Text.escape(one.metric()) : "") + "</th><td>"
                    + Text.escape(one.variant()) + "</td><td>" + Text.escape(one.unit()) + "</td><td>" + one.n()
                    + "</td><td><b>" + Text.number(one.mean()) + "</b></td><td>" + roughly(one.halfWidth())
                    + "</td><td>"
                    + (one.isFirst() ? "" : Text.number(one.difference().orElseThrow())) + "</td><td>"
                    + (one.isFirst() ? "" : roughly(one.differenceHalfWidth())) + "</td><td>" + share(one) + "</td><td>"
                    + Text.escape(one.verdict()) + "</td></tr>");
        }
        add(
                "</tbody></table></div><p class=\"note\">± is the half-width of the 95 % interval by Student's t. Where a metric"
                        + " is missing in a replication, its pair is left out.</p></section>\n");
    }

    private static String share(Contrast one) {
        return one.isFirst() || one.firstMean().orElse(0) == 0
                ? ""
                : String.format(Locale.ROOT, "%+.2f %%", percent(one, one.difference()));
    }

    private static String roughly(OptionalDouble value) {
        return value.isPresent() ? Text.roughly(value.getAsDouble()) : "not known yet";
    }
}
