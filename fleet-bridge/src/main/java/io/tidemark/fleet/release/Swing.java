package io.tidemark.fleet.release;

import io.tidemark.exchange.contract.Price;
import io.tidemark.exchange.pool.View.HourView;
import io.tidemark.pricing.facts.PoolFacts;
import java.util.List;

/**
 * How far prices swing: how far the last price of an hour lies from the mean price that its compute hour index is, on
 * average over the hours that traded. It needs no memory, so a desk that starts again says the same.
 */
final class Swing {
    /** Fewer hours say little about a pool. */
    private static final int FEWEST_HOURS = 3;

    private static final long WHOLE_BPS = 10_000;
    private static final long MOST_BPS = 1_000_000;

    private Swing() {}

    /** In basis points of the index, rounded down; {@link PoolFacts#UNKNOWN_VOLATILITY} if too few hours traded. */
    static long bps(List<HourView> hours) {
        long sum = 0;
        int traded = 0;
        for (HourView hour : hours) {
            if (hour.index() > 0 && hour.reference() > 0) {
                long distance =
                        Math.abs(Math.multiplyExact(hour.reference(), Price.MICRO_DOLLARS_PER_TICK) - hour.index());
                sum += Math.min(MOST_BPS, Math.multiplyExact(distance, WHOLE_BPS) / hour.index());
                traded++;
            }
        }
        return traded < FEWEST_HOURS ? PoolFacts.UNKNOWN_VOLATILITY : sum / traded;
    }
}
