package io.tidemark.fleet.release;

import io.tidemark.exchange.pool.Command;
import java.util.List;

/**
 * The meter of a fleet that is always there: every firm lot of an hour was delivered for all of it. Firm capacity is not
 * reclaimable, so a shortage is the internal work's to wait out and not the holder's. Readings of real nodes take its
 * place as soon as nodes are handed over.
 */
final class SteadyMeter {
    private SteadyMeter() {}

    static Command reading(long hour) {
        return new Command.MeterHour(hour, List.of());
    }
}
