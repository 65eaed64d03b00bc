package io.tidemark.connectors.metrics;

/** Instants and durations as Prometheus wants them. */
final class Seconds {
    private static final double NANOS = 1e9;
    private static final double MILLIS = 1e3;

    /** From a tenth of a millisecond to ten seconds. */
    static final double[] BUCKETS = {
        0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10
    };

    private Seconds() {}

    static double ofNanos(long nanos) {
        return nanos / NANOS;
    }

    static double ofMillis(long millis) {
        return millis / MILLIS;
    }
}
