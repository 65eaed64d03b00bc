package io.tidemark.connectors.metrics;

import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.tidemark.connectors.rest.RequestListener;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The doors: requests, problems, and who is connected. Any thread may call it. */
public final class DoorMetrics implements RequestListener {
    private final PrometheusRegistry registry;
    private final Histogram requests;
    private final Counter problems;
    private final Map<Answered, DistributionDataPoint> known = new ConcurrentHashMap<>();

    private record Answered(String method, String route, int status) {}

    public DoorMetrics(PrometheusRegistry registry) {
        this.registry = registry;
        requests = Histogram.builder()
                .name("tidemark_rest_request_duration_seconds")
                .help("REST requests, by the template of their path")
                .labelNames("method", "route", "status")
                .classicUpperBounds(Seconds.BUCKETS)
                .register(registry);
        problems = Counter.builder()
                .name("tidemark_rest_problems_total")
                .help("Requests that were answered with a problem, by its code")
                .labelNames("code")
                .register(registry);
    }

    @Override
    public void answered(String method, String route, int status, @Nullable String problem, long nanos) {
        known.computeIfAbsent(
                        new Answered(method, route, status),
                        answer -> requests.labelValues(
                                answer.method(), answer.route(), Integer.toString(answer.status())))
                .observe(Seconds.ofNanos(nanos));
        if (problem != null) {
            problems.labelValues(problem).inc();
        }
    }

    /** Registers how many connections of a door are open, such as its sessions or its streams. */
    public void connections(String name, String help, LongSupplier open) {
        GaugeWithCallback.builder()
                .name(name)
                .help(help)
                .callback(callback -> callback.call((double) open.getAsLong()))
                .register(registry);
    }

    /** The messages of the FIX door. */
    public FixMetrics fix() {
        return new FixMetrics(this);
    }

    /** A counter of a door with one label, such as its messages by type; it begins with the values that are known. */
    LabelledCount count(String name, String help, String label, String... known) {
        Counter counter =
                Counter.builder().name(name).help(help).labelNames(label).register(registry);
        // What has not happened yet is zero, and not unknown.
        for (String value : known) {
            counter.initLabelValues(value);
        }
        return value -> counter.labelValues(value).inc();
    }

    /** Counts under a label that has few values. */
    @FunctionalInterface
    interface LabelledCount {
        /** One more. */
        void one(String value);
    }
}
