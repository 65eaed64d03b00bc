package io.tidemark.exchange.pool;

import io.tidemark.exchange.pool.Event.CloseReason;
import java.util.ArrayList;
import java.util.List;

/** Takes down everything that a command comes to, as values. */
final class OutcomeCollector implements PoolListener {
    private final List<Event> events = new ArrayList<>();
    private Reply reply = new Reply.Done();

    Reply reply() {
        return reply;
    }

    List<Event> events() {
        return List.copyOf(events);
    }

    @Override
    public void entered(long orderId, Command.SubmitOrder order, long limit, boolean allOrNone, long hold) {
        events.add(new Event.OrderEntered(
                orderId,
                order.account(),
                order.clientOrderId(),
                order.side(),
                order.window(),
                order.lots(),
                limit,
                order.timeInForce(),
                allOrNone,
                hold));
    }

    @Override
    public void replaced(long orderId, Command.Replace terms, boolean keptPriority, long hold, long released) {
        events.add(new Event.OrderReplaced(
                orderId,
                terms.account(),
                terms.clientOrderId(),
                terms.lots(),
                terms.limit(),
                keptPriority,
                hold,
                released));
    }

    @Override
    public void closed(long orderId, long account, CloseReason reason, long released) {
        events.add(new Event.OrderClosed(orderId, account, reason, released));
    }

    @Override
    public void askClosed(long orderId, long account, long hour, long lots, CloseReason reason) {
        events.add(new Event.AskClosed(orderId, account, hour, lots, reason));
    }

    @Override
    public void happened(Event event) {
        events.add(event);
    }

    @Override
    public void accepted(long orderId, long filledLots, long cost, boolean open) {
        reply = new Reply.Accepted(orderId, filledLots, cost, open);
    }

    @Override
    public void replied(Reply other) {
        reply = other;
    }
}
