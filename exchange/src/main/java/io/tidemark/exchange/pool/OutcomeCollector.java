package io.tidemark.exchange.pool;

import io.tidemark.exchange.pool.Event.CloseReason;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Takes down everything that a command comes to, as values. Mostly that is one event, which needs no growing list. */
final class OutcomeCollector implements PoolListener {
    private @Nullable Event first;
    private @Nullable List<Event> more;
    private Reply reply = new Reply.Done();

    Reply reply() {
        return reply;
    }

    List<Event> events() {
        if (more != null) {
            return List.copyOf(more);
        }
        return first == null ? List.of() : List.of(first);
    }

    private void add(Event event) {
        if (more != null) {
            more.add(event);
        } else if (first == null) {
            first = event;
        } else {
            more = new ArrayList<>();
            more.add(first);
            more.add(event);
        }
    }

    @Override
    public void entered(long orderId, Command.SubmitOrder order, long limit, boolean allOrNone, long hold) {
        add(new Event.OrderEntered(
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
        add(new Event.OrderReplaced(
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
        add(new Event.OrderClosed(orderId, account, reason, released));
    }

    @Override
    public void askClosed(long orderId, long account, long hour, long lots, CloseReason reason) {
        add(new Event.AskClosed(orderId, account, hour, lots, reason));
    }

    @Override
    public void happened(Event event) {
        add(event);
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
