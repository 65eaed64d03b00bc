package io.tidemark.simulations.bench;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.rng.UniformRandomProvider;

/** Orders of one kind that rest, of which any one can be drawn. */
final class Resting {
    /** One of them, with the terms that it has now. */
    record Entry(long orderId, long account, long lots, long limit) {}

    private final List<Entry> entries = new ArrayList<>();
    // Looked up, never walked.
    private final Map<Long, Integer> places = new HashMap<>();

    int size() {
        return entries.size();
    }

    /** Adds one, or gives one that is there other terms. */
    void put(Entry entry) {
        Integer place = places.get(entry.orderId());
        if (place != null) {
            entries.set(place, entry);
        } else {
            places.put(entry.orderId(), entries.size());
            entries.add(entry);
        }
    }

    /** Takes one out, if it is there; the last one takes its place. */
    void remove(long orderId) {
        Integer place = places.remove(orderId);
        if (place != null) {
            Entry last = entries.remove(entries.size() - 1);
            if (last.orderId() != orderId) {
                entries.set(place, last);
                places.put(last.orderId(), place);
            }
        }
    }

    Entry any(UniformRandomProvider random) {
        return entries.get(random.nextInt(entries.size()));
    }
}
