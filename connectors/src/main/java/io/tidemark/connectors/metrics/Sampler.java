package io.tidemark.connectors.metrics;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads, on a thread of its own and again and again, the figures that cost something. What fails keeps its last figures,
 * and the age of the last reading says so.
 */
public final class Sampler implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Sampler.class);

    private final Counter failures;
    private final Gauge lastReading;
    private final ScheduledThreadPoolExecutor thread;
    private final Queue<Future<?>> readings = new ConcurrentLinkedQueue<>();

    public Sampler(PrometheusRegistry registry) {
        failures = Counter.builder()
                .name("tidemark_sample_failures_total")
                .help("Readings of figures that failed")
                .labelNames("part")
                .register(registry);
        lastReading = Gauge.builder()
                .name("tidemark_sample_timestamp_seconds")
                .help("When the figures of a part were read last, in real time")
                .labelNames("part")
                .register(registry);
        thread = new ScheduledThreadPoolExecutor(1, task -> {
            Thread sampler = new Thread(task, "metrics-sampler");
            sampler.setDaemon(true);
            return sampler;
        });
    }

    /** Has figures read now and then again with a pause between. */
    public void every(Duration pause, String part, Runnable reading) {
        failures.initLabelValues(part);
        readings.add(
                thread.scheduleWithFixedDelay(() -> read(part, reading), 0, pause.toMillis(), TimeUnit.MILLISECONDS));
    }

    private void read(String part, Runnable reading) {
        try {
            reading.run();
            lastReading.labelValues(part).set(Seconds.ofMillis(System.currentTimeMillis()));
        } catch (RuntimeException failed) {
            if (!thread.isShutdown()) {
                failures.labelValues(part).inc();
                LOG.warn("the figures of {} cannot be read: {}", part, failed.toString());
            }
        }
    }

    /** Reads no more; a reading that runs is waited for. */
    @Override
    public void close() {
        readings.forEach(reading -> reading.cancel(false));
        thread.shutdownNow();
        try {
            thread.awaitTermination(10, TimeUnit.SECONDS);
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }
}
