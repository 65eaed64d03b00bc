package io.tidemark.fleet.ledger;

import io.tidemark.exchange.clearing.Clearing;
import io.tidemark.exchange.contract.PoolId;

/**
 * The name of an account in the books. {@code home:17} is what account 17 has outside of any pool; in a pool it has three:
 * {@code wallet:B200X8.PRN1:17:free}, {@code :held} and {@code :escrow}. What leaves home waits in {@code transit} until
 * the pool has it. The house, accounts 1 and 2 of each pool, has no home. {@code outside} is the rest of the world, and
 * the only one that may be below zero.
 */
public record AccountCode(String code) implements Comparable<AccountCode> {
    /** Where deposits come from and withdrawals go to. */
    public static final AccountCode OUTSIDE = new AccountCode("outside");

    /** The three pockets of a wallet. */
    public enum Pocket {
        /** What may be spent or taken home. */
        FREE,
        /** What open orders and bids may yet cost. */
        HELD,
        /** What was bought and is not delivered yet. */
        ESCROW;

        private String code() {
            return switch (this) {
                case FREE -> "free";
                case HELD -> "held";
                case ESCROW -> "escrow";
            };
        }
    }

    public static AccountCode home(long account) {
        return new AccountCode("home:" + account);
    }

    /** Where the money of a wallet comes from and goes to: the account's home, of the house the rest of the world. */
    static AccountCode sourceOf(long account) {
        return Clearing.isReserved(account) ? OUTSIDE : home(account);
    }

    public static AccountCode wallet(PoolId pool, long account, Pocket pocket) {
        return new AccountCode(walletPrefix(pool) + account + ":" + pocket.code());
    }

    /** What all wallets of a pool begin with. */
    static String walletPrefix(PoolId pool) {
        return "wallet:" + pool + ":";
    }

    /** Money on its way between an account's home and its wallet in a pool. */
    public static AccountCode transit(PoolId pool, long account) {
        return new AccountCode("transit:" + pool + ":" + account);
    }

    /** The fees that a pool has collected. */
    public static AccountCode fees(PoolId pool) {
        return new AccountCode("fees:" + pool);
    }

    boolean mayOverdraw() {
        return equals(OUTSIDE);
    }

    @Override
    public int compareTo(AccountCode other) {
        return code.compareTo(other.code);
    }

    @Override
    public String toString() {
        return code;
    }
}
