package io.tidemark.exchange.pool;

/** Why a call is held. */
public enum CallReason {
    NONE,
    OPENING,
    RELEASE,
    VOLATILITY,
    RESUME
}
