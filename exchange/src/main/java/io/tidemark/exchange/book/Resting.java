package io.tidemark.exchange.book;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What an ask and a buy have in common, and its place in the queue of its price in a {@link Ladder}. An object is used again for another
 * order once it has left the book, so that a busy book makes no garbage.
 */
abstract class Resting {
    /** Its neighbours in the queue of its price, which is a ring: behind the last comes the first. */
    private Resting ahead = this;

    private Resting behind = this;

    /** Where it queues, or did before it left the book; nothing for a block. */
    private @Nullable Ladder ladder;

    private @Nullable Order order;
    private boolean inBook;

    /** Whether it is the first of its queue. */
    private boolean first;

    private long orderId;
    private long account;
    private long group;
    private int limit;
    private long sequence;
    private long remaining;

    void become(long newOrderId, long newAccount, long newGroup, long newLimit, long newSequence, long lots) {
        again(newGroup, newLimit, newSequence, lots);
        orderId = newOrderId;
        account = newAccount;
        ladder = null;
    }

    /** The same order with another limit, place in time and number of lots; it must have left the book. */
    public void again(long newGroup, long newLimit, long newSequence, long lots) {
        if (inBook) {
            throw new IllegalStateException("order " + orderId + " is still in the book");
        }
        group = newGroup;
        limit = Math.toIntExact(newLimit);
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

    /** The limit as it is kept: no price is beyond an int. */
    final int ticks() {
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

    /** Where it queues; it must be in a queue. */
    Ladder ladder() {
        return Objects.requireNonNull(ladder);
    }

    /**
     * Where it queued before it left the book, or null if it never did: it goes there again. The hour keeps its queues until
     * its gate, behind which none of its orders comes in again.
     */
    @Nullable Ladder formerLadder() {
        return ladder;
    }

    void entered() {
        inBook = true;
    }

    void entered(Ladder into) {
        ladder = into;
        inBook = true;
    }

    void left() {
        inBook = false;
    }

    // ---- its place in a queue

    boolean isFirst() {
        return first;
    }

    boolean isAlone() {
        return behind == this;
    }

    /** The one that comes before it; before the first comes the last. */
    Resting ahead() {
        return ahead;
    }

    /** The one that comes after it; after the last comes the first. */
    Resting behind() {
        return behind;
    }

    /** Becomes a queue of its own. */
    void beginQueue() {
        first = true;
    }

    /** Goes to the end of a queue. */
    void joinQueueOf(Resting head) {
        first = false;
        behind = head;
        ahead = head.ahead;
        ahead.behind = this;
        head.ahead = this;
    }

    /** Leaves a queue in which there are others. */
    void leaveQueue() {
        if (first) {
            behind.first = true;
        }
        ahead.behind = behind;
        behind.ahead = ahead;
        ahead = this;
        behind = this;
    }

    /** Who trades after it in its ladder, or null. */
    @Nullable Resting next() {
        return ladder == null || !inBook ? null : ladder.next(this);
    }

    /** Who trades before it in its ladder, or null. */
    @Nullable Resting previous() {
        return ladder == null || !inBook ? null : ladder.previous(this);
    }

    void fill(long lots) {
        if (lots > remaining) {
            throw new IllegalStateException("order " + orderId + " has " + remaining + " lots left, not " + lots);
        }
        remaining -= lots;
    }
}
