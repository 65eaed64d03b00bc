package io.tidemark.exchange.cluster;

import io.tidemark.exchange.contract.PoolId;

/** The disk of the journal is full: nothing was entered. Cancels still pass, and it ends by itself when there is room. */
public final class ExchangeFullException extends ExchangeBusyException {
    private static final long serialVersionUID = 1;

    public ExchangeFullException(PoolId pool, Throwable why) {
        super(pool + " takes only cancels: the disk of the journal is full (" + why.getMessage() + ")", why);
    }
}
