package io.tidemark.exchange.pool;

/** Who holds a call when continuous trading would leave the dynamic band. */
interface Volatility {
    /** Whether such a call may be held now; one was held too recently otherwise. */
    boolean mayCall();

    /** Begins it. */
    void call();
}
