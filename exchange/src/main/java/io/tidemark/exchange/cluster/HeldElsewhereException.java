package io.tidemark.exchange.cluster;

import io.tidemark.exchange.contract.PoolId;

/** Another member has the pool, is present in the database, and is not connected with this one: it goes on serving. */
final class HeldElsewhereException extends RuntimeException {
    private static final long serialVersionUID = 1;

    HeldElsewhereException(PoolId pool, long holder) {
        super("member " + holder + " has " + pool
                + " and is at work, but cannot be reached from here: mend the network between the members");
    }
}
