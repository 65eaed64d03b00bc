package io.tidemark.fleet.driver;

import java.util.Set;

/**
 * What came of asking for a fence.
 *
 * @param accepted on their way out of internal use, or out already
 * @param busy still occupied by internal work
 */
public record FenceResult(Set<NodeRef> accepted, Set<NodeRef> busy) {
    public FenceResult {
        accepted = Set.copyOf(accepted);
        busy = Set.copyOf(busy);
    }
}
