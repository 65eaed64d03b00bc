package io.tidemark.simulations.report;

import java.util.ArrayList;
import java.util.List;

/** From values to places on the paper. */
record Scale(double from, double to, double low, double high) {
    Scale {
        if (!(from < to)) {
            throw new IllegalArgumentException("a scale must not be empty: " + from + ", " + to);
        }
    }

    /** From zero to a round number above the largest value. */
    static Scale upTo(double largest, double low, double high) {
        double top = largest > 0 ? largest : 1;
        double step = roundStep(top / 4);
        return new Scale(0, step * StrictMath.ceil(top / step - 1e-9), low, high);
    }

    double at(double value) {
        return low + (value - from) / (to - from) * (high - low);
    }

    /** Four to eight round values. */
    List<Double> ticks() {
        double step = roundStep((to - from) / 4);
        List<Double> ticks = new ArrayList<>();
        long first = (long) StrictMath.ceil(from / step - 1e-9);
        for (long i = first; i * step <= to + step * 1e-9; i++) {
            ticks.add(i * step);
        }
        return ticks;
    }

    /** The largest of 1, 2, 5 times a power of ten that is not above a value. */
    private static double roundStep(double value) {
        double power = StrictMath.pow(10, StrictMath.floor(StrictMath.log10(value)));
        double mantissa = value / power;
        return power * (mantissa >= 5 ? 5 : mantissa >= 2 ? 2 : 1);
    }
}
