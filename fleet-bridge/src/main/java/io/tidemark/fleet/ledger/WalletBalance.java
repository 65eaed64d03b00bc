package io.tidemark.fleet.ledger;

/** What an account has in the wallet of a pool, in micro-dollars: the same three figures as in the engine. */
public record WalletBalance(long free, long held, long escrow) {
    public static final WalletBalance EMPTY = new WalletBalance(0, 0, 0);

    public long total() {
        return Math.addExact(Math.addExact(free, held), escrow);
    }
}
