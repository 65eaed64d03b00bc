package io.tidemark.exchange.pool;

import io.tidemark.exchange.book.PriceBand;
import io.tidemark.exchange.contract.DeliveryWindow;

/**
 * What continuous trading may print in an hour: so far around its reference, and never outside the static band. An hour
 * without a reference has the static band alone.
 */
final class Bands implements PriceBand {
    private static final long FULL = 10_000;

    private final PoolState state;

    /** Whether the sheet has a dynamic band: asked at every order. */
    private boolean stopsFills;

    Bands(PoolState state) {
        this.state = state;
    }

    @Override
    public boolean stopsFills() {
        return stopsFills;
    }

    /** From now on this is what the rules say. */
    void follow(RuleSheet sheet) {
        stopsFills = sheet.dynamicBandBps() > 0;
    }

    /** Rounded up to a tick. */
    @Override
    public long low(long hour) {
        long reference = stopsFills() ? state.references.of(hour) : 0;
        return reference == 0
                ? state.sheet.bandLow()
                : insideTheStaticBand(reference - reference * state.sheet.dynamicBandBps() / FULL);
    }

    /** Rounded down to a tick. */
    @Override
    public long high(long hour) {
        long reference = stopsFills() ? state.references.of(hour) : 0;
        return reference == 0
                ? state.sheet.bandHigh()
                : insideTheStaticBand(reference + reference * state.sheet.dynamicBandBps() / FULL);
    }

    private long insideTheStaticBand(long ticks) {
        return Math.max(state.sheet.bandLow(), Math.min(state.sheet.bandHigh(), ticks));
    }

    /** The limit of a market buy: the mean of the highest prices of its hours, rounded down. */
    long highestMean(DeliveryWindow window) {
        long sum = 0;
        for (long hour = window.start(); hour < window.end(); hour++) {
            sum += high(hour);
        }
        return sum / window.hours();
    }

    /** The least that a market sell asks in any of its hours. */
    long lowest(DeliveryWindow window) {
        long lowest = Long.MAX_VALUE;
        for (long hour = window.start(); hour < window.end(); hour++) {
            lowest = Math.min(lowest, low(hour));
        }
        return lowest;
    }
}
