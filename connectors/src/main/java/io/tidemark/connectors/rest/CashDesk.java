package io.tidemark.connectors.rest;

import io.tidemark.exchange.contract.PoolId;
import java.util.List;
import java.util.OptionalLong;

/**
 * Money at home: what an account has outside the pools; and the way of the operator's own money, which has no home,
 * between outside and the pools. All amounts are micro-dollars.
 */
public interface CashDesk {
    /** What an account has at home; 0 if it never had any. */
    long home(long account);

    /**
     * Money came in from outside, to the home of an account.
     *
     * @param amount above zero
     * @param key of this deposit; a repetition changes nothing
     * @throws TransferReusedException if the key stands for another deposit
     */
    void deposit(long account, long amount, String key);

    /**
     * Money goes out, from the home of an account.
     *
     * @param amount above zero
     * @param key of this withdrawal; a repetition changes nothing
     * @return false if there is less at home; nothing was moved
     * @throws TransferReusedException if the key stands for another withdrawal
     */
    boolean withdraw(long account, long amount, String key);

    /**
     * Money comes from outside into an account of the house in a pool. Waits until the pool has said what came of it.
     *
     * @param account the operator's or that of damages
     * @param amount above zero
     * @param key of this transfer; a repetition changes nothing, and tells again what came of it
     * @throws TransferReusedException if the key stands for another transfer
     */
    Moved payIn(PoolId pool, long account, long amount, String key);

    /** As {@link #payIn}, from what the account has free to outside. */
    Moved payOut(PoolId pool, long account, long amount, String key);

    /** Whether a transfer of the house was entered under a key, whatever came of it. */
    boolean knows(String key);

    /**
     * What came of a transfer of the house.
     *
     * @param problem why it was refused, a phrase; else empty
     */
    record Moved(Outcome outcome, String problem) {}

    /** What can come of a transfer. */
    enum Outcome {
        /** The money is where it should be. */
        DONE,
        /** The pool did not want it; nothing was moved, and it will not be tried again. */
        REFUSED,
        /** It is entered and on its way; nobody needs to send it again, but it may be asked for. */
        UNKNOWN
    }

    /**
     * Whether money, titles and machines are in balance: the books against the engine at one place of the journal, and
     * each in itself.
     *
     * @return a sentence for each thing that is not
     */
    List<String> imbalances();

    /**
     * A page of what an account dealt with others, the oldest first.
     *
     * @param after 0 for the first page, else the cursor of the page before
     * @param limit the most lines, above zero
     */
    StatementPage statement(long account, long after, int limit);

    /**
     * A part of a statement.
     *
     * @param nextCursor what to ask the next page with; empty on the last
     */
    record StatementPage(List<Line> lines, OptionalLong nextCursor) {
        public StatementPage {
            lines = List.copyOf(lines);
        }
    }

    /**
     * One movement.
     *
     * @param id ascending
     * @param at epoch milliseconds
     * @param kind in a word or two, such as {@code deposit}
     * @param amount above zero if the account got it
     * @param balance after it
     */
    record Line(long id, long at, String kind, long amount, long balance) {}
}
