package io.tidemark.simulations.report;

import io.tidemark.fleet.reliability.Survival;
import io.tidemark.simulations.report.Manifest.Assertion;
import io.tidemark.simulations.report.Summary.Figure;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** The page, from its head to its end. Every text of a file goes through {@link Text#escape}. */
final class Page {
    private static final int MOST_RUNS = 200;
    private static final List<String> HEADLINES =
            List.of("revenue", "soldShare", "poolUse", "reclaimRate", "spotPriceP50", "fillRate");

    private final StringBuilder html = new StringBuilder(1 << 16);

    Page(String styles, String title) {
        add(opening(styles, title));
    }

    /** What every page begins with. */
    static String opening(String styles, String title) {
        return "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
                + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">"
                + "<meta name=\"color-scheme\" content=\"light dark\">"
                + "<title>" + Text.escape(title) + " - Tidemark simulation</title>\n<style>\n" + styles
                + "</style></head><body><main>\n";
    }

    private void add(String markup) {
        html.append(markup);
    }

    void head(Manifest manifest, List<Series> series) {
        add("<header><p class=\"kicker\">Tidemark simulation</p><h1>" + Text.escape(manifest.name()) + "</h1>");
        add("<p class=\"facts\">");
        fact("Replications", manifest.text("replications"));
        series.stream().mapToLong(Series::from).min().ifPresent(from -> fact("From", Text.time(from) + " UTC"));
        series.stream().mapToLong(Series::to).max().ifPresent(to -> fact("To", Text.time(to) + " UTC"));
        fact("Seed", manifest.text("seed"));
        fact("Rules", shortened(manifest.text("ruleSet")));
        fact("Engine", shortened(manifest.text("engineSha256")));
        fact("Digest", shortened(manifest.text("digest")));
        add("</p>");
        if (manifest.root().path("stopped").asBoolean()) {
            add("<p class=\"warning\">The run was stopped before its end: what follows is of the replications that"
                    + " were finished.</p>");
        }
        if (!manifest.root().path("precise").asBoolean(true)) {
            add("<p class=\"warning\">The run is not as precise as the scenario asks: look at the half-widths.</p>");
        }
        add("</header>\n");
    }

    private void fact(String name, String value) {
        if (!value.isEmpty()) {
            add("<span><b>" + name + "</b> " + Text.escape(value) + "</span> ");
        }
    }

    static String shortened(String text) {
        return text.length() > 20 ? text.substring(0, 12) + "…" : text;
    }

    void figures(Summary summary) {
        add("<section class=\"cards\">");
        for (String metric : HEADLINES) {
            summary.of(metric).ifPresent(this::card);
        }
        add("</section>\n");
    }

    private void card(Figure figure) {
        String unit = "share".equals(figure.unit()) ? "" : Text.escape(figure.unit());
        add("<div class=\"card\"><p>" + Text.escape(words(figure.metric())) + "</p><strong>"
                + value(figure.mean(), figure.unit()) + "</strong><p class=\"unit\">" + unit + "</p>");
        add("<p class=\"sure\">"
                + (figure.halfWidth().isPresent() ? "± " + halfWidth(figure) : "interval not known yet")
                + ", n = " + figure.n() + "</p></div>");
    }

    /** {@code reclaimRate} as {@code Reclaim rate}. */
    private static String words(String metric) {
        StringBuilder words = new StringBuilder();
        for (int i = 0; i < metric.length(); i++) {
            char c = metric.charAt(i);
            boolean begins = i > 0 && Character.isUpperCase(c) && Character.isLowerCase(metric.charAt(i - 1));
            if (begins) {
                words.append(' ');
            }
            words.append(i == 0 ? Character.toUpperCase(c) : begins ? Character.toLowerCase(c) : c);
        }
        return words.toString();
    }

    private static String value(OptionalDouble value, String unit) {
        if (value.isEmpty()) {
            return "-";
        }
        return "share".equals(unit) ? Text.number(100 * value.getAsDouble()) + " %" : Text.number(value.getAsDouble());
    }

    private static String halfWidth(Figure figure) {
        double halfWidth = figure.halfWidth().orElse(0);
        return "share".equals(figure.unit()) ? Text.roughly(100 * halfWidth) + " %" : Text.roughly(halfWidth);
    }

    void assertions(List<Assertion> assertions) {
        if (assertions.isEmpty()) {
            return;
        }
        add("<section><h2>Assertions</h2><ul class=\"assertions\">");
        for (Assertion assertion : assertions) {
            boolean holds = assertion.outcome().isEmpty();
            add("<li class=\"" + (holds ? "holds" : "fails") + "\"><b>" + (holds ? "holds" : "fails") + "</b> <code>"
                    + Text.escape(assertion.text()) + "</code> " + Text.escape(assertion.outcome()) + "</li>");
        }
        add("</ul></section>\n");
    }

    void pool(Series series, long countedFrom, Map<String, Prices> prices, Map<String, Survival> leases) {
        Charts charts = new Charts(series, countedFrom);
        String pool = Text.escape(series.pool());
        add("<section><h2>" + pool + "</h2>");
        String sample = series.replicationCount() == 1
                ? "One replication."
                : "Mean of " + series.replicationCount() + " replications; shaded: nine in ten of them.";
        chart(
                "Use, lots",
                key("internal", "firm", "spot", "idle"),
                charts.use(),
                sample + " The line: all lots in use. Above the lots of the pool, internal work waits.");
        chart("Prices, USD per GPU-hour", key("firm", "spot"), charts.prices(), sample);
        chart("Cumulative revenue, USD", "", charts.revenue(), sample);
        Optional.ofNullable(prices.get(series.pool()))
                .ifPresentOrElse(
                        paid -> chart(
                                "Prices paid, % of lot-hours by USD per GPU-hour",
                                key("firm", "spot"), paid.histogram(series.pool()), "All replications together."),
                        () -> nothing("Prices paid", "Nothing was sold."));
        Optional.ofNullable(leases.get(series.pool()))
                .ifPresentOrElse(
                        survival -> chart(
                                "Leased lots not reclaimed, % by age in hours",
                                "", SurvivalChart.draw(series.pool(), survival), SurvivalChart.inWords(survival)),
                        () -> nothing("Leased lots not reclaimed", "There was no spot lease."));
        add("</section>\n");
    }

    private static String key(String... styles) {
        StringBuilder key = new StringBuilder("<span class=\"key\">");
        for (String style : styles) {
            key.append("<i class=\"" + style + "\"></i>" + style + " ");
        }
        return key.append("</span>").toString();
    }

    private void chart(String title, String key, String drawing, String caption) {
        add("<figure><h3>" + title + key + "</h3><div class=\"paper\">" + drawing + "</div><figcaption>"
                + Text.escape(caption) + "</figcaption></figure>\n");
    }

    private void nothing(String title, String why) {
        add("<figure><h3>" + title + "</h3><figcaption>" + why + "</figcaption></figure>\n");
    }

    void summary(Summary summary) {
        add(
                "<section><h2>All figures</h2><div class=\"scroll\"><table><thead><tr><th>metric</th><th>unit</th><th>n</th>"
                        + "<th>mean</th><th>± 95 %</th><th>min</th><th>p5</th><th>p50</th><th>p95</th><th>max</th></tr></thead>"
                        + "<tbody>");
        for (Figure figure : summary.figures()) {
            add("<tr><th>" + Text.escape(figure.metric()) + "</th><td>" + Text.escape(figure.unit()) + "</td><td>"
                    + figure.n() + "</td><td><b>" + cell(figure.mean()) + "</b></td><td>"
                    + (figure.halfWidth().isPresent()
                            ? Text.roughly(figure.halfWidth().getAsDouble())
                            : "not known yet")
                    + "</td>");
            figure.spread().forEach(value -> add("<td>" + cell(value) + "</td>"));
            add("</tr>");
        }
        add(
                "</tbody></table></div><p class=\"note\">± is the half-width of the 95 % interval of the mean by Student's t,"
                        + " over n replications. The quantiles are of the replications.</p></section>\n");
    }

    private static String cell(OptionalDouble value) {
        return value.isPresent() ? Text.number(value.getAsDouble()) : "-";
    }

    void runs(Runs runs) {
        add(
                "<section><details><summary>Replications one by one</summary><div class=\"scroll\"><table><thead><tr><th>no."
                        + "</th><th>digest</th>");
        runs.metrics().forEach(metric -> add("<th>" + Text.escape(metric) + "</th>"));
        add("</tr></thead><tbody>");
        runs.runs().stream().limit(MOST_RUNS).forEach(run -> {
            add("<tr><th>" + Text.escape(run.replication()) + "</th><td><code>" + Text.escape(shortened(run.digest()))
                    + "</code></td>");
            run.figures().forEach(figure -> add("<td>" + figure + "</td>"));
            add("</tr>");
        });
        add("</tbody></table></div>");
        if (runs.runs().size() > MOST_RUNS) {
            add("<p class=\"note\">" + (runs.runs().size() - MOST_RUNS) + " more stand in replications.csv.</p>");
        }
        add("</details></section>\n");
    }

    void scenario(Manifest manifest) {
        add("<section><details><summary>The scenario with every default</summary><pre>"
                + Text.escape(manifest.scenario()) + "</pre></details>");
        add("<details><summary>What it was made of</summary><dl>");
        manifest.root().properties().forEach(field -> {
            boolean shownElsewhere =
                    List.of("scenario", "limits", "failedAssertions").contains(field.getKey());
            if (!shownElsewhere) {
                String value = field.getValue().isValueNode()
                        ? field.getValue().asText()
                        : field.getValue().toString();
                add("<dt>" + Text.escape(field.getKey()) + "</dt><dd><code>" + Text.escape(value) + "</code></dd>");
            }
        });
        add("</dl></details></section>\n");
    }

    void limits(List<String> limits) {
        add("<section><h2>What this cannot say</h2><ul>");
        limits.forEach(limit -> add("<li>" + Text.escape(limit) + "</li>"));
        add("</ul></section>\n");
    }

    String end() {
        return html.append("</main></body></html>\n").toString();
    }
}
