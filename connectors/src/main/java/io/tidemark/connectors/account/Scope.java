package io.tidemark.connectors.account;

/** What a key opens. One scope does not imply another. */
public enum Scope {
    /** Read its own orders, bids, wallets and titles, and ask for quotes. */
    VIEW,
    /** Enter and cancel orders and bids. */
    TRADE,
    /** Open accounts, move money in, halt and resume pools, and check the books. */
    OPERATOR
}
