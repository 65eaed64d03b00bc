package io.tidemark.simulations.bench;

import org.apache.commons.rng.UniformRandomProvider;

/** What an hour is worth in a made-up market: dearer by day than by night, in ticks per GPU-hour. */
final class Prices {
    private static final long NIGHT = 180;
    private static final long STEP = 10;
    private static final int DAY = 24;

    private Prices() {}

    static long fair(long hour) {
        return NIGHT + STEP * (DAY / 2 - Math.abs(Math.floorMod(hour, DAY) - DAY / 2));
    }

    /** The mean over a window. */
    static long fair(long start, int hours) {
        long sum = 0;
        for (long hour = start; hour < start + hours; hour++) {
            sum += fair(hour);
        }
        return sum / hours;
    }

    /** A price at so many hundredths of what is fair, both ends included. */
    static long around(long fair, int lowPercent, int highPercent, UniformRandomProvider random) {
        return Math.max(1, fair * random.nextInt(lowPercent, highPercent + 1) / 100);
    }
}
