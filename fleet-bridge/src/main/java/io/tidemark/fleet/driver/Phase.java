package io.tidemark.fleet.driver;

/** Where a node is, as its backend sees it, in words that all backends share. */
public enum Phase {
    /** In internal use, or idle and open to it. */
    INTERNAL,
    /** In internal use, and lost to its scheduler for now. No fault of the machine's owner, and nobody's to wipe. */
    DOWN,
    /** On its way out of internal use. */
    FENCING,
    /** Out of internal use, with internal data still on it. */
    FENCED,
    CLEANING,
    /** Sanitized; the proof is in the report. */
    CLEAN,
    CLEAN_FAILED,
    /** Set aside for a lease, nothing on it yet. */
    CLAIMED,
    DEPLOYING,
    /** Started, health check running. */
    CHECKING,
    /** Started, and the health check has passed. */
    ACTIVE,
    DEPLOY_FAILED,
    /** Isolated after a fault. */
    HELD,
    /** Does not answer. */
    DEAD;

    /** Whether a tenant has it, or is about to have it. */
    public boolean isTenants() {
        return this == CLAIMED || this == DEPLOYING || this == CHECKING || this == ACTIVE || this == DEPLOY_FAILED;
    }
}
