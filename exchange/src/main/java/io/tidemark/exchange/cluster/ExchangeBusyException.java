package io.tidemark.exchange.cluster;

import io.tidemark.exchange.contract.PoolId;

/**
 * A pool takes nothing now, most often because its queue is full: nothing was entered, and trying again a moment later may
 * work. Cancels still pass.
 */
public class ExchangeBusyException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public ExchangeBusyException(PoolId pool) {
        this("the queue of " + pool + " is full");
    }

    public ExchangeBusyException(String why) {
        super(why);
    }

    ExchangeBusyException(String why, Throwable cause) {
        super(why, cause);
    }
}
