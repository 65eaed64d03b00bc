package io.tidemark.simulations.statistics;

/** From {@code low} to {@code high}, both included. */
public record Interval(double low, double high) {
    public Interval {
        if (!(low <= high)) {
            throw new IllegalArgumentException("an interval must not end before it starts: " + low + ", " + high);
        }
    }

    public boolean contains(double value) {
        return value >= low && value <= high;
    }

    /** Whether all of it lies on one side of zero: only then is a difference one. */
    public boolean excludesZero() {
        return !contains(0);
    }
}
