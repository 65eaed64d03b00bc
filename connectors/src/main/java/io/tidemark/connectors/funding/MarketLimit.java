package io.tidemark.connectors.funding;

import io.tidemark.exchange.pool.RuleSheet;
import io.tidemark.exchange.pool.View.HourView;
import io.tidemark.exchange.pool.View.HoursView;

/**
 * The limit that the engine gives a market order. It is worked out here only to bring enough money: never too low, and by
 * less than two ticks too high.
 */
final class MarketLimit {
    private static final long WHOLE = 10_000;

    private MarketLimit() {}

    /** The mean of the upper bands of some hours, in ticks. */
    static long ofBuy(RuleSheet sheet, HoursView hours) {
        long sum = 0;
        for (HourView hour : hours.hours()) {
            sum = Math.addExact(sum, upperBand(sheet, hour.reference()));
        }
        long count = hours.hours().size();
        // Hours that are not listed have no band, and the order is refused for them.
        return count == 0 ? sheet.bandHigh() : ceiling(sum, count);
    }

    /** Where there is no dynamic band, or nothing that it could stand around, the static one. */
    private static long upperBand(RuleSheet sheet, long reference) {
        if (sheet.dynamicBandBps() == 0 || reference == 0) {
            return sheet.bandHigh();
        }
        long above = Math.addExact(WHOLE, sheet.dynamicBandBps());
        return Math.min(sheet.bandHigh(), ceiling(Math.multiplyExact(reference, above), WHOLE));
    }

    private static long ceiling(long dividend, long divisor) {
        return -Math.floorDiv(-dividend, divisor);
    }
}
