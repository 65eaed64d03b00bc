package io.tidemark.simulations.bench;

/** What time it took, in nanoseconds since some instant that does not matter. */
public interface Clocks {
    /** What the calling thread has used of a processor: the same however busy the machine is with others. */
    long cpuNanos();

    /** What went by on the wall; quick to read, for single commands. */
    long wallNanos();
}
