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
    final Command.SubmitOrder order;
    final long enteredAt;

    /** The largest fee rate of the schedule at entry; a later schedule can only be cheaper. */
    final int feeCapBps;

    private final List<OrderFill> fills = new ArrayList<>();
    private long filledLots;
    private long hold;
    private long endedAt;
    private @Nullable CloseReason closed;
    private Optional<WhyNot> whyNotAtOnce = Optional.empty();

    OrderRecord(long id, Command.SubmitOrder order, long enteredAt, int feeCapBps, long hold) {
        this.id = id;
        this.order = order;
        this.enteredAt = enteredAt;
        this.feeCapBps = feeCapBps;
        this.hold = hold;
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

    void close(CloseReason reason, long at) {
        closed = reason;
        endedAt = at;
        hold = 0;
    }
}
