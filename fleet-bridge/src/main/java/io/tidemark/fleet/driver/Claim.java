package io.tidemark.fleet.driver;

import java.util.Set;

/** Nodes taken for a lease. */
public record Claim(Fence fence, Set<NodeRef> nodes) {
    public Claim {
        nodes = Set.copyOf(nodes);
    }
}
