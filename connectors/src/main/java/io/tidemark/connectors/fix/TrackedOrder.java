package io.tidemark.connectors.fix;

import io.tidemark.exchange.book.Side;
import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.contract.Symbol;

/** What execution reports say of an order that a session entered; kept until nothing more can happen to it. */
final class TrackedOrder {
    final PoolId pool;
    final long number;
    final Symbol symbol;
    final Side side;
    final OrderTerms terms;
    private SessionOrderId id;
    private long lots;
    private long limit;
    private long filledLots;
    private long value;
    private boolean open = true;
    private long noticedLots;

    /** An order that was just entered. */
    TrackedOrder(
            PoolId pool,
            long number,
            SessionOrderId id,
            Symbol symbol,
            Side side,
            long lots,
            long limit,
            OrderTerms terms) {
        this.pool = pool;
        this.number = number;
        this.id = id;
        this.symbol = symbol;
        this.side = side;
        this.lots = lots;
        this.limit = limit;
        this.terms = terms;
    }

    /** Everything about an order, to be kept. */
    record State(
            String symbol,
            long number,
            String compId,
            String clOrdId,
            Side side,
            long lots,
            long limit,
            OrderTerms terms,
            long filledLots,
            long value,
            boolean open,
            long noticedLots) {}

    /** An order that was kept. */
    static TrackedOrder of(State state) {
        Symbol symbol = Symbol.parse(state.symbol());
        TrackedOrder order = new TrackedOrder(
                symbol.pool(),
                state.number(),
                new SessionOrderId(state.compId(), state.clOrdId()),
                symbol,
                state.side(),
                state.lots(),
                state.limit(),
                state.terms());
        order.filledLots = state.filledLots();
        order.value = state.value();
        order.open = state.open();
        order.noticedLots = state.noticedLots();
        return order;
    }

    State state() {
        return new State(
                symbol.toString(),
                number,
                id.compId(),
                id.clOrdId(),
                side,
                lots,
                limit,
                terms,
                filledLots,
                value,
                open,
                noticedLots);
    }

    SessionOrderId id() {
        return id;
    }

    /** As all doors call it. */
    String orderId() {
        return pool + "-" + number;
    }

    long lots() {
        return lots;
    }

    long limit() {
        return limit;
    }

    long filledLots() {
        return filledLots;
    }

    /** What its fills came to, micro-dollars. */
    long value() {
        return value;
    }

    int hours() {
        return symbol instanceof Symbol.Firm firm ? firm.window().hours() : 1;
    }

    boolean isSpot() {
        return symbol instanceof Symbol.Spot;
    }

    void filled(long moreLots, long cost) {
        filledLots += moreLots;
        value += cost;
    }

    void replaced(SessionOrderId newId, long newLots, long newLimit) {
        id = newId;
        // Nobody can give back what was filled: a lower total means that and no more.
        lots = Math.max(newLots, filledLots);
        limit = newLimit;
    }

    /** What still works for its owner. */
    long leavesLots() {
        return open ? lots - filledLots : 0;
    }

    boolean isOpen() {
        return open;
    }

    void close() {
        open = false;
    }

    void noticed(long moreLots) {
        noticedLots += moreLots;
    }

    void handedBack(long someLots) {
        noticedLots = Math.max(0, noticedLots - someLots);
    }

    /** Whether no event can name it any more. */
    boolean isOver() {
        return !open && noticedLots == 0;
    }
}
