package io.tidemark.connectors.metrics;

import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.tidemark.fleet.settlement.Books;
import io.tidemark.fleet.settlement.Tasks.Backlog;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Settlement: how far the books are behind the journal, what waits, and whether the balance holds. */
public final class SettlementMetrics {
    private final Books books;
    private final Supplier<List<String>> imbalances;
    private final Gauge offset;
    private final Gauge lag;
    private final Gauge stalled;
    private final Gauge tasks;
    private final Gauge oldestTask;
    private final Gauge transfers;
    private final Gauge wrong;
    private final Gauge checkedAt;
    private long oldestDue;
    private long seenSince;
    private volatile List<String> lastImbalances = List.of();

    /** Registers them; {@code imbalances} checks the balance, which costs a second or so. */
    public SettlementMetrics(PrometheusRegistry registry, Books books, Supplier<List<String>> imbalances) {
        this.books = books;
        this.imbalances = imbalances;
        offset = gauge(registry, "tidemark_settlement_offset", "Records of the journal that are in the books");
        lag = gauge(registry, "tidemark_settlement_lag_records", "Durable records that are not in the books yet");
        stalled = gauge(registry, "tidemark_settlement_stalled", "1 if something keeps the books from going on");
        tasks = gauge(registry, "tidemark_settlement_tasks", "Tasks by state: due, or parked for a person", "state");
        oldestTask = gauge(
                registry,
                "tidemark_settlement_oldest_task_age_seconds",
                "For how long the oldest task has been seen to be due, in real time; 0 if none is");
        transfers = gauge(registry, "tidemark_wallet_transfers_pending", "Money on its way between home and the pools");
        wrong = gauge(registry, "tidemark_imbalances", "What was out of balance at the last check");
        checkedAt = gauge(
                registry,
                "tidemark_balance_check_timestamp_seconds",
                "When the balance was last checked, in real time");
    }

    private static Gauge gauge(PrometheusRegistry registry, String name, String help, String... labels) {
        return Gauge.builder().name(name).help(help).labelNames(labels).register(registry);
    }

    /** Asks the database; {@code isStalled} says whether something keeps the books from going on. */
    public void sample(boolean isStalled) {
        stalled.set(isStalled ? 1 : 0);
        offset.set((double) books.position().recordOffset());
        lag.set((double) books.lagRecords());
        Backlog backlog = books.tasks().backlog();
        tasks.labelValues("due").set((double) backlog.due());
        tasks.labelValues("parked").set((double) backlog.parked());
        oldestTask.set(age(backlog.oldestDue()));
        transfers.set((double) books.wallets().unresolved());
    }

    /** A task has no time of its own, so it is as old as we have known it: after a start at least that old. */
    private double age(long due) {
        long now = System.nanoTime();
        if (due != oldestDue) {
            oldestDue = due;
            seenSince = now;
        }
        return due == 0 ? 0 : TimeUnit.NANOSECONDS.toSeconds(now - seenSince);
    }

    /** Checks the balance. */
    public void check() {
        List<String> found = imbalances.get();
        lastImbalances = List.copyOf(found);
        wrong.set(found.size());
        checkedAt.set(Seconds.ofMillis(System.currentTimeMillis()));
    }

    /** What the last check found. */
    public List<String> lastImbalances() {
        return lastImbalances;
    }
}
