package io.tidemark.exchange.book;

import org.jspecify.annotations.Nullable;

/**
 * Which asks a buyer sees: all but those of its own group.
 *
 * @param alsoOwn an order of its own group that it sees all the same, or {@link #NO_ORDER}
 * @param butNot an order that it does not see: what comes in takes its place; or {@link #NO_ORDER}
 */
record Eyes(long alsoOwn, long butNot) {
    static final long NO_ORDER = -1;
    static final Eyes USUAL = new Eyes(NO_ORDER, NO_ORDER);

    /** The first ask that is seen, from one on. */
    @Nullable Ask find(@Nullable Ask from, long group) {
        Ask ask = from;
        while (ask != null && ((ask.group() == group && ask.orderId() != alsoOwn) || ask.orderId() == butNot)) {
            ask = ask.next();
        }
        return ask;
    }
}
