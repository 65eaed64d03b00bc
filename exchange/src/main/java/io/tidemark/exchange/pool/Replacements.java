package io.tidemark.exchange.pool;

import io.tidemark.exchange.book.Ask;
import java.util.List;

/**
 * What lots of an hour that are not delivered could be replaced with: the cheapest asks in the book, and the reference
 * for those that nobody offers. An ask replaces its lots once.
 */
final class Replacements {
    private final List<Ask> asks;
    private final long[] left;
    private final long reference;

    Replacements(PoolState state, long hour) {
        asks = state.book.ladder(hour);
        left = asks.stream().mapToLong(Ask::remaining).toArray();
        reference = state.reference(hour);
    }

    /** So many lots at one price. */
    record Part(long lots, long ticks) {}

    /** The next best for up to so many lots of a holder, to whom the asks of its own group are no help. */
    Part take(long group, long most) {
        for (int i = 0; i < left.length; i++) {
            if (left[i] > 0 && asks.get(i).group() != group) {
                long lots = Math.min(most, left[i]);
                left[i] -= lots;
                return new Part(lots, asks.get(i).limit());
            }
        }
        return new Part(most, reference);
    }
}
