package io.tidemark.fleet.driver;

import java.util.Optional;
import java.util.Set;

/**
 * What the internal scheduler says about a node.
 *
 * @param state {@link Phase#INTERNAL}, {@link Phase#FENCING}, {@link Phase#FENCED} or {@link Phase#DOWN}. A node that
 *     somebody else has taken out of internal use is INTERNAL: it is none of ours. A node that is out of internal use by
 *     our fence is FENCED even if the scheduler cannot reach it, for whoever has it then runs no part of the scheduler
 * @param backendState the scheduler's own state, verbatim, for people and for the record
 * @param since when the state began, epoch milliseconds, never after the reading; 0 where the scheduler keeps no record
 * @param lease for whom it was fenced; empty unless it is FENCING or FENCED
 * @param generation the latest generation it has seen, 0 for none
 * @param busy whether a fence asked for now would not get it, because work is on it or somebody has set it aside; only of
 *     what is INTERNAL, and only as of this look
 */
public record FenceView(
        Phase state, String backendState, long since, Optional<LeaseKey> lease, long generation, boolean busy) {
    private static final Set<Phase> STATES = Set.of(Phase.INTERNAL, Phase.FENCING, Phase.FENCED, Phase.DOWN);

    public FenceView {
        if (!STATES.contains(state)) {
            throw new IllegalArgumentException("a fence knows " + STATES + ", not " + state);
        }
    }
}
