package io.tidemark.simulations.scenario;

import java.util.List;

/**
 * A distribution of whole numbers: values with weights.
 *
 * @param weights one for each value, none negative, not all zero
 */
public record Whole(List<Long> values, List<Long> weights) {
    public Whole {
        values = List.copyOf(values);
        weights = List.copyOf(weights);
    }

    /**
     * The value at a place of the distribution.
     *
     * @param uniform from 0 to before 1
     */
    public long at(double uniform) {
        long total = weights.stream().mapToLong(Long::longValue).sum();
        long left = (long) (uniform * total);
        for (int i = 0; i < values.size(); i++) {
            left -= weights.get(i);
            if (left < 0) {
                return values.get(i);
            }
        }
        return values.get(values.size() - 1);
    }
}
