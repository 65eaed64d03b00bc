package io.tidemark.fleet.node;

/**
 * What a step of the loop came to.
 *
 * @param transitions nodes that took a step
 * @param asked verbs that a backend accepted
 * @param failed verbs that it did not; they are tried again
 * @param stale whether the backend's list was too old to act on, so that nothing was done
 */
public record StepReport(int transitions, int asked, int failed, boolean stale) {
    /** Whether nothing moved; a machine may still be at work. */
    public boolean isQuiet() {
        return transitions == 0 && asked == 0 && failed == 0 && !stale;
    }
}
