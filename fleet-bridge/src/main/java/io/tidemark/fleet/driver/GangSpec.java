package io.tidemark.fleet.driver;

import io.tidemark.exchange.contract.Sku;
import java.util.Set;

/**
 * Which nodes are wanted together.
 *
 * @param nodes how many, positive
 * @param candidates the only nodes it may choose among: for a claim, those whose proof of erasure we hold. A backend that
 *     picks freely would pick nodes we know nothing about
 * @param prefer candidates to choose first, such as machines the tenant had before
 */
public record GangSpec(Sku sku, int nodes, Placement placement, Set<NodeRef> candidates, Set<NodeRef> prefer) {
    public GangSpec {
        candidates = Set.copyOf(candidates);
        prefer = Set.copyOf(prefer);
        if (nodes <= 0 || nodes > candidates.size()) {
            throw new IllegalArgumentException("nodes must be from 1 to " + candidates.size() + ": " + nodes);
        }
        if (!candidates.containsAll(prefer)) {
            throw new IllegalArgumentException("only candidates can be preferred");
        }
    }

    /** Exactly these nodes. */
    public static GangSpec exactly(Sku sku, Placement placement, Set<NodeRef> nodes) {
        return new GangSpec(sku, nodes.size(), placement, nodes, Set.of());
    }

    /** How the nodes must stand to each other. */
    public enum Placement {
        ANY,
        /** All in one NVLink domain. */
        SAME_DOMAIN
    }
}
