package io.tidemark.exchange.book;

/** Which way an order faces. */
public enum Side {
    BUY,
    SELL
}
