package io.tidemark.connectors.metrics;

import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.tidemark.exchange.cluster.LatencyListener;
import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.feed.LoggedCommand;
import io.tidemark.exchange.pool.Command;
import io.tidemark.exchange.pool.Refusal;
import io.tidemark.exchange.pool.Reply;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Commands: what kinds, with what outcome, how long they took and how many went together. One thread calls it. */
final class CommandMetrics implements LatencyListener {
    private static final String DONE = "done";
    private static final double[] BATCHES = {1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024};

    private final Counter commands;
    private final Map<PoolId, PoolPoints> pools = new TreeMap<>();

    /** What is counted for every command: looked up once, for looking up costs more than counting. */
    private static final class PoolPoints {
        private final Map<Class<?>, CounterDataPoint> done = new HashMap<>();
        private final Map<Class<?>, Map<Refusal, CounterDataPoint>> refused = new HashMap<>();
        private final DistributionDataPoint duration;
        private final DistributionDataPoint batch;

        private PoolPoints(DistributionDataPoint duration, DistributionDataPoint batch) {
            this.duration = duration;
            this.batch = batch;
        }
    }

    CommandMetrics(PrometheusRegistry registry, List<PoolId> names) {
        commands = Counter.builder()
                .name("tidemark_commands_total")
                .help("Commands applied and durable, by kind and outcome: done, or why it was refused")
                .labelNames("pool", "command", "outcome")
                .register(registry);
        Histogram duration = Histogram.builder()
                .name("tidemark_command_duration_seconds")
                .help("From a command's entry into the queue until it was durable")
                .labelNames("pool")
                .classicUpperBounds(Seconds.BUCKETS)
                .register(registry);
        Histogram batch = Histogram.builder()
                .name("tidemark_batch_commands")
                .help("Commands that were applied together")
                .labelNames("pool")
                .classicUpperBounds(BATCHES)
                .register(registry);
        for (PoolId pool : names) {
            PoolPoints points =
                    new PoolPoints(duration.labelValues(pool.toString()), batch.labelValues(pool.toString()));
            for (Class<?> kind : Command.class.getPermittedSubclasses()) {
                points.done.put(kind, commands.labelValues(pool.toString(), kind.getSimpleName(), DONE));
            }
            pools.put(pool, points);
        }
    }

    @Override
    public void answered(PoolId pool, long nanos) {
        points(pool).duration.observe(Seconds.ofNanos(nanos));
    }

    void applied(PoolId pool, List<LoggedCommand> batch) {
        PoolPoints points = points(pool);
        points.batch.observe(batch.size());
        for (LoggedCommand logged : batch) {
            Class<?> kind = logged.command().getClass();
            if (logged.reply() instanceof Reply.Refused refused) {
                points.refused
                        .computeIfAbsent(kind, none -> new EnumMap<>(Refusal.class))
                        .computeIfAbsent(
                                refused.reason(),
                                why -> commands.labelValues(pool.toString(), kind.getSimpleName(), why.name()))
                        .inc();
            } else {
                CounterDataPoint done = points.done.get(kind);
                if (done != null) {
                    done.inc();
                }
            }
        }
    }

    private PoolPoints points(PoolId pool) {
        PoolPoints points = pools.get(pool);
        if (points == null) {
            throw new IllegalArgumentException("no such pool here: " + pool);
        }
        return points;
    }
}
