package io.tidemark.connectors.rest;

import io.tidemark.exchange.contract.Hours;
import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.contract.Price;
import io.tidemark.exchange.pool.CallReason;
import io.tidemark.exchange.pool.View.IndicativeHour;
import io.tidemark.exchange.pool.View.IndicativeView;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the call of a pool would come to if it ended now.
 *
 * @param endsAt the earliest end of the call; absent if none runs
 * @param hours those that would trade, the first one first; empty if no call runs
 */
record IndicativeBody(
        String pool,
        int gpusPerLot,
        @Nullable String marketTime,
        String phase,
        @Nullable String callReason,
        @Nullable String endsAt,
        List<IndicativeHourBody> hours) {

    /**
     * One hour of the call.
     *
     * @param lots that would trade
     * @param surplusLots offered at that price or below, and not taken
     */
    record IndicativeHourBody(
            String hour, String pricePerGpuHour, String pricePerLotHour, long lots, long surplusLots) {}

    static IndicativeBody of(PoolId pool, IndicativeView view, long now) {
        return new IndicativeBody(
                pool.toString(),
                pool.gpusPerLot(),
                Amounts.instant(now),
                view.phase().name(),
                view.reason() == CallReason.NONE ? null : view.reason().name(),
                Amounts.instant(view.endsAt()),
                view.hours().stream().map(hour -> hour(pool, hour)).toList());
    }

    private static IndicativeHourBody hour(PoolId pool, IndicativeHour hour) {
        return new IndicativeHourBody(
                Hours.format(hour.hour()),
                Price.format(hour.ticks()),
                Price.format(hour.ticks() * pool.gpusPerLot()),
                hour.lots(),
                hour.surplusLots());
    }
}
