package io.tidemark.exchange.benchmark;

import io.tidemark.exchange.pool.Command;
import io.tidemark.exchange.pool.Event;
import io.tidemark.exchange.pool.Event.CloseReason;
import io.tidemark.exchange.pool.PoolListener;
import io.tidemark.exchange.pool.Reply;

/** Keeps what a benchmark must know of an answer, and allocates nothing. */
final class Ear implements PoolListener {
    private long orderId;
    private long refused;

    /** The order that was accepted last. */
    long orderId() {
        return orderId;
    }

    void requireNoRefusal() {
        if (refused > 0) {
            throw new IllegalStateException(refused + " commands were refused");
        }
    }

    @Override
    public void accepted(long id, long filledLots, long cost, boolean open) {
        orderId = id;
    }

    @Override
    public void replied(Reply reply) {
        if (reply instanceof Reply.Refused) {
            refused++;
        }
    }

    @Override
    public void happened(Event event) {}

    @Override
    public void entered(long id, Command.SubmitOrder order, long limit, boolean allOrNone, long hold) {}

    @Override
    public void replaced(long id, Command.Replace terms, boolean keptPriority, long hold, long released) {}

    @Override
    public void closed(long id, long account, CloseReason reason, long released) {}

    @Override
    public void askClosed(long id, long account, long hour, long lots, CloseReason reason) {}
}
