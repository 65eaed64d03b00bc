package io.tidemark.pricing.price;

import io.tidemark.pricing.publish.Tranche;
import java.util.ArrayList;
import java.util.List;

/** How the lots of an hour are spread over prices. */
@FunctionalInterface
interface Curve {
    /**
     * The curve of the rulebook: with {@code z} the share of the hour's lots sold before a lot,
     * {@code phi(z) = floor} up to {@code z = b} and {@code floor x exp(z/b - 1)} from there, where
     * {@code b = 1 / (1 + ln(cap/floor))}, so that {@code phi(1) = cap}.
     *
     * <p>The lots of the flat part that are left make one tranche; the others are cut into tranches as even as whole lots
     * allow, each at the curve's price in its middle. It rounds in two places: the end of the flat part down to a whole
     * lot, a price half up to a whole tick. The logarithm and the exponential are those of {@link StrictMath}: the same
     * bits on every machine.
     */
    Curve FLAT_THEN_EXPONENTIAL = (floorTicks, capTicks, firmLots, soldLots, count) -> {
        List<Tranche> tranches = new ArrayList<>();
        long offered = firmLots - soldLots;
        if (offered == 0) {
            return tranches;
        }
        double b = 1 / (1 + StrictMath.log((double) capTicks / floorTicks));
        long flatEnd = (long) StrictMath.floor(b * firmLots);
        long flat = Math.max(0, Math.min(offered, flatEnd - soldLots));
        Fold.append(tranches, floorTicks, flat);

        long steep = offered - flat;
        int parts = flat > 0 ? count - 1 : count;
        for (int i = 0; i < parts; i++) {
            long from = steep * i / parts;
            long to = steep * (i + 1) / parts;
            double z = (soldLots + flat + (from + to) / 2.0) / firmLots;
            long ticks = (long) StrictMath.floor(floorTicks * StrictMath.exp(z / b - 1) + 0.5);
            Fold.append(tranches, Math.max(floorTicks, Math.min(capTicks, ticks)), to - from);
        }
        return tranches;
    };

    /**
     * The lots nobody bought yet, cheapest first, prices rising.
     *
     * @param floorTicks the price of the hour's first lot, at least 1
     * @param capTicks the price towards which its last lot goes, at least the floor
     * @param firmLots all lots of the hour
     * @param soldLots how many of them are sold, at most all
     * @param count into how many tranches to cut, fewer if lots or ticks do not suffice
     */
    List<Tranche> tranches(long floorTicks, long capTicks, long firmLots, long soldLots, int count);
}
