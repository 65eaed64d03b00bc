package io.tidemark.exchange.cluster;

import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Market time, read by the shell only. It runs on the monotonic clock, so a jump of the wall clock does not touch it, and
 * may run faster than real time: at speed 60 a market hour takes a minute.
 */
public final class MarketClock {
    private final long anchorMillis;
    private final int speed;
    private final LongSupplier nanoTime;
    private final Anchor anchor;
    private final long earliest;

    /** When the clock began to run; empty while it stands. */
    private static final class Anchor {
        private volatile OptionalLong nanos;

        Anchor(OptionalLong nanos) {
            this.nanos = nanos;
        }
    }

    private MarketClock(long anchorMillis, int speed, LongSupplier nanoTime, Anchor anchor, long earliest) {
        if (speed < 1) {
            throw new IllegalArgumentException("speed must be 1 or more: " + speed);
        }
        this.anchorMillis = anchorMillis;
        this.speed = speed;
        this.nanoTime = nanoTime;
        this.anchor = anchor;
        this.earliest = earliest;
    }

    /** A clock that shows {@code millis} now and runs at {@code speed} times real time. */
    public static MarketClock startingAt(long millis, int speed) {
        Anchor running = new Anchor(OptionalLong.of(System.nanoTime()));
        return new MarketClock(millis, speed, System::nanoTime, running, Long.MIN_VALUE);
    }

    /** A clock that shows {@code millis} until somebody lets it {@link #run}: while a program is being put together. */
    public static MarketClock stoppedAt(long millis, int speed) {
        return new MarketClock(millis, speed, System::nanoTime, new Anchor(OptionalLong.empty()), Long.MIN_VALUE);
    }

    /**
     * The same clock for a pool whose last owner's clock was ahead of it: it shows {@code millis} until this one has caught
     * up.
     */
    MarketClock notBefore(long millis) {
        return new MarketClock(anchorMillis, speed, nanoTime, anchor, Math.max(millis, earliest));
    }

    /** Lets a stopped clock run from what it shows. */
    public void run() {
        if (anchor.nanos.isEmpty()) {
            anchor.nanos = OptionalLong.of(nanoTime.getAsLong());
        }
    }

    /** Market time, epoch milliseconds; never steps back. */
    public long now() {
        return Math.max(earliest, shown());
    }

    private long shown() {
        OptionalLong since = anchor.nanos;
        if (since.isEmpty()) {
            return anchorMillis;
        }
        long nanos = nanoTime.getAsLong() - since.getAsLong();
        return anchorMillis + TimeUnit.NANOSECONDS.toMillis(Math.multiplyExact(nanos, (long) speed));
    }

    /** Real milliseconds until market time is {@code millis}; 0 if it is past. */
    public long realMillisUntil(long millis) {
        long market = millis - now();
        return market <= 0 ? 0 : market / speed + 1;
    }

    public int speed() {
        return speed;
    }
}
