package io.tidemark.fleet.node;

import java.util.Optional;

/**
 * One step of a node.
 *
 * @param next the state to record before anything is asked, empty to remain
 * @param verb what to ask of the backend
 * @param quarantine why, if the next state is quarantine
 */
record Decision(Optional<NodeState> next, Verb verb, Optional<QuarantineReason> quarantine) {
    static final Decision WAIT = new Decision(Optional.empty(), Verb.NOTHING, Optional.empty());

    static Decision go(NodeState next) {
        return go(next, Verb.NOTHING);
    }

    static Decision go(NodeState next, Verb verb) {
        return new Decision(Optional.of(next), verb, Optional.empty());
    }

    /** Asks without a new state: the backend did not take it, or there is only something to be read. */
    static Decision ask(Verb verb) {
        return new Decision(Optional.empty(), verb, Optional.empty());
    }

    static Decision quarantine(QuarantineReason why) {
        return new Decision(Optional.of(NodeState.QUARANTINED), Verb.QUARANTINE, Optional.of(why));
    }
}
