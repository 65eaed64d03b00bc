package io.tidemark.exchange.pool;

import io.tidemark.exchange.book.Ask;
import io.tidemark.exchange.book.Buy;
import io.tidemark.exchange.clearing.Clearing;
import io.tidemark.exchange.pool.Event.CloseReason;
import java.util.ArrayList;
import java.util.List;

/** How firm orders end: what was held for them is free again, and everybody who should know is told. */
final class Closings {
    private final PoolState state;
    private final OrderFile orders;

    Closings(PoolState state, OrderFile orders) {
        this.state = state;
        this.orders = orders;
    }

    /** An order of which nothing rests ends. */
    void close(OrderRecord record, CloseReason reason) {
        long released = record.hold();
        state.clearing.release(record.wallet(), released);
        record.close(reason, state.now);
        orders.end(record);
        if (record.expiresAt() > 0) {
            state.expiries.remove(record);
        }
        state.listener.closed(record.id(), record.account(), reason, released);
    }

    /** A resting buy leaves the book, and its order ends. */
    void closeBuy(OrderRecord record, CloseReason reason) {
        takeOut(record);
        close(record, reason);
    }

    /** Takes a buy out of the book, if it rests; its order goes on. */
    void takeOut(OrderRecord record) {
        Buy buy = record.restingBuy();
        if (buy != null) {
            state.book.remove(buy);
        }
    }

    /** Takes what is left of a sell out of the book; its order ends. */
    void closeAsks(OrderRecord record, CloseReason reason) {
        for (Ask ask = record.firstAsk(); ask != null; ask = ask.later()) {
            if (ask.isInBook()) {
                state.book.remove(ask);
                unsold(ask, reason);
            }
        }
        closeIfNothingRests(record, reason);
    }

    /** Asks have left the book together: an order ends after the last of its asks, and is not heard of again. */
    void asksClosed(List<Ask> asks, CloseReason reason) {
        List<OrderRecord> sellers = new ArrayList<>();
        for (Ask ask : asks) {
            if (!isOperators(ask)) {
                unsold(ask, reason);
                sellers.add(OrderRecord.of(ask));
            }
        }
        sellers.forEach(seller -> closeIfNothingRests(seller, reason));
    }

    /** An ask has left the book with lots left. */
    void unsold(Ask ask, CloseReason reason) {
        state.clearing.withdrawOffer(ask.account(), ask.hour(), ask.remaining());
        state.listener.askClosed(ask.orderId(), ask.account(), ask.hour(), ask.remaining(), reason);
    }

    /** A sell ends when its last ask has gone. */
    void closeIfNothingRests(OrderRecord seller, CloseReason reason) {
        if (seller.isOpen() && !seller.hasRestingAsks()) {
            close(seller, reason);
        }
    }

    /** Ends an order, whichever side it is of. */
    void end(OrderRecord record, CloseReason reason) {
        if (record.isBuy()) {
            closeBuy(record, reason);
        } else {
            closeAsks(record, reason);
        }
    }

    /** Whether an ask is the operator's: those belong to no order. */
    static boolean isOperators(Ask ask) {
        return ask.account() == Clearing.OPERATOR;
    }
}
