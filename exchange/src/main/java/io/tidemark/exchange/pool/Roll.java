package io.tidemark.exchange.pool;

import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * What each account has entered, by id, and what of it is open: a reader of one account never passes the entries of
 * another one, and a reader of open ones never those that ended.
 */
final class Roll<T> {
    // Looked up, never walked: the order of a hash map reaches no output.
    private final Map<Long, NavigableMap<Long, T>> all = new HashMap<>();
    private final Map<Long, NavigableMap<Long, T>> open = new HashMap<>();

    void enter(long account, long id, T entry) {
        all.computeIfAbsent(account, first -> new TreeMap<>()).put(id, entry);
        open.computeIfAbsent(account, first -> new TreeMap<>()).put(id, entry);
    }

    void close(long account, long id) {
        strike(open, account, id);
    }

    void forget(long account, long id) {
        strike(open, account, id);
        strike(all, account, id);
    }

    /** Everything of an account that is remembered, by id. */
    NavigableMap<Long, T> all(long account) {
        return all.getOrDefault(account, new TreeMap<>());
    }

    /** What of it is open. */
    NavigableMap<Long, T> open(long account) {
        return open.getOrDefault(account, new TreeMap<>());
    }

    private static <T> void strike(Map<Long, NavigableMap<Long, T>> from, long account, long id) {
        NavigableMap<Long, T> its = from.get(account);
        if (its != null) {
            its.remove(id);
            if (its.isEmpty()) {
                from.remove(account);
            }
        }
    }
}
