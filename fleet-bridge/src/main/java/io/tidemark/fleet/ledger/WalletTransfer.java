package io.tidemark.fleet.ledger;

import io.tidemark.exchange.clearing.Clearing;
import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.pool.Command;

/**
 * Money on its way between an account's home and its wallet in a pool.
 *
 * @param key the caller's, unique for ever
 * @param amount micro-dollars, above zero
 * @param number what the engine knows it by; ascending per account and pool
 * @param sent how often it was handed to the engine
 * @param problem what the engine last said against it; empty if nothing
 */
public record WalletTransfer(
        long id,
        String key,
        PoolId pool,
        long account,
        Direction direction,
        long amount,
        long number,
        State state,
        long sent,
        String problem) {
    /** Which way. */
    public enum Direction {
        /** From home into the wallet. */
        TO_POOL,
        /** From the free part of the wallet home. */
        TO_HOME
    }

    /** What became of it. */
    public enum State {
        /** The journal has not said yet. */
        PENDING,
        /** It arrived. */
        POSTED,
        /** The engine refused it; what had left home is back. */
        REFUSED
    }

    /** What the engine is asked to do. Asking again changes nothing. */
    public Command command() {
        return switch (direction) {
            case TO_POOL -> new Command.Credit(account, number, amount);
            case TO_HOME -> new Command.Debit(account, number, amount);
        };
    }

    /** What a statement calls it on its way to a pool. */
    String topUp() {
        return Clearing.isReserved(account) ? "pool deposit" : "wallet top-up";
    }

    /** The key of the booking by which it left home. */
    String transitKey() {
        return "transit:" + key;
    }
}
