package io.tidemark.simulations.bench;

/** Hears how far a measurement has come. It is told nothing while a clock runs. */
@FunctionalInterface
public interface Progress {
    /** So much more is done, in steps of which the measurement has told the total. */
    void step(long steps);
}
