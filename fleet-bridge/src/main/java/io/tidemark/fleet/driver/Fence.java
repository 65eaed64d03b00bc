package io.tidemark.fleet.driver;

/**
 * Who acts, and how recent that is.
 *
 * @param lease on whose behalf
 * @param generation rises with every new intent for a node; what carries a lower one than the node has seen is the late
 *     act of someone who has been overtaken, and is refused
 */
public record Fence(LeaseKey lease, long generation) {
    public Fence {
        if (generation <= 0) {
            throw new IllegalArgumentException("a generation must be positive: " + generation);
        }
    }
}
