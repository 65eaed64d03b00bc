package io.tidemark.exchange.pool;

import io.tidemark.exchange.pool.Event.CloseReason;

/**
 * Hears what a command comes to: each event as it happens, then one reply. What is told at every order is told in single
 * values, so that whoever only counts or hashes need not allocate; {@link PoolEngine.Outcome} is for everybody else.
 *
 * <p>It must not throw: an exception leaves the engine broken.
 */
public interface PoolListener {
    /** As {@link Event.OrderEntered}; {@code limit} is the one in ticks that a market order was given. */
    void entered(long orderId, Command.SubmitOrder order, long limit, boolean allOrNone, long hold);

    /** As {@link Event.OrderReplaced}. */
    void replaced(long orderId, Command.Replace terms, boolean keptPriority, long hold, long released);

    /** As {@link Event.OrderClosed}. */
    void closed(long orderId, long account, CloseReason reason, long released);

    /** As {@link Event.AskClosed}. */
    void askClosed(long orderId, long account, long hour, long lots, CloseReason reason);

    /** Anything else. */
    void happened(Event event);

    /** The reply to an order, as {@link Reply.Accepted}. */
    void accepted(long orderId, long filledLots, long cost, boolean open);

    /** Any other reply. */
    void replied(Reply reply);
}
