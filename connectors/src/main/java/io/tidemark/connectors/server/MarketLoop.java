package io.tidemark.connectors.server;

import io.tidemark.exchange.cluster.ExchangeStoppedException;
import io.tidemark.exchange.cluster.MarketClock;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A thread on which market time passes in even spaces, as a rule minutes: every step is taken once in each. When the machine
 * is too slow for the speed that was asked for, some are skipped and never crowded.
 */
final class MarketLoop implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MarketLoop.class);
    private static final long MINUTE = 60_000;
    /** So soon machines are looked at again: seconds that a node stands idle between two steps are lost to everybody. */
    private static final long MACHINES = 5_000;

    private static final long FIRST_ROUND_SECONDS = 20;

    private final MarketClock clock;
    private final List<MarketStep> steps;
    private final long space;
    private final Thread thread;
    private final LongAdder failures = new LongAdder();
    private final CountDownLatch firstRound = new CountDownLatch(1);
    private volatile long lastRound;
    private volatile boolean closing;

    private MarketLoop(MarketClock clock, List<MarketStep> steps, long space, String name) {
        this.clock = clock;
        this.steps = List.copyOf(steps);
        this.space = space;
        this.thread = new Thread(this::run, name);
        this.lastRound = clock.now();
    }

    /** What the market does in every minute. */
    static MarketLoop everyMinute(MarketClock clock, List<MarketStep> steps) {
        return new MarketLoop(clock, steps, MINUTE, "market-loop");
    }

    /** The looks at machines that may keep whoever asks them waiting, which nothing else should. */
    static MarketLoop ofMachines(MarketClock clock, MarketStep look) {
        return new MarketLoop(clock, List.of(look), MACHINES, "machines");
    }

    /** Market time at which it was last through all its steps, epoch milliseconds; at first when it was made. */
    long lastRound() {
        return lastRound;
    }

    /**
     * Waits until every step was taken once.
     *
     * @throws IllegalStateException if that takes longer than anybody would wait
     */
    void awaitFirstRound() {
        try {
            if (!firstRound.await(FIRST_ROUND_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("the market loop has not been through its steps yet");
            }
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", closing);
        }
    }

    /** Steps that failed. */
    long failures() {
        return failures.sum();
    }

    void start() {
        thread.start();
    }

    private void run() {
        while (!closing) {
            long turn = Math.floorDiv(clock.now(), space);
            for (MarketStep step : steps) {
                takeStep(step);
            }
            lastRound = clock.now();
            firstRound.countDown();
            try {
                Thread.sleep(clock.realMillisUntil((turn + 1) * space));
            } catch (InterruptedException closed) {
                return;
            }
        }
    }

    private void takeStep(MarketStep step) {
        if (closing) {
            return;
        }
        try {
            step.step(clock.now());
        } catch (CompletionException failed) {
            boolean stopped = failed.getCause() instanceof ExchangeStoppedException;
            if (!closing && !stopped) {
                failures.increment();
                LOG.error("a step of the {} failed; it is taken again in its next round", thread.getName(), failed);
            }
        } catch (RuntimeException failed) {
            // The close interrupts whoever waits, or writes a file.
            if (!closing) {
                failures.increment();
                LOG.error("a step of the {} failed; it is taken again in its next round", thread.getName(), failed);
            }
        }
    }

    @Override
    public void close() {
        closing = true;
        thread.interrupt();
        try {
            thread.join(10_000);
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }
}
