package io.tidemark.connectors.server;

import io.tidemark.exchange.cluster.MarketClock;
import java.time.Instant;
import java.util.function.LongSupplier;

/**
 * How market time passes while the program runs, and while it does not.
 *
 * <p>In earnest it is real time: an hour that was sold passes whether the program runs or not. A rehearsal runs faster, and
 * then market time can only be its own: it stands still while the program does.
 */
sealed interface VenueClock {
    /**
     * The clock of a market.
     *
     * @param latest market time of the last command, or {@link Long#MIN_VALUE} if there was none
     * @param beginning when the market began, epoch milliseconds
     * @throws ClockAheadException if market time is so far ahead of real time that they cannot be one
     */
    MarketClock from(long latest, long beginning);

    /** Whether market time is real time. */
    default boolean isReal() {
        return this instanceof Real;
    }

    /** Real time. */
    record Real(LongSupplier wallClock) implements VenueClock {
        /** A wall clock may be set back by a little; market time waits for nobody, and is ahead by as much from then on. */
        private static final long MOST_AHEAD_MILLIS = 60_000;

        Real() {
            this(System::currentTimeMillis);
        }

        @Override
        public MarketClock from(long latest, long beginning) {
            long now = wallClock.getAsLong();
            if (latest > now + MOST_AHEAD_MILLIS) {
                throw new ClockAheadException(Instant.ofEpochMilli(latest), Instant.ofEpochMilli(now));
            }
            return MarketClock.startingAt(Math.max(latest, now), 1);
        }
    }

    /** Time of its own, so many times faster than real time. */
    record Own(int speed) implements VenueClock {
        @Override
        public MarketClock from(long latest, long beginning) {
            return MarketClock.stoppedAt(latest == Long.MIN_VALUE ? beginning : latest, speed);
        }
    }
}
