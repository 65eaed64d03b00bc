package io.tidemark.simulations.metric;

/** Which of two values of a metric the operator would rather have, all else being equal. */
public enum Aim {
    MORE,
    LESS,
    /** It tells something, and neither way is better in itself. */
    NEITHER
}
