package io.tidemark.fleet.node;

/** What a node is wanted for. */
enum Wanted {
    /** For internal work. */
    INTERNAL,
    /** To wait for a tenant. */
    OFFERABLE,
    /** To serve a lease. */
    LEASED,
    /** To serve a lease that has its notice. */
    NOTICE;

    boolean isByTenant() {
        return this == LEASED || this == NOTICE;
    }
}
