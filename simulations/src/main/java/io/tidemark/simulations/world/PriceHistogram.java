package io.tidemark.simulations.world;

import java.util.NavigableMap;
import java.util.OptionalDouble;
import java.util.TreeMap;

/** How much was sold at each price. Prices are ticks. */
public final class PriceHistogram {
    private static final double TICKS_PER_DOLLAR = 100;

    private final NavigableMap<Long, Long> lotMillis = new TreeMap<>();

    /** Adds so much at a price. */
    public void add(long ticks, long amount) {
        if (amount > 0) {
            lotMillis.merge(ticks, amount, Long::sum);
        }
    }

    /** Adds all of another one. */
    public void add(PriceHistogram other) {
        other.lotMillis.forEach(this::add);
    }

    /** Lot-milliseconds by price, the lowest first. */
    public NavigableMap<Long, Long> byPrice() {
        return lotMillis;
    }

    /**
     * The least price at or below which so much of it was sold, in dollars.
     *
     * @param percent from 0 to 100
     */
    OptionalDouble percentile(int percent) {
        long total = lotMillis.values().stream().mapToLong(Long::longValue).sum();
        long left = Math.max(1, total / 100 * percent);
        for (var entry : lotMillis.entrySet()) {
            left -= entry.getValue();
            if (left <= 0) {
                return OptionalDouble.of(entry.getKey() / TICKS_PER_DOLLAR);
            }
        }
        return OptionalDouble.empty();
    }
}
