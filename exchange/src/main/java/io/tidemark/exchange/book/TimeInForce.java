package io.tidemark.exchange.book;

/** How long an order waits. */
public enum TimeInForce {
    /** Rests until the gate: a buy until that of its first hour, each hourly ask until its own. */
    GTC,
    /** Takes what it can at once, the remainder is dropped. */
    IOC,
    /** Takes all at once or nothing; buys only. */
    FOK,
    /** As GTC, but no longer than to an instant of its own. */
    GTD
}
