package io.tidemark.connectors.site;

import io.tidemark.exchange.contract.PoolId;
import io.tidemark.fleet.driver.prometheus.PrometheusDemand;
import io.tidemark.fleet.driver.slurm.SlurmDemand;
import io.tidemark.fleet.surplus.DemandSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.ToLongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The readings of internal demand, kept fresh: a thread asks whoever knows, every few seconds, and the sources answer at once
 * with what was read last. When nobody answers, the last reading grows old, and the log says why once.
 */
public final class InternalDemand implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(InternalDemand.class);

    /** As far back as a forecast looks. */
    private static final Duration PAST = Duration.ofDays(63);

    private static final long EVERY_SECONDS = 20;
    private static final long CLOSING_SECONDS = 15;

    private final Site site;
    private final Optional<SlurmDemand> slurm;
    private final Optional<PrometheusDemand> prometheus;
    private final LongSupplier clock;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(InternalDemand::named);
    private String said = "";

    private InternalDemand(Site site, ToLongFunction<PoolId> fencedLots, LongSupplier clock) {
        this.site = site;
        this.slurm = site.slurm().map(SlurmDemand::new);
        this.prometheus = site.prometheus().map(options -> new PrometheusDemand(options, fencedLots));
        this.clock = clock;
    }

    private static Thread named(Runnable work) {
        Thread thread = new Thread(work, "internal-demand");
        thread.setDaemon(true);
        return thread;
    }

    /**
     * Reads once, and from then on again and again until it is closed. It returns when everybody was asked: that may take the
     * timeouts of all of them.
     *
     * @param fencedLots how many lots of a pool the fleet has out of internal use
     * @param withPast whether to fetch what is known of before, for a market that begins
     * @param clock market time, which is the time of day
     */
    public static InternalDemand watch(
            Site site, ToLongFunction<PoolId> fencedLots, boolean withPast, LongSupplier clock) {
        InternalDemand demand = new InternalDemand(site, fencedLots, clock);
        if (site.isReal()) {
            demand.refresh();
            if (withPast) {
                demand.recall();
            }
            ScheduledFuture<?> untilClosed = demand.thread.scheduleWithFixedDelay(
                    demand::refresh, EVERY_SECONDS, EVERY_SECONDS, TimeUnit.SECONDS);
            LOG.debug("internal demand is read every {} s: {}", EVERY_SECONDS, untilClosed);
        }
        return demand;
    }

    /** Reads once, and no more. */
    static InternalDemand once(Site site, LongSupplier clock) {
        InternalDemand demand = new InternalDemand(site, pool -> 0, clock);
        demand.refresh();
        return demand;
    }

    /**
     * What Slurm says of a pool.
     *
     * @throws IllegalArgumentException if the site does not say which nodes of Slurm are the pool's
     */
    public DemandSource slurm(PoolId pool) {
        return slurm.orElseThrow(() -> new IllegalArgumentException("there is no Slurm at this site"))
                .source(pool);
    }

    /**
     * What Prometheus says of a pool.
     *
     * @throws IllegalArgumentException if the site does not say what to ask for the pool
     */
    public DemandSource prometheus(PoolId pool) {
        return prometheus
                .orElseThrow(() -> new IllegalArgumentException("there is no Prometheus at this site"))
                .source(pool);
    }

    /** Why the last attempt has read nothing of a pool; empty if it has, or nobody has to be asked. */
    public Optional<String> problem(PoolId pool) {
        boolean inPrometheus = site.prometheus().stream()
                .flatMap(options -> options.pools().stream())
                .anyMatch(asked -> asked.id().equals(pool));
        return inPrometheus ? prometheusProblem(pool) : slurmProblem(pool);
    }

    Optional<String> slurmProblem(PoolId pool) {
        return slurm.flatMap(read -> read.problem(pool));
    }

    Optional<String> prometheusProblem(PoolId pool) {
        return prometheus.flatMap(read -> read.problem(pool));
    }

    private void refresh() {
        try {
            slurm.ifPresent(read -> read.refresh(clock.getAsLong()));
            prometheus.ifPresent(read -> read.refresh(clock.getAsLong()));
            say(problems());
        } catch (RuntimeException unforeseen) {
            // A scheduled task that throws is never run again, and demand would be stale for good.
            LOG.error("internal demand was not read; it is tried again", unforeseen);
        }
    }

    private void recall() {
        prometheus.ifPresent(read -> read.recall(clock.getAsLong(), PAST)
                .forEach((pool, why) ->
                        LOG.warn("the past of {} is not known, its forecast begins blind: {}", pool, why)));
    }

    private String problems() {
        List<String> all = new ArrayList<>();
        site.slurm()
                .ifPresent(options -> options.pools()
                        .forEach(pool ->
                                slurmProblem(pool.id()).ifPresent(why -> all.add(pool.id() + " in Slurm: " + why))));
        site.prometheus()
                .ifPresent(options -> options.pools()
                        .forEach(pool -> prometheusProblem(pool.id())
                                .ifPresent(why -> all.add(pool.id() + " in Prometheus: " + why))));
        return String.join("; ", all);
    }

    private void say(String problems) {
        if (!problems.equals(said)) {
            said = problems;
            if (problems.isEmpty()) {
                LOG.info("internal demand is read again");
            } else {
                LOG.warn("internal demand is not read, and what is offered does not grow: {}", problems);
            }
        }
    }

    /** Waits for a reading that is under way, but not for somebody who does not answer. */
    @Override
    public void close() {
        thread.shutdownNow();
        try {
            if (!thread.awaitTermination(CLOSING_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("a reading of internal demand does not end; it is left behind");
            }
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }
}
