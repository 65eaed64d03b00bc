package io.tidemark.exchange.cluster;

import io.tidemark.exchange.contract.PoolId;

/** The queue of a pool is full: nothing was entered, and trying again a moment later may work. Cancels still pass. */
public final class ExchangeBusyException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public ExchangeBusyException(PoolId pool) {
        this("the queue of " + pool + " is full");
    }

    public ExchangeBusyException(String why) {
        super(why);
    }
}
