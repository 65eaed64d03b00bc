package io.tidemark.connectors.rest;

import io.tidemark.exchange.contract.PoolId;
import java.util.List;
import java.util.Optional;

/** The nodes behind the pools, for whoever answers for them. Instants are epoch milliseconds of market time. */
public interface MachineDesk {
    /** All nodes, in the order of their names. */
    List<Machine> machines();

    /** One node. */
    Optional<Machine> find(String node);

    /** The life of a node, the oldest step first. */
    List<Step> story(String node);

    /** How a node was sanitized, the oldest first. */
    List<Sanitizing> sanitizings(String node);

    /**
     * Somebody has repaired a node that stands in quarantine: it is sanitized, and may serve again.
     *
     * @return whether it stood in quarantine
     */
    boolean repaired(String node);

    /** Where a node is in its life. */
    enum State {
        INTERNAL,
        FENCING,
        FENCED,
        SANITIZING,
        OFFERABLE,
        CLAIMED,
        DEPLOYING,
        READY,
        LEASED,
        NOTICE,
        RELEASING,
        RETURNING,
        QUARANTINED
    }

    /**
     * A node.
     *
     * @param domain the NVLink domain that it stands in
     * @param lease with whom it is, or for whom it is made ready
     * @param quarantined why it stands in quarantine, such as {@code ERASE_FAILED}
     * @param repaired whether it was said to be repaired, and waits to be sanitized
     * @param attempts how often what it needs next was asked for in vain
     * @param simulated whether there is no machine behind it
     */
    record Machine(
            String node,
            PoolId pool,
            String domain,
            State state,
            long since,
            Optional<String> lease,
            Optional<String> quarantined,
            boolean repaired,
            int attempts,
            boolean simulated) {}

    /** From one state to the next, and why. */
    record Step(long at, String from, String to, Optional<String> lease, String why) {}

    /**
     * A sanitizing, step by step.
     *
     * @param complete whether it proves that nothing is left
     */
    record Sanitizing(long epoch, boolean complete, List<Evidence> steps) {
        public Sanitizing {
            steps = List.copyOf(steps);
        }
    }

    /** What is known of one step; {@code hash} is that of the tool's own log. */
    record Evidence(
            String step,
            String method,
            String tool,
            int devicesFound,
            int devicesExpected,
            String result,
            long startedAt,
            long endedAt,
            String hash) {}
}
