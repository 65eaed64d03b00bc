package io.tidemark.exchange.pool;

import io.tidemark.exchange.clearing.Clearing.Bought;
import io.tidemark.exchange.clearing.LegSettlement;
import io.tidemark.exchange.contract.Hours;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Pays for hours that are over, by what the meter says of them. */
final class MeterDesk {
    private static final int WHOLE_HOUR = 3_600;

    private final PoolState state;
    private final DamagesDesk damages;

    MeterDesk(PoolState state, DamagesDesk damages) {
        this.state = state;
        this.damages = damages;
    }

    Reply meter(Command.MeterHour meter) {
        long hour = meter.hour();
        if (!state.clearing.hasTitles(hour) || Hours.startMillis(hour + 1) > state.now) {
            return refused(
                    Refusal.HOUR_NOT_TO_SETTLE,
                    "hour",
                    Hours.format(hour) + " is not over, or nothing of it is left to settle",
                    "an hour that has ended and was not metered before");
        }
        // Looked up, never walked.
        Map<Long, Integer> seconds = new HashMap<>();
        for (Command.Reading reading : meter.shortfalls()) {
            if (reading.deliveredSeconds() < 0 || reading.deliveredSeconds() > WHOLE_HOUR) {
                return refused(
                        Refusal.GUARD_BROKEN,
                        "deliveredSeconds",
                        reading.deliveredSeconds() + " seconds in an hour",
                        "0 to 3600");
            }
            seconds.put(reading.parcel(), reading.deliveredSeconds());
        }
        List<Bought> bought = state.clearing.bought(hour);
        long before = state.clearing.fees();
        List<LegSettlement> legs = state.clearing.settle(hour, parcel -> seconds.getOrDefault(parcel, WHOLE_HOUR));
        state.emit(new Event.HourSettled(hour, legs, state.clearing.fees() - before));
        // After the hour is paid: what the operator has earned of it may be needed, first for what is owed already.
        damages.payOwed();
        Replacements replacements = new Replacements(state, hour);
        for (Bought each : bought) {
            int delivered = seconds.getOrDefault(each.parcel().id(), WHOLE_HOUR);
            if (damages.areDue(delivered)) {
                damages.award(hour, each, delivered, replacements);
            }
        }
        return new Reply.Done();
    }

    private static Reply refused(Refusal reason, String field, String problem, String remedy) {
        return Refusals.of(reason, field, problem, remedy).orElseThrow();
    }
}
