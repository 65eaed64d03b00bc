package io.tidemark.connectors.rest;

import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.contract.Price;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Ticks, micro-dollars and milliseconds as the text that goes out. */
final class Amounts {
    private static final int MICRO_DECIMALS = 6;
    private static final int AVERAGE_DECIMALS = 4;

    private Amounts() {}

    /** Dollars per GPU-hour; null where the engine says 0 for none. */
    static @Nullable String perGpuHour(long ticks) {
        return ticks == 0 ? null : Price.format(ticks);
    }

    /** The same price for all GPUs of a lot; null for none. */
    static @Nullable String perLotHour(long ticks, PoolId pool) {
        return ticks == 0 ? null : Price.format(ticks * pool.gpusPerLot());
    }

    /**
     * What one of {@code units} costs on average, in dollars rounded half up to four decimals: only totals are exact.
     *
     * @return null if there are no units
     */
    static @Nullable String average(long microDollars, long units) {
        if (units == 0) {
            return null;
        }
        BigDecimal average = BigDecimal.valueOf(microDollars, MICRO_DECIMALS)
                .divide(BigDecimal.valueOf(units), AVERAGE_DECIMALS, RoundingMode.HALF_UP)
                .stripTrailingZeros();
        return (average.scale() < 2 ? average.setScale(2) : average).toPlainString();
    }

    /** ISO 8601 in UTC; null where the engine says 0 for never. */
    static @Nullable String instant(long epochMillis) {
        return epochMillis == 0 ? null : at(epochMillis);
    }

    /** ISO 8601 in UTC. */
    static String at(long epochMillis) {
        return Instant.ofEpochMilli(epochMillis).toString();
    }
}
