package io.tidemark.fleet.driver.embedded;

/**
 * How the embedded fleet behaves.
 *
 * @param seed the same seed, the same step times and the same failures
 * @param fasterBy how many times faster than real machines every step is, 1 for as slow
 */
public record EmbeddedOptions(long seed, int fasterBy, Faults faults) {
    public EmbeddedOptions {
        if (fasterBy < 1) {
            throw new IllegalArgumentException("at least 1 times as fast: " + fasterBy);
        }
    }

    /** As slow as real machines, and without failures. */
    public static EmbeddedOptions standard(long seed) {
        return new EmbeddedOptions(seed, 1, Faults.NONE);
    }
}
