package io.tidemark.exchange.clearing;

/** The cash that one account has in this pool, in micro-dollars. None of the three is ever negative. */
public final class Wallet {
    private long free;
    private long held;
    private long escrow;

    Wallet() {}

    /** What the account may spend or withdraw. */
    public long free() {
        return free;
    }

    /** What its open orders and bids may yet cost. */
    public long held() {
        return held;
    }

    /** What it has bought and not yet received. */
    public long escrow() {
        return escrow;
    }

    void move(long toFree, long toHeld, long toEscrow) {
        long newFree = Math.addExact(free, toFree);
        long newHeld = Math.addExact(held, toHeld);
        long newEscrow = Math.addExact(escrow, toEscrow);
        if (newFree < 0 || newHeld < 0 || newEscrow < 0) {
            throw new IllegalStateException(
                    "a wallet would be overdrawn: free " + newFree + ", held " + newHeld + ", escrow " + newEscrow);
        }
        free = newFree;
        held = newHeld;
        escrow = newEscrow;
    }
}
