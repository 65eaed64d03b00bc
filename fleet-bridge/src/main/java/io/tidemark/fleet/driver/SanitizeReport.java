package io.tidemark.fleet.driver;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What was done to a node in one sanitizing. There is no single "done": the answer is always drawn from the steps.
 *
 * @param epoch the generation of the release that began it
 * @param simulated whether there is no machine behind it
 */
public record SanitizeReport(NodeRef node, long epoch, boolean simulated, List<StepEvidence> steps) {
    public SanitizeReport {
        steps = List.copyOf(steps);
    }

    /** Whether every step is there, once, and good. Only then may anyone else have the node. */
    public boolean isComplete() {
        Set<SanitizeStep> missing = EnumSet.allOf(SanitizeStep.class);
        for (StepEvidence evidence : steps) {
            if (!evidence.isGood() || !missing.remove(evidence.step())) {
                return false;
            }
        }
        return missing.isEmpty();
    }
}
