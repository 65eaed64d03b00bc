package io.tidemark.exchange.pool;

/** What the whole pool is doing, so that a window never lies in mixed phases. */
public enum Phase {
    /** Not opened yet. */
    CLOSED(false),
    /** Orders are entered and cancelled; nothing trades until the call ends. */
    CALL(true),
    /** Incoming orders trade at once. */
    CONTINUOUS(true),
    /** Nothing is entered; cancels still work. */
    HALT(false);

    private final boolean takesOrders;

    Phase(boolean takesOrders) {
        this.takesOrders = takesOrders;
    }

    /** Whether orders are entered; where not, they can only end. */
    boolean takesOrders() {
        return takesOrders;
    }
}
