package io.tidemark.exchange.book;

import org.jspecify.annotations.Nullable;

/**
 * What an ask and a buy have in common, and its place in the queue of a {@link Ladder}. An object is used again for another
 * order once it has left the book, so that a busy book makes no garbage.
 */
abstract class Resting {
    /** The one that trades before it in its ladder. */
    @Nullable Resting ahead;

    /** The one that trades after it in its ladder. */
    @Nullable Resting behind;

    private @Nullable Order order;
    private boolean inBook;
    private long orderId;
    private long account;
    private long group;
    private long limit;
    private long sequence;
    private long remaining;

    void become(long newOrderId, long newAccount, long newGroup, long newLimit, long newSequence, long lots) {
        if (inBook) {
            throw new IllegalStateException("order " + orderId + " is still in the book");
        }
        orderId = newOrderId;
        account = newAccount;
        group = newGroup;
        limit = newLimit;
        sequence = newSequence;
        remaining = lots;
    }

    /** What it is a part of, or null where nobody has said so. */
    public final @Nullable Order order() {
        return order;
    }

    /** Says once and for all what it is a part of. */
    public final void belongsTo(Order whole) {
        order = whole;
    }

    public final long orderId() {
        return orderId;
    }

    public final long account() {
        return account;
    }

    /** Accounts of one group never trade with each other. */
    public final long group() {
        return group;
    }

    /** Ticks per GPU-hour. */
    public final long limit() {
        return limit;
    }

    /** Its place in time; among equal limits the lower trades first. */
    public final long sequence() {
        return sequence;
    }

    /** Lots still offered or wanted. */
    public final long remaining() {
        return remaining;
    }

    /** Whether it rests. */
    public final boolean isInBook() {
        return inBook;
    }

    void entered() {
        inBook = true;
    }

    void left() {
        inBook = false;
    }

    void fill(long lots) {
        if (lots > remaining) {
            throw new IllegalStateException("order " + orderId + " has " + remaining + " lots left, not " + lots);
        }
        remaining -= lots;
    }
}
