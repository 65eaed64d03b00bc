package io.tidemark.fleet.driver;

/** Why a node is taken from whoever has it, and sanitized. */
public enum ReleaseReason {
    /** It comes from internal use: internal data must leave it before the first tenant. */
    FROM_INTERNAL,
    LEASE_ENDED,
    /** A deployment went wrong, and may have left something behind. */
    DEPLOY_FAILED,
    /** It comes out of quarantine. */
    REPAIRED
}
