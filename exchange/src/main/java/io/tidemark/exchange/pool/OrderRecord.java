package io.tidemark.exchange.pool;

import io.tidemark.exchange.book.Side;
import io.tidemark.exchange.book.TimeInForce;
import io.tidemark.exchange.contract.DeliveryWindow;
import io.tidemark.exchange.pool.Event.CloseReason;
import io.tidemark.exchange.pool.View.WhyNot;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the pool remembers of a firm order: what was asked, what it got, what is still held for it. */
final class OrderRecord {
    final long id;
    final long enteredAt;

    private final List<OrderFill> fills = new ArrayList<>();
    private final List<String> clientOrderIds = new ArrayList<>();
    private Command.SubmitOrder order;
    private long priority;
    private int feeCapBps;
    private long filledLots;
    private long hold;
    private long endedAt;
    private @Nullable CloseReason closed;
    private Optional<WhyNot> whyNotAtOnce = Optional.empty();

    OrderRecord(long id, Command.SubmitOrder order, long enteredAt, int feeCapBps, long hold) {
        this.id = id;
        this.order = order;
        this.enteredAt = enteredAt;
        this.priority = id;
        this.feeCapBps = feeCapBps;
        this.hold = hold;
        clientOrderIds.add(order.clientOrderId());
    }

    /** What is asked for now, with the total and the limit of the last replacement. */
    Command.SubmitOrder order() {
        return order;
    }

    /** Its place in time: among equal limits the lower goes first. */
    long priority() {
        return priority;
    }

    /** The largest fee rate of the schedule at entry; a later schedule can only be cheaper. */
    int feeCapBps() {
        return feeCapBps;
    }

    /** Every id it answers to, the first one first. */
    List<String> clientOrderIds() {
        return Collections.unmodifiableList(clientOrderIds);
    }

    long account() {
        return order.account();
    }

    DeliveryWindow window() {
        return order.window();
    }

    boolean isBuy() {
        return order.side() == Side.BUY;
    }

    boolean isAllOrNone() {
        return order.allOrNone() || order.timeInForce() == TimeInForce.FOK;
    }

    boolean isOpen() {
        return closed == null;
    }

    long hold() {
        return hold;
    }

    /** For a buy, lots of the whole window that it got; for a sell, lot-hours that it sold. */
    long filledLots() {
        return filledLots;
    }

    List<OrderFill> fills() {
        return Collections.unmodifiableList(fills);
    }

    /** For a sell, lots of an hour that it sold. */
    long filledIn(long hour) {
        return fills.stream()
                .filter(fill -> fill.hour() == hour)
                .mapToLong(OrderFill::lots)
                .sum();
    }

    /** What its fills came to before fees, micro-dollars. */
    long value() {
        return fills.stream().mapToLong(OrderFill::value).sum();
    }

    @Nullable CloseReason closeReason() {
        return closed;
    }

    long endedAt() {
        return endedAt;
    }

    /** What stood in the way of an order that had one moment to trade, as it was in that moment. */
    Optional<WhyNot> whyNotAtOnce() {
        return whyNotAtOnce;
    }

    void notFilledAtOnce(Optional<WhyNot> why) {
        whyNotAtOnce = why;
    }

    void filled(OrderFill fill, long holdLeft) {
        fills.add(fill);
        filledLots += fill.lots();
        hold = holdLeft;
    }

    /** Other terms in the same place. */
    void replace(Command.Replace terms, long newHold) {
        order = new Command.SubmitOrder(
                order.account(),
                terms.clientOrderId(),
                order.side(),
                order.window(),
                terms.lots(),
                terms.limit(),
                order.timeInForce(),
                order.allOrNone());
        clientOrderIds.add(terms.clientOrderId());
        hold = newHold;
    }

    /** Other terms, as if it had been entered now. */
    void enterAgain(Command.Replace terms, long newHold, long newPriority, int newFeeCapBps) {
        replace(terms, newHold);
        priority = newPriority;
        feeCapBps = newFeeCapBps;
    }

    void close(CloseReason reason, long at) {
        closed = reason;
        endedAt = at;
        hold = 0;
    }
}
