package io.tidemark.fleet.node;

import io.tidemark.fleet.driver.Phase;

/**
 * Everything that decides a node's next step.
 *
 * @param observed what the backend says
 * @param strangers whether the backend has it with someone whom we did not give it to
 * @param begun whether the backend has begun the sanitizing that our generation asks for
 * @param late whether the state's deadline has passed
 * @param handedOver whether its lot is in the tenant's hands
 * @param cleanAgain whether it may leave quarantine
 */
record Situation(
        NodeState state,
        Wanted wanted,
        Phase observed,
        boolean strangers,
        boolean begun,
        Evidence evidence,
        boolean late,
        boolean handedOver,
        boolean cleanAgain) {
    /** What we hold of the running sanitizing's report. */
    enum Evidence {
        NOT_READ,
        COMPLETE,
        INSUFFICIENT
    }
}
