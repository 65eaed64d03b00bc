package io.tidemark.exchange.pool;

/** What the whole pool is doing, so that a window never lies in mixed phases. */
public enum Phase {
    /** Not opened yet. */
    CLOSED,
    /** Orders are entered and cancelled; nothing trades until the call ends. */
    CALL,
    /** Incoming orders trade at once. */
    CONTINUOUS,
    /** Nothing is entered; cancels still work. */
    HALT
}
