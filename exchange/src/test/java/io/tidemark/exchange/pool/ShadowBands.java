package io.tidemark.exchange.pool;

import io.tidemark.exchange.contract.DeliveryWindow;
import io.tidemark.exchange.pool.ShadowBook.Bid;
import io.tidemark.exchange.pool.ShadowBook.Expected;
import io.tidemark.exchange.pool.ShadowBook.LegKey;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.LongFunction;

/** The dynamic band of every hour, section 4: what continuous trading may print. */
final class ShadowBands {
    private final Map<Long, Long> prints = new HashMap<>();
    RuleSheet sheet = RuleSheet.blank();

    ShadowBands copy() {
        ShadowBands copy = new ShadowBands();
        copy.prints.putAll(prints);
        copy.sheet = sheet;
        return copy;
    }

    /** A call price, or a print that is no residual. */
    void printed(Map<Long, Long> ticks) {
        prints.putAll(ticks);
    }

    private OptionalLong reference(long hour) {
        Long print = prints.get(hour);
        if (print != null) {
            return OptionalLong.of(print);
        }
        return sheet.fairValues().stream()
                .filter(fair -> fair.hour() == hour)
                .mapToLong(RuleSheet.FairValue::ticks)
                .findFirst();
    }

    private boolean isOn() {
        return sheet.dynamicBandBps() > 0;
    }

    long upper(long hour) {
        OptionalLong reference = reference(hour);
        return isOn() && reference.isPresent()
                ? insideStatic(Math.floorDiv(reference.getAsLong() * (10_000 + sheet.dynamicBandBps()), 10_000))
                : sheet.bandHigh();
    }

    long lower(long hour) {
        OptionalLong reference = reference(hour);
        return isOn() && reference.isPresent()
                ? insideStatic(-Math.floorDiv(-reference.getAsLong() * (10_000 - sheet.dynamicBandBps()), 10_000))
                : sheet.bandLow();
    }

    private long insideStatic(long ticks) {
        return Math.max(sheet.bandLow(), Math.min(sheet.bandHigh(), ticks));
    }

    /** What a buy at market is willing to pay: the mean of the upper bands, rounded down. */
    long marketLimit(DeliveryWindow window) {
        long sum = 0;
        for (long hour = window.start(); hour < window.end(); hour++) {
            sum += upper(hour);
        }
        return sum / window.hours();
    }

    /** Whether a leg of a fill would print outside the band of its hour. */
    boolean leaves(Expected fill) {
        if (!isOn()) {
            return false;
        }
        for (LegKey leg : fill.legs().keySet()) {
            if (leg.ticks() > upper(leg.hour()) || leg.ticks() < lower(leg.hour())) {
                return true;
            }
        }
        return false;
    }

    /** What a buy may take of a fill: strips as long as they lie inside; all-or-none, the whole of it or nothing. */
    Expected inside(Expected whole, Bid bid, LongFunction<Expected> upTo) {
        Expected inside = whole;
        while (leaves(inside)) {
            inside = upTo.apply(bid.allOrNone ? 0 : inside.lots() - 1);
        }
        return inside;
    }
}
