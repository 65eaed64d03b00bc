package io.tidemark.fleet.node;

/** Where a node is in its life, as the fleet has recorded it. Which may follow which: {@link Transitions}. */
public enum NodeState {
    /** Does internal work, or is idle and open to it. */
    INTERNAL,
    /** Being taken out of internal use. */
    FENCING,
    /** Out of internal use, internal data still on it. */
    FENCED,
    SANITIZING,
    /** Proved clean, and waiting for a tenant. */
    OFFERABLE,
    /** Set aside for a tenant. */
    CLAIMED,
    DEPLOYING,
    /** Started, health check passed, not handed over yet. */
    READY,
    /** In the tenant's hands. */
    LEASED,
    /** In the tenant's hands, who knows when it must be given back. */
    NOTICE,
    /** Being taken from the tenant. */
    RELEASING,
    /** Proved clean, on its way back to internal use. */
    RETURNING,
    /** Isolated: nobody has it until it is repaired and sanitized. */
    QUARANTINED;

    /** Whether it is set aside for a tenant or with one, so that the tenant's data may be on it. */
    public boolean isInUse() {
        return switch (this) {
            case CLAIMED, DEPLOYING, READY, LEASED, NOTICE, RELEASING -> true;
            case INTERNAL, FENCING, FENCED, SANITIZING, OFFERABLE, RETURNING, QUARANTINED -> false;
        };
    }

    /** Whether its health check has passed and it still is the tenant's. */
    boolean isHealthy() {
        return this == READY || this == LEASED || this == NOTICE;
    }

    /** Whether it serves its lease, or will without being sanitized first. */
    boolean serves() {
        return isHealthy() || this == CLAIMED || this == DEPLOYING;
    }
}
