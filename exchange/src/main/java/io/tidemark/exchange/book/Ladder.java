package io.tidemark.exchange.book;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/** The asks of one hour, best first: by price, then by their place in time. */
final class Ladder {
    private static final Comparator<Ask> PRIORITY =
            Comparator.comparingLong(Ask::limit).thenComparingLong(Ask::sequence);
    static final Ladder EMPTY = new Ladder();

    private final List<Ask> asks = new ArrayList<>();

    void insert(Ask ask) {
        int at = asks.size();
        if (at > 0 && PRIORITY.compare(asks.get(at - 1), ask) > 0) {
            int found = Collections.binarySearch(asks, ask, PRIORITY);
            at = found < 0 ? -found - 1 : found + 1;
            // Tranches of one order may cost the same: the one that came first stays first.
            while (at < asks.size() && PRIORITY.compare(asks.get(at), ask) == 0) {
                at++;
            }
        }
        asks.add(at, ask);
    }

    void remove(Ask ask) {
        int found = Collections.binarySearch(asks, ask, PRIORITY);
        for (int at = found; at >= 0 && PRIORITY.compare(asks.get(at), ask) == 0; at--) {
            if (asks.get(at) == ask) {
                asks.remove(at);
                return;
            }
        }
        for (int at = found + 1; found >= 0 && at < asks.size() && PRIORITY.compare(asks.get(at), ask) == 0; at++) {
            if (asks.get(at) == ask) {
                asks.remove(at);
                return;
            }
        }
    }

    /** Lots that a group may take, which are all but its own; counted no further than to {@code enough}. */
    long depth(long group, long enough) {
        long lots = 0;
        for (int i = 0; i < asks.size() && lots < enough; i++) {
            lots += asks.get(i).group() == group ? 0 : asks.get(i).remaining();
        }
        return lots;
    }

    /** Adds a group's asks below a limit to a list, best first. */
    void cheaperOf(long group, long limit, List<Ask> found) {
        for (int i = 0; i < asks.size() && asks.get(i).limit() < limit; i++) {
            if (asks.get(i).group() == group) {
                found.add(asks.get(i));
            }
        }
    }

    boolean isEmpty() {
        return asks.isEmpty();
    }

    int size() {
        return asks.size();
    }

    Ask get(int at) {
        return asks.get(at);
    }

    List<Ask> asks() {
        return List.copyOf(asks);
    }
}
