package io.tidemark.exchange.book;

import org.jspecify.annotations.Nullable;

/** Lots of one hour offered at a price: the hourly part of a sell order, which knows the part of the next hour. */
public final class Ask extends Resting {
    private long hour;
    private @Nullable Ask later;

    /**
     * @param group accounts of one group never trade with each other
     * @param hour the epoch hour that is sold
     * @param limit ticks per GPU-hour, the least that the seller takes
     * @param sequence the order's place in time; among equal prices the lower trades first
     * @throws ArithmeticException if the limit is beyond an int, and so beyond any band
     */
    public Ask(long orderId, long account, long group, long hour, long limit, long sequence, long lots) {
        become(orderId, account, group, hour, limit, sequence, lots);
    }

    /** The same object as another ask; it must have left the book. */
    public void become(
            long newOrderId, long newAccount, long newGroup, long newHour, long newLimit, long newSequence, long lots) {
        become(newOrderId, newAccount, newGroup, newLimit, newSequence, lots);
        hour = newHour;
    }

    public long hour() {
        return hour;
    }

    /** The part of the same sell in the next hour that it offers, or null. */
    public @Nullable Ask later() {
        return later;
    }

    /** Says what the next part of the same sell is. */
    public void followedBy(@Nullable Ask part) {
        later = part;
    }

    /** The next dearer or later ask of its hour, or null. */
    @Override
    @Nullable Ask next() {
        return (Ask) super.next();
    }
}
