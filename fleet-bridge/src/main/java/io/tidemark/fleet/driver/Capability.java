package io.tidemark.fleet.driver;

/** What a driver can do beyond the least that is asked of all. */
public enum Capability {
    /** The backend itself takes all nodes of a claim or none; without it the driver takes one by one and gives back. */
    ATOMIC_GANG,
    /** Each sanitizing step comes with its own evidence. */
    EVIDENCE_PER_STEP,
    /** It checks GPUs and fabric before a node counts as active. */
    HEALTH_CHECK,
    /** No machine stands behind it. */
    SIMULATED
}
