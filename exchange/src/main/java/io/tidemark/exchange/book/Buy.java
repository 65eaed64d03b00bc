package io.tidemark.exchange.book;

import io.tidemark.exchange.contract.DeliveryWindow;

/** A buy order as the book sees it: the same lots in every hour of a window, up to a limit per GPU-hour. */
public final class Buy {
    private final long orderId;
    private final long account;
    private final long group;
    private final DeliveryWindow window;
    private final long limit;
    private final boolean allOrNone;
    private final long sequence;
    private final Need need = new Need();
    private long remaining;

    /**
     * @param limit ticks per GPU-hour, averaged over the hours of the window
     * @param allOrNone whether only all of {@code lots} will do
     * @param sequence the order's place in time; among equal limits the lower goes first
     */
    public Buy(
            long orderId,
            long account,
            long group,
            DeliveryWindow window,
            long limit,
            boolean allOrNone,
            long sequence,
            long lots) {
        this.orderId = orderId;
        this.account = account;
        this.group = group;
        this.window = window;
        this.limit = limit;
        this.allOrNone = allOrNone;
        this.sequence = sequence;
        this.remaining = lots;
    }

    /** The same for another limit, and all-or-none or not: for asking what would be. */
    public Buy as(long otherLimit, boolean whole) {
        return new Buy(orderId, account, group, window, otherLimit, whole, sequence, remaining);
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

    public DeliveryWindow window() {
        return window;
    }

    public long limit() {
        return limit;
    }

    public boolean allOrNone() {
        return allOrNone;
    }

    public long sequence() {
        return sequence;
    }

    /** Lots still wanted. */
    public long remaining() {
        return remaining;
    }

    /** The most that one lot through the whole window may cost, in ticks summed over its hours. */
    public long stripLimit() {
        return Math.multiplyExact(limit, (long) window.hours());
    }

    /** How far it was from trading when it was last tried. */
    Need need() {
        return need;
    }

    void fill(long lots) {
        if (lots > remaining) {
            throw new IllegalStateException("buy " + orderId + " wants " + remaining + " lots, not " + lots);
        }
        remaining -= lots;
        need.forget();
    }
}
