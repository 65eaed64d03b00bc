package io.tidemark.fleet.reliability;

import io.tidemark.exchange.clearing.Clearing;
import io.tidemark.exchange.clearing.LegSettlement;
import io.tidemark.exchange.contract.Hours;
import io.tidemark.exchange.pool.Event;
import java.util.OptionalLong;

/**
 * What an event says of the firm lots of a delivery hour.
 *
 * @param whole lots that were delivered for all of it
 * @param part lots that were delivered for some of it
 * @param failed lots that were not delivered at all
 * @param curtailed lots that were taken back before it
 * @param before seconds between the word of that and the hour; empty if none were
 */
record FirmHour(long hour, long whole, long part, long failed, long curtailed, OptionalLong before) {
    private static final int WHOLE_HOUR = 3_600;

    /** A lot may be sold on several times, but the operator sells it once: these sales are the lots. */
    static FirmHour of(Event.HourSettled settled) {
        long whole = 0;
        long part = 0;
        long failed = 0;
        for (LegSettlement leg : settled.legs()) {
            if (leg.seller() != Clearing.OPERATOR) {
                continue;
            }
            if (leg.deliveredSeconds() >= WHOLE_HOUR) {
                whole += leg.lots();
            } else if (leg.deliveredSeconds() > 0) {
                part += leg.lots();
            } else {
                failed += leg.lots();
            }
        }
        return new FirmHour(settled.hour(), whole, part, failed, 0, OptionalLong.empty());
    }

    static FirmHour of(long time, Event.Curtailed curtailed) {
        long lots = curtailed.taken().stream().mapToLong(Event.Delivery::lots).sum();
        long before = Math.max(0, (Hours.startMillis(curtailed.hour()) - time) / 1_000);
        return new FirmHour(curtailed.hour(), 0, 0, 0, lots, OptionalLong.of(before));
    }

    boolean isEmpty() {
        return whole + part + failed + curtailed == 0;
    }
}
