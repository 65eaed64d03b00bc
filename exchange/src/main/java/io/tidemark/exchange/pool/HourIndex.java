package io.tidemark.exchange.pool;

import io.tidemark.exchange.contract.Hours;
import io.tidemark.exchange.contract.Price;
import io.tidemark.exchange.pool.PoolSnapshot.IndexSum;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.LongUnaryOperator;
import org.agrona.collections.Long2ObjectHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The compute hour index: what a GPU-hour cost on average, weighted by lots, in the last 24 hours before the gate of its
 * hour. Behind the gate nothing trades, so there it stands for good.
 */
final class HourIndex {
    /** How long before the gate of an hour its trades begin to count. */
    private static final long COUNTED = 24 * Hours.MILLIS;

    private final LongUnaryOperator gateOf;

    // Looked up and thinned out, and put in order before it is walked into an output.
    private final Long2ObjectHashMap<Sum> byHour = new Long2ObjectHashMap<>();

    private static final class Sum {
        private long ticksTimesLots;
        private long lots;
    }

    /**
     * @param gateOf the instant at which the gate of an hour closes, epoch milliseconds
     */
    HourIndex(LongUnaryOperator gateOf) {
        this.gateOf = gateOf;
    }

    /**
     * A leg has traded, in a call or continuously.
     *
     * @param ticks its price per GPU-hour; for a residual leg the seller's limit
     */
    void traded(long hour, long ticks, long lots, long now) {
        if (now < gateOf.applyAsLong(hour) - COUNTED) {
            return;
        }
        Sum sum = byHour.get(hour);
        if (sum == null) {
            sum = new Sum();
            byHour.put(hour, sum);
        }
        sum.ticksTimesLots = Math.addExact(sum.ticksTimesLots, Math.multiplyExact(ticks, lots));
        sum.lots = Math.addExact(sum.lots, lots);
    }

    /** The index of an hour in whole micro-dollars per GPU-hour, rounded down; 0 where nothing traded. */
    long of(long hour) {
        Sum sum = sumOf(hour);
        if (sum == null) {
            return 0;
        }
        // Divided before it is multiplied, and the rest apart: the product of the two may leave a long.
        long ticks = sum.ticksTimesLots / sum.lots;
        long rest = sum.ticksTimesLots % sum.lots;
        return ticks * Price.MICRO_DOLLARS_PER_TICK + rest * Price.MICRO_DOLLARS_PER_TICK / sum.lots;
    }

    /** The lots that it averages. */
    long lots(long hour) {
        Sum sum = sumOf(hour);
        return sum == null ? 0 : sum.lots;
    }

    private @Nullable Sum sumOf(long hour) {
        return byHour.get(hour);
    }

    void forgetBefore(long hour) {
        byHour.keySet().removeIf(known -> known < hour);
    }

    List<IndexSum> save() {
        List<IndexSum> sums = new ArrayList<>();
        byHour.forEach((hour, sum) -> sums.add(new IndexSum(hour, sum.ticksTimesLots, sum.lots)));
        sums.sort(Comparator.comparingLong(IndexSum::hour));
        return sums;
    }

    void load(List<IndexSum> saved) {
        for (IndexSum each : saved) {
            Sum sum = new Sum();
            sum.ticksTimesLots = each.ticksTimesLots();
            sum.lots = each.lots();
            byHour.put(each.hour(), sum);
        }
    }
}
