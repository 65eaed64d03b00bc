package io.tidemark.connectors.bench.durable;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** Loads of a market: how many commands were answered, in what time, and how long each took. */
final class Load {
    private static final int DIGITS = 3;
    private static final long NANOS = TimeUnit.SECONDS.toNanos(1);

    /** A gateway that carries many waits so long for company. */
    private static final long GATHERED_NANOS = 50_000;

    /** What it carries at once. */
    private static final int LARGEST_LIST = 256;

    /** From this rate on commands come in lists. */
    private static final long LISTS_FROM = 10_000;

    /** Closer than this to the time of a command it is waited for without sleep: to wake up takes longer. */
    private static final long SLEEP_NANOS = 200_000;

    private final List<Lane> lanes;
    private final long nanos;
    private final LongConsumer progress;

    /**
     * What a load came to.
     *
     * @param offered commands a second, 0 if as many as were answered
     * @param nanos from the first command to the last answer
     * @param latencies in nanoseconds: from when a command was to be sent until it was answered
     */
    record Measured(long offered, long commands, long nanos, Histogram latencies) {
        double perSecond() {
            return commands * (double) NANOS / nanos;
        }
    }

    /** @param progress hears of milliseconds that went by */
    Load(List<Lane> lanes, int seconds, LongConsumer progress) {
        this.lanes = lanes;
        this.nanos = TimeUnit.SECONDS.toNanos(seconds);
        this.progress = progress;
    }

    /**
     * So many commands a second, whether they are answered or not. A command that could not be sent when it was due has
     * waited since then.
     */
    Measured offered(long perSecond) {
        Histogram latencies = new ConcurrentHistogram(DIGITS);
        long total = Math.multiplyExact(perSecond, nanos / NANOS);
        boolean alone = perSecond < LISTS_FROM;
        long began = System.nanoTime();
        long sent = 0;
        int turn = 0;
        while (sent < total) {
            long due = Math.min(total, (System.nanoTime() - began) * perSecond / NANOS + 1) - sent;
            if (due < 1) {
                await(began + sent * NANOS / perSecond, alone);
                continue;
            }
            int count = (int) Math.min(due, LARGEST_LIST);
            long first = sent;
            lanes.get(turn++ % lanes.size()).send(count, () -> {
                long now = System.nanoTime();
                for (int i = 0; i < count; i++) {
                    latencies.recordValue(Math.max(1, now - began - (first + i) * NANOS / perSecond));
                }
            });
            sent += count;
            progress.accept(System.nanoTime() - began);
        }
        return drained(perSecond, total, began, latencies);
    }

    private static void await(long due, boolean alone) {
        long left = due - System.nanoTime();
        if (!alone) {
            LockSupport.parkNanos(Math.max(left, GATHERED_NANOS));
        } else if (left > SLEEP_NANOS) {
            LockSupport.parkNanos(left - SLEEP_NANOS);
        } else {
            Thread.onSpinWait();
        }
    }

    /** As many commands as are answered, with so many on their way. */
    Measured most(int outstanding) {
        return most(outstanding, Long.MAX_VALUE, nanos);
    }

    /** So many commands in all, or a few more, however long it takes. */
    Measured total(int outstanding, long commands) {
        return most(outstanding, commands, Long.MAX_VALUE);
    }

    private Measured most(int outstanding, long commands, long longest) {
        Histogram latencies = new ConcurrentHistogram(DIGITS);
        int each = outstanding / lanes.size();
        int list = Math.max(1, Math.min(LARGEST_LIST, each / 4));
        long began = System.nanoTime();
        long sent = 0;
        long now = began;
        while (now - began < longest && sent < commands) {
            boolean idle = true;
            for (Lane lane : lanes) {
                if (lane.outstanding() + list <= each) {
                    long at = now;
                    lane.send(list, () -> latencies.recordValueWithCount(System.nanoTime() - at, list));
                    sent += list;
                    idle = false;
                }
            }
            if (idle) {
                lanes.forEach(Lane::requireNoFailure);
                LockSupport.parkNanos(GATHERED_NANOS);
            }
            now = System.nanoTime();
            progress.accept(Math.min(nanos, now - began));
        }
        return drained(0, sent, began, latencies);
    }

    /** So many clients, each with one command at a time. */
    Measured clients(int clients) {
        Histogram latencies = new ConcurrentHistogram(DIGITS);
        AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        long began = System.nanoTime();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < clients; i++) {
            Lane lane = lanes.get(i % lanes.size());
            Thread client = new Thread(() -> oneByOne(lane, began, latencies), "client-" + i);
            client.setUncaughtExceptionHandler((thread, thrown) -> failure.compareAndSet(null, thrown));
            threads.add(client);
            client.start();
        }
        for (Thread client : threads) {
            while (client.isAlive()) {
                try {
                    client.join(100);
                } catch (InterruptedException hurried) {
                    Thread.currentThread().interrupt();
                    throw new IllegalStateException("interrupted while clients were at work", hurried);
                }
                progress.accept(Math.min(nanos, System.nanoTime() - began));
            }
        }
        Throwable failed = failure.get();
        if (failed != null) {
            throw new IllegalStateException("a client failed: " + failed.getMessage(), failed);
        }
        return drained(0, latencies.getTotalCount(), began, latencies);
    }

    private void oneByOne(Lane lane, long began, Histogram latencies) {
        for (long now = System.nanoTime(); now - began < nanos; now = System.nanoTime()) {
            lane.sendAlone();
            latencies.recordValue(System.nanoTime() - now);
        }
    }

    private Measured drained(long offered, long commands, long began, Histogram latencies) {
        lanes.forEach(Lane::drain);
        return new Measured(offered, commands, System.nanoTime() - began, latencies);
    }
}
