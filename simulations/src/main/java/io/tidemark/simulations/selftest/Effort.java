package io.tidemark.simulations.selftest;

/**
 * How long the cases run. Half the precision costs a quarter of the time, so the quick one promises wider intervals.
 */
public enum Effort {
    /** The intervals of the design: about a minute. */
    FULL(1),
    /** Three times as wide: a few seconds, for the test suite. */
    QUICK(3);

    private final int width;

    Effort(int width) {
        this.width = width;
    }

    double length(double full) {
        return full / (width * width);
    }

    double bound(double full) {
        return full * width;
    }
}
