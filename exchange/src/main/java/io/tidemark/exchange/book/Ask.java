package io.tidemark.exchange.book;

import org.jspecify.annotations.Nullable;

/** Lots of one hour offered at a price: the hourly part of a sell order. */
public final class Ask extends Resting {
    private long hour;

    /**
     * @param group accounts of one group never trade with each other
     * @param hour the epoch hour that is sold
     * @param limit ticks per GPU-hour, the least that the seller takes
     * @param sequence the order's place in time; among equal prices the lower trades first
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

    /** The next dearer or later ask of its hour, or null. */
    @Nullable Ask next() {
        return (Ask) behind;
    }
}
