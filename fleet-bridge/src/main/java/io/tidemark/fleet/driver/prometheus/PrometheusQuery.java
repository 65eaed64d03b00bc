package io.tidemark.fleet.driver.prometheus;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidemark.fleet.driver.BackendBusyException;
import io.tidemark.fleet.driver.DriverException;
import io.tidemark.fleet.driver.http.JsonHttp;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The two calls to Prometheus that are needed here. Both throw {@link BackendBusyException} if it is away, and {@link
 * UnusableFigureException} if it gives no figure.
 */
final class PrometheusQuery {
    /** A time in seconds is larger than any fleet, and does not grow beyond this before the year 2286. */
    private static final double MOST = 1e10;

    private final PrometheusOptions options;
    private final JsonHttp http;

    PrometheusQuery(PrometheusOptions options) {
        this.options = options;
        this.http = new JsonHttp("Prometheus", options.timeout());
    }

    /** A figure and when it was true, epoch milliseconds. */
    record Figure(double value, long at) {}

    /** What a gauge says at an instant, and how old that is then. */
    Figure at(Gauge gauge, long now) {
        double value = value(gauge.query(), now);
        if (gauge.sampledAt().isEmpty()) {
            return new Figure(value, now);
        }
        // In decimal, for milliseconds of this century need more digits than a double of seconds keeps exact.
        double seconds = value(gauge.sampledAt().get(), now);
        long sampled = BigDecimal.valueOf(seconds).movePointRight(3).longValue();
        return new Figure(value, Math.min(now, sampled));
    }

    private double value(String query, long now) {
        JsonNode data = ask("/api/v1/query?query=" + encoded(query) + "&time=" + seconds(now), query);
        String type = data.path("resultType").asText();
        if (type.equals("scalar")) {
            return number(data.path("result").path(1), query);
        }
        if (!type.equals("vector")) {
            throw new UnusableFigureException("'" + query + "' gives a " + type + ", expected a vector of one series");
        }
        JsonNode result = data.path("result");
        if (result.size() != 1) {
            throw new UnusableFigureException(
                    result.isEmpty()
                            ? "'" + query + "' gives nothing: no such series, or no sample in five minutes"
                            : "'" + query + "' gives " + result.size() + " series, such as "
                                    + result.path(0).path("metric") + "; select one, or add them up with sum(…)");
        }
        return number(result.path(0).path("value").path(1), query);
    }

    /**
     * What a query gave at several instants, where it gave a figure.
     *
     * @param step milliseconds; at most 11,000 of them are answered
     * @return figures by epoch milliseconds
     */
    Map<Long, Double> over(String query, long from, long to, long step) {
        JsonNode data = ask(
                "/api/v1/query_range?query=" + encoded(query) + "&start=" + seconds(from) + "&end=" + seconds(to)
                        + "&step=" + seconds(step),
                query);
        JsonNode result = data.path("result");
        if (result.size() > 1) {
            throw new UnusableFigureException("'" + query + "' gives " + result.size()
                    + " series over time, expected one; add them up with sum(…)");
        }
        Map<Long, Double> figures = new TreeMap<>();
        for (JsonNode sample : result.path(0).path("values")) {
            long at = sample.path(0).decimalValue().movePointRight(3).longValue();
            try {
                figures.put(at, number(sample.path(1), query));
            } catch (UnusableFigureException gap) {
                // Of the past a figure may be missing; the others are as good as ever.
                figures.remove(at);
            }
        }
        return figures;
    }

    private JsonNode ask(String path, String query) {
        String base = options.endpoint().toString();
        URI uri = URI.create((base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + path);
        JsonHttp.Answer answer = http.call("GET", uri, headers(), null);
        JsonNode body = answer.body()
                .orElseThrow(() -> new BackendBusyException(
                        "Prometheus has answered " + answer.status() + " and no JSON: '" + answer.text() + "'"));
        if (answer.status() == 401 || answer.status() == 403) {
            throw new DriverException("Prometheus refuses the token (HTTP " + answer.status() + ")");
        }
        String error =
                body.path("errorType").asText() + ": " + body.path("error").asText();
        if (answer.status() >= 500) {
            throw new BackendBusyException("Prometheus cannot answer '" + query + "': " + error);
        }
        if (!body.path("status").asText().equals("success")) {
            throw new UnusableFigureException("Prometheus refuses '" + query + "': " + error);
        }
        return body.path("data");
    }

    private Map<String, String> headers() {
        if (options.bearerToken().isEmpty()) {
            return Map.of();
        }
        try {
            String token = Files.readString(options.bearerToken().get()).strip();
            return Map.of("Authorization", "Bearer " + token);
        } catch (IOException unreadable) {
            throw new DriverException("the token for Prometheus cannot be read: " + unreadable, unreadable);
        }
    }

    private static double number(JsonNode sample, String query) {
        String text = sample.asText();
        double number;
        try {
            number = Double.parseDouble(text);
        } catch (NumberFormatException notOne) {
            throw new UnusableFigureException("'" + query + "' gives '" + text + "', which is no number");
        }
        if (!(number >= 0 && number < MOST)) {
            throw new UnusableFigureException("'" + query + "' gives " + text + ", expected 0 or more");
        }
        return number;
    }

    private static String encoded(String query) {
        return URLEncoder.encode(query, UTF_8);
    }

    private static String seconds(long millis) {
        return String.format(Locale.ROOT, "%d.%03d", millis / 1_000, millis % 1_000);
    }
}
