package io.tidemark.fleet.driver.slurm;

import io.tidemark.exchange.contract.PoolId;
import io.tidemark.fleet.driver.DriverException;
import io.tidemark.fleet.surplus.DemandReadings;
import io.tidemark.fleet.surplus.DemandSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What internal work uses and lacks, read from Slurm: one source a pool.
 *
 * <p>A source answers at once, with what was read last. Reading is {@link #refresh}, which waits for Slurm: whoever
 * composes the program calls it from a loop of its own, several times within the age at which readings count as stale. A
 * refresh before the desks open spares them a first step without a reading. Safe for use by several threads.
 *
 * <p>How lots are counted is told at {@code DemandCount}; in a word: what is exactly idle, and what we hold.
 */
public final class SlurmDemand {
    private final SlurmOptions options;
    private final SlurmRest rest;
    private final Map<PoolId, DemandReadings> readings = new LinkedHashMap<>();
    private volatile Map<PoolId, String> problems;

    /** Sources for these pools; nothing is read yet. */
    public SlurmDemand(SlurmOptions options) {
        this.options = options;
        this.rest = new SlurmRest(options);
        options.pools().forEach(pool -> readings.put(pool.id(), new DemandReadings()));
        this.problems = ofAll("not read yet");
    }

    /**
     * The source for a pool. It knows what it has read, and nothing of before.
     *
     * @throws IllegalArgumentException if the options do not name the pool
     */
    public DemandSource source(PoolId pool) {
        return readingsOf(pool);
    }

    private DemandReadings readingsOf(PoolId pool) {
        DemandReadings source = readings.get(pool);
        if (source == null) {
            throw new IllegalArgumentException("Slurm was told of " + readings.keySet() + ", not of " + pool);
        }
        return source;
    }

    /**
     * Reads all pools once. What cannot be read keeps its last reading, and {@link #problem} says why.
     *
     * @param now epoch milliseconds; what is read holds for this instant, for Slurm is asked after it
     */
    public synchronized void refresh(long now) {
        List<SlurmNode> nodes;
        List<SlurmJob> jobs;
        try {
            // Jobs first: one that starts in between is counted twice, for lacking nodes and for using them, and not
            // never.
            jobs = rest.jobs(now);
            nodes = rest.nodes(now);
        } catch (DriverException away) {
            problems = ofAll(String.valueOf(away.getMessage()));
            return;
        }
        Map<PoolId, String> found = new HashMap<>();
        options.pools().forEach(pool -> {
            try {
                readingsOf(pool.id()).add(DemandCount.of(pool, nodes, jobs, now));
            } catch (SlurmConfigException unfit) {
                found.put(pool.id(), String.valueOf(unfit.getMessage()));
            }
        });
        problems = Map.copyOf(found);
    }

    /** Why the last refresh has read nothing of a pool; empty if it has. */
    public Optional<String> problem(PoolId pool) {
        return Optional.ofNullable(problems.get(pool));
    }

    private Map<PoolId, String> ofAll(String problem) {
        Map<PoolId, String> all = new HashMap<>();
        readings.keySet().forEach(pool -> all.put(pool, problem));
        return Map.copyOf(all);
    }
}
