package io.tidemark.fleet.node;

/** What can be asked of a backend for a node. */
enum Verb {
    NOTHING,
    FENCE,
    /** Take it from its holder and sanitize it; the reason follows from where it is. */
    RELEASE,
    READ_EVIDENCE,
    CLAIM,
    DEPLOY,
    UNFENCE,
    QUARANTINE,
    /** Let no internal work start on it either. */
    ISOLATE
}
