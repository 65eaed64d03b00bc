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
 * The thread on which market minutes pass: every step is taken once in each. When the machine is too slow for the speed
 * that was asked for, minutes are skipped and never crowded.
 */
final class MarketLoop implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MarketLoop.class);
    private static final long MINUTE = 60_000;
    private static final long FIRST_ROUND_SECONDS = 20;

    private final MarketClock clock;
    private final List<MarketStep> steps;
    private final Thread thread = new Thread(this::run, "market-loop");
    private final LongAdder failures = new LongAdder();
    private final CountDownLatch firstRound = new CountDownLatch(1);
    private volatile long lastMinute;
    private volatile boolean closing;

    MarketLoop(MarketClock clock, List<MarketStep> steps) {
        this.clock = clock;
        this.steps = List.copyOf(steps);
        this.lastMinute = clock.now();
    }

    /** Market time at which it was last through all its steps, epoch milliseconds; at first when it was made. */
    long lastMinute() {
        return lastMinute;
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
            long minute = Math.floorDiv(clock.now(), MINUTE);
            for (MarketStep step : steps) {
                takeStep(step);
            }
            lastMinute = clock.now();
            firstRound.countDown();
            try {
                Thread.sleep(clock.realMillisUntil((minute + 1) * MINUTE));
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
                LOG.error("a step of the market loop failed; it is tried again in the next minute", failed);
            }
        } catch (RuntimeException failed) {
            // The close interrupts whoever waits, or writes a file.
            if (!closing) {
                failures.increment();
                LOG.error("a step of the market loop failed; it is tried again in the next minute", failed);
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
