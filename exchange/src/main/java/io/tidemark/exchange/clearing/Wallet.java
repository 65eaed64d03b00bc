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

    /** Sets so much aside, or gives it back where it is less than nothing. */
    void hold(long amount) {
        long newFree = Math.subtractExact(free, amount);
        long newHeld = Math.addExact(held, amount);
        if ((newFree | newHeld) < 0) {
            throw overdrawn(newFree, newHeld, escrow);
        }
        free = newFree;
        held = newHeld;
    }

    void move(long toFree, long toHeld, long toEscrow) {
        long newFree = Math.addExact(free, toFree);
        long newHeld = Math.addExact(held, toHeld);
        long newEscrow = Math.addExact(escrow, toEscrow);
        if (newFree < 0 || newHeld < 0 || newEscrow < 0) {
            throw overdrawn(newFree, newHeld, newEscrow);
        }
        free = newFree;
        held = newHeld;
        escrow = newEscrow;
    }

    private static IllegalStateException overdrawn(long free, long held, long escrow) {
        return new IllegalStateException(
                "a wallet would be overdrawn: free " + free + ", held " + held + ", escrow " + escrow);
    }
}
