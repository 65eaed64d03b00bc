package io.tidemark.fleet.driver.prometheus;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A figure in Prometheus.
 *
 * @param query PromQL with one result: an instant vector of one series, or a scalar
 * @param sampledAt PromQL for when its oldest sample was taken, in seconds. Prometheus repeats a sample for five minutes,
 *     and dates the result of an expression with the instant of the question; without this such a figure looks as new as
 *     the question
 */
public record Gauge(String query, Optional<String> sampledAt) {
    private static final Pattern SELECTOR = Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:]*(\\{[^{}]*})?");

    public Gauge {
        if (query.isBlank()) {
            throw new IllegalArgumentException("a query must not be blank");
        }
    }

    /** A figure that is asked for its age too if it is a plain series, such as {@code nodes_idle{job="gcm"}}. */
    public static Gauge of(String query) {
        String stripped = query.strip();
        return new Gauge(
                stripped,
                SELECTOR.matcher(stripped).matches() ? Optional.of("timestamp(" + stripped + ")") : Optional.empty());
    }

    /** An expression over series, with an expression for its age, such as {@code min(timestamp(kube_node_info))}. */
    public static Gauge of(String query, String sampledAt) {
        return new Gauge(query.strip(), Optional.of(sampledAt.strip()));
    }

    @Override
    public String toString() {
        return query;
    }
}
