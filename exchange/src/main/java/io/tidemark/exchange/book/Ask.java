package io.tidemark.exchange.book;

/** Lots of one hour offered at a price: the hourly part of a sell order. */
public final class Ask {
    private final long orderId;
    private final long account;
    private final long group;
    private final long hour;
    private final long limit;
    private final long sequence;
    private long remaining;

    /**
     * @param group accounts of one group never trade with each other
     * @param hour the epoch hour that is sold
     * @param limit ticks per GPU-hour, the least that the seller takes
     * @param sequence the order's place in time; among equal prices the lower trades first
     */
    public Ask(long orderId, long account, long group, long hour, long limit, long sequence, long lots) {
        this.orderId = orderId;
        this.account = account;
        this.group = group;
        this.hour = hour;
        this.limit = limit;
        this.sequence = sequence;
        this.remaining = lots;
    }

    public long orderId() {
        return orderId;
    }

    public long account() {
        return account;
    }

    public long group() {
        return group;
    }

    public long hour() {
        return hour;
    }

    public long limit() {
        return limit;
    }

    public long sequence() {
        return sequence;
    }

    /** Lots still offered. */
    public long remaining() {
        return remaining;
    }

    void fill(long lots) {
        if (lots > remaining) {
            throw new IllegalStateException("ask " + orderId + " has " + remaining + " lots, not " + lots);
        }
        remaining -= lots;
    }
}
