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
    private volatile OptionalLong anchorNanos;

    private MarketClock(long anchorMillis, int speed, LongSupplier nanoTime, OptionalLong anchorNanos) {
        if (speed < 1) {
            throw new IllegalArgumentException("speed must be 1 or more: " + speed);
        }
        this.anchorMillis = anchorMillis;
        this.speed = speed;
        this.nanoTime = nanoTime;
        this.anchorNanos = anchorNanos;
    }

    /** A clock that shows {@code millis} now and runs at {@code speed} times real time. */
    public static MarketClock startingAt(long millis, int speed) {
        return new MarketClock(millis, speed, System::nanoTime, OptionalLong.of(System.nanoTime()));
    }

    /** A clock that shows {@code millis} until somebody lets it {@link #run}: while a program is being put together. */
    public static MarketClock stoppedAt(long millis, int speed) {
        return new MarketClock(millis, speed, System::nanoTime, OptionalLong.empty());
    }

    /** Lets a stopped clock run from what it shows. */
    public void run() {
        if (anchorNanos.isEmpty()) {
            anchorNanos = OptionalLong.of(nanoTime.getAsLong());
        }
    }

    /** Market time, epoch milliseconds; never steps back. */
    public long now() {
        OptionalLong since = anchorNanos;
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
