package io.tidemark.exchange.cluster;

import io.tidemark.exchange.contract.PoolId;

/** An engine decided otherwise in a replay than it did the first time: it must not go on. */
public final class ReplayDivergedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    ReplayDivergedException(PoolId pool, long sequence) {
        super("replaying " + pool + " came to another result at sequence " + sequence
                + ": this release does not decide as the one that wrote the journal; start the old release on it");
    }
}
