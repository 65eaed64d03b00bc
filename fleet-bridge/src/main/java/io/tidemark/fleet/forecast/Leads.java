package io.tidemark.fleet.forecast;

import java.util.List;
import java.util.function.IntToDoubleFunction;

/** The distances at which a forecast is fitted and judged. */
final class Leads {
    /** Hours from the last hour that was seen to the one that is forecast, rising. */
    static final List<Integer> HOURS = List.of(1, 3, 6, 12, 24, 72, 168);

    private Leads() {}

    /** The place of the first lead that is not nearer than so many hours; of the last one if none is. */
    static int atOrAbove(long hours) {
        int place = 0;
        while (place < HOURS.size() - 1 && HOURS.get(place) < hours) {
            place++;
        }
        return place;
    }

    /** A figure that is known at the leads, linear between them and flat outside. */
    static double between(long hours, IntToDoubleFunction figure) {
        int above = atOrAbove(hours);
        if (above == 0 || hours >= HOURS.get(above)) {
            return figure.applyAsDouble(above);
        }
        double from = HOURS.get(above - 1);
        double share = (hours - from) / (HOURS.get(above) - from);
        return figure.applyAsDouble(above - 1) * (1 - share) + figure.applyAsDouble(above) * share;
    }
}
