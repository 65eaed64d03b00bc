package io.tidemark.fleet.driver.prometheus;

import io.tidemark.exchange.contract.PoolId;
import io.tidemark.fleet.driver.DriverException;
import io.tidemark.fleet.driver.prometheus.PrometheusQuery.Figure;
import io.tidemark.fleet.surplus.DemandReadings;
import io.tidemark.fleet.surplus.DemandSnapshot;
import io.tidemark.fleet.surplus.DemandSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.ToLongFunction;

/**
 * What internal work uses and lacks, read from Prometheus: one source a pool.
 *
 * <p>A source answers at once, with what was read last. Reading is {@link #refresh}, which waits for Prometheus: whoever
 * composes the program calls it from a loop of its own, several times within the age at which readings count as stale. A
 * reading is as old as the oldest sample in it. Safe for use by several threads.
 */
public final class PrometheusDemand {
    /** As a forecast looks back. */
    private static final Duration PAST_STEP = Duration.ofMinutes(5);

    /** Prometheus answers at most 11,000 instants at a time. */
    private static final int PAST_AT_ONCE = 10_000;

    private final PrometheusOptions options;
    private final PrometheusQuery query;
    private final ToLongFunction<PoolId> heldLots;
    private final Map<PoolId, DemandReadings> readings = new TreeMap<>();
    private volatile Map<PoolId, String> problems;

    /**
     * Sources for these pools; nothing is read yet.
     *
     * @param heldLots how many lots of a pool the fleet has out of internal use at this moment. Only pools that say what
     *     is idle are asked for it; figures lag behind it by as much as they are old, which is less than any decision
     *     about the surplus waits
     */
    public PrometheusDemand(PrometheusOptions options, ToLongFunction<PoolId> heldLots) {
        this.options = options;
        this.query = new PrometheusQuery(options);
        this.heldLots = heldLots;
        options.pools().forEach(pool -> readings.put(pool.id(), new DemandReadings()));
        Map<PoolId, String> unread = new TreeMap<>();
        readings.keySet().forEach(pool -> unread.put(pool, "not read yet"));
        this.problems = Map.copyOf(unread);
    }

    /**
     * The source for a pool. It knows what it has read, and what was recalled of before.
     *
     * @throws IllegalArgumentException if the options do not name the pool
     */
    public DemandSource source(PoolId pool) {
        return readingsOf(pool);
    }

    private DemandReadings readingsOf(PoolId pool) {
        DemandReadings source = readings.get(pool);
        if (source == null) {
            throw new IllegalArgumentException("Prometheus was told of " + readings.keySet() + ", not of " + pool);
        }
        return source;
    }

    /**
     * Reads all pools once. What cannot be read keeps its last reading, and {@link #problem} says why.
     *
     * @param now epoch milliseconds; nothing is asked of later
     */
    public synchronized void refresh(long now) {
        Map<PoolId, String> found = new TreeMap<>();
        for (PrometheusPool pool : options.pools()) {
            try {
                readingsOf(pool.id()).add(read(pool, now));
            } catch (DriverException unread) {
                found.put(pool.id(), String.valueOf(unread.getMessage()));
            }
        }
        problems = Map.copyOf(found);
    }

    /**
     * Fetches the past of all pools, for a market that begins with a forecast: a reading every five minutes for which
     * Prometheus has all figures. What the fleet held then is not known, and counts as internal use where pools say what
     * is idle.
     *
     * @param now epoch milliseconds
     * @param back how far
     * @return why the past of some pools is missing, by pool
     */
    public synchronized Map<PoolId, String> recall(long now, Duration back) {
        Map<PoolId, String> missing = new TreeMap<>();
        long step = PAST_STEP.toMillis();
        for (PrometheusPool pool : options.pools()) {
            try {
                long chunk = step * PAST_AT_ONCE;
                for (long from = now - back.toMillis(); from < now; from += chunk) {
                    recall(pool, from, Math.min(now, from + chunk) - 1, step);
                }
            } catch (DriverException unread) {
                missing.put(pool.id(), String.valueOf(unread.getMessage()));
            }
        }
        return missing;
    }

    /** Why the last refresh has read nothing of a pool; empty if it has. */
    public Optional<String> problem(PoolId pool) {
        return Optional.ofNullable(problems.get(pool));
    }

    private DemandSnapshot read(PrometheusPool pool, long now) {
        List<Figure> figures = new ArrayList<>();
        for (Gauge gauge : gauges(pool)) {
            figures.add(query.at(gauge, now));
        }
        long asOf = figures.stream().mapToLong(Figure::at).min().orElseThrow();
        long held = pool.idle().isPresent() ? heldLots.applyAsLong(pool.id()) : 0;
        return snapshot(pool, figures.stream().map(Figure::value).toList(), held, asOf);
    }

    private void recall(PrometheusPool pool, long from, long to, long step) {
        List<Map<Long, Double>> figures = new ArrayList<>();
        for (Gauge gauge : gauges(pool)) {
            figures.add(query.over(gauge.query(), from, to, step));
        }
        for (long at : figures.get(0).keySet()) {
            List<Double> values = new ArrayList<>();
            figures.forEach(figure -> Optional.ofNullable(figure.get(at)).ifPresent(values::add));
            if (values.size() == figures.size()) {
                readingsOf(pool.id()).add(snapshot(pool, values, 0, at));
            }
        }
    }

    private static List<Gauge> gauges(PrometheusPool pool) {
        List<Gauge> gauges = new ArrayList<>();
        gauges.add(pool.total());
        gauges.add(pool.internal().or(pool::idle).orElseThrow());
        gauges.add(pool.pending());
        pool.outage().ifPresent(gauges::add);
        return gauges;
    }

    /** Of the values of {@link #gauges}, in their order. */
    private static DemandSnapshot snapshot(PrometheusPool pool, List<Double> values, long held, long asOf) {
        double perLot = pool.unit().perLot(pool.id().sku());
        long total = (long) Math.floor(values.get(0) / perLot);
        double part = values.get(1) / perLot;
        if (part > values.get(0) / perLot) {
            throw new UnusableFigureException(
                    "'" + pool.internal().or(pool::idle).orElseThrow() + "' gives " + values.get(1) + " of the "
                            + values.get(0) + " that '" + pool.total() + "' gives");
        }
        // What has just been fenced may still be told as idle.
        long internal = pool.idle().isPresent()
                ? Math.max(0, total - (long) Math.floor(part) - held)
                : Math.min(total, (long) Math.ceil(part));
        long pending = (long) Math.ceil(values.get(2) / perLot);
        boolean outage = values.size() > 3 && values.get(3) != 0;
        return new DemandSnapshot(asOf, total, internal, pending, outage);
    }
}
