package io.tidemark.simulations.bench;

import java.util.Arrays;
import java.util.List;

/** Measured values, all of them kept: a quantile is one of them and not an estimate. */
final class Samples {
    private long[] values = new long[1 << 10];
    private int count;
    private boolean sorted;

    void add(long value) {
        if (count == values.length) {
            values = Arrays.copyOf(values, count * 2);
        }
        values[count++] = value;
        sorted = false;
    }

    int count() {
        return count;
    }

    /** The least value that so large a share of all do not exceed; 0 if there are none. */
    long quantile(double share) {
        if (count == 0) {
            return 0;
        }
        if (!sorted) {
            Arrays.sort(values, 0, count);
            sorted = true;
        }
        return values[Math.max(0, (int) Math.ceil(share * count) - 1)];
    }

    /** The value in the middle, the lower of two; NaN if there are none. */
    static double median(List<Double> values) {
        return values.isEmpty() ? Double.NaN : values.stream().sorted().toList().get((values.size() - 1) / 2);
    }
}
