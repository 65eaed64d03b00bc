package io.tidemark.connectors.metrics;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.tidemark.exchange.journal.CommitListener;
import io.tidemark.exchange.journal.Journal;
import java.util.function.ToDoubleFunction;

/** The journal: what was written, how long the disk took, and whether it still takes anything. */
public final class JournalMetrics implements CommitListener {
    private static final double[] GROUPS = {1, 2, 4, 8, 16, 32, 64, 128};

    private final Counter records;
    private final Counter bytes;
    private final Histogram duration;
    private final Histogram groups;

    public JournalMetrics(PrometheusRegistry registry, Journal journal) {
        records = Counter.builder()
                .name("tidemark_journal_records_total")
                .help("Records made durable since the start")
                .register(registry);
        bytes = Counter.builder()
                .name("tidemark_journal_written_bytes_total")
                .help("Bytes made durable since the start")
                .register(registry);
        duration = Histogram.builder()
                .name("tidemark_journal_commit_duration_seconds")
                .help("How long it took to write and sync a group")
                .classicUpperBounds(Seconds.BUCKETS)
                .register(registry);
        groups = Histogram.builder()
                .name("tidemark_journal_group_records")
                .help("Records that were synced together")
                .classicUpperBounds(GROUPS)
                .register(registry);
        gauge(registry, journal, "tidemark_journal_offset", "Durable records, all times", Journal::durableOffset);
        gauge(
                registry,
                journal,
                "tidemark_journal_pending_bytes",
                "Bytes that wait for the disk",
                Journal::pendingBytes);
        gauge(
                registry,
                journal,
                "tidemark_journal_reserved_bytes",
                "Bytes that can be written before the file system must find more room",
                Journal::reservedBytes);
        gauge(
                registry,
                journal,
                "tidemark_journal_failed",
                "1 if the journal has failed and acknowledges nothing any more",
                each -> each.failure().isPresent() ? 1 : 0);
        journal.observe(this);
    }

    private static void gauge(
            PrometheusRegistry registry, Journal journal, String name, String help, ToDoubleFunction<Journal> figure) {
        GaugeWithCallback.builder()
                .name(name)
                .help(help)
                .callback(callback -> callback.call(figure.applyAsDouble(journal)))
                .register(registry);
    }

    @Override
    public void committed(int count, long size, long nanos) {
        records.inc(count);
        bytes.inc(size);
        duration.observe(Seconds.ofNanos(nanos));
        groups.observe(count);
    }
}
