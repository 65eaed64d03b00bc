package io.tidemark.exchange.pool;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import org.agrona.collections.Long2ObjectHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What each account has entered, by id, and what of it is open: a reader of one account never passes the entries of
 * another one, and a reader of open ones never those that ended. Ids ascend with time.
 */
final class Roll<T> {
    // Looked up, never walked: the order of a hash map reaches no output.
    private final Long2ObjectHashMap<Account<T>> accounts = new Long2ObjectHashMap<>();

    /** The entries of an account. */
    Account<T> of(long account) {
        Account<T> its = accounts.get(account);
        if (its == null) {
            its = new Account<>();
            accounts.put(account, its);
        }
        return its;
    }

    /** What one account has entered. */
    static final class Account<T> {
        private final Page<T> all = new Page<>();
        private final Page<T> open = new Page<>();

        void enter(long id, T entry) {
            all.add(id, entry);
            open.add(id, entry);
        }

        void close(long id) {
            open.strike(id);
        }

        void forget(long id) {
            open.strike(id);
            all.strike(id);
        }

        /** Everything that is remembered. */
        Page<T> all() {
            return all;
        }

        /** What of it is open. */
        Page<T> open() {
            return open;
        }
    }

    /** Entries of one account by ascending id; those struck leave a gap until there are too many gaps. */
    static final class Page<T> {
        private static final int FIRST_ROOM = 4;

        private long[] ids = new long[FIRST_ROOM];
        private @Nullable Object[] entries = new @Nullable Object[FIRST_ROOM];
        private int end;
        private int live;

        private void add(long id, T entry) {
            if (end == ids.length) {
                ids = Arrays.copyOf(ids, 2 * end);
                entries = Arrays.copyOf(entries, 2 * end);
            }
            ids[end] = id;
            entries[end] = entry;
            end++;
            live++;
        }

        private void strike(long id) {
            int at = end > 0 && ids[end - 1] == id ? end - 1 : Arrays.binarySearch(ids, 0, end, id);
            if (at >= 0 && entries[at] != null) {
                entries[at] = null;
                live--;
                if (at == end - 1) {
                    end--;
                } else if (live < end / 2) {
                    closeGaps();
                }
            }
        }

        private void closeGaps() {
            int to = 0;
            for (int from = 0; from < end; from++) {
                if (entries[from] != null) {
                    ids[to] = ids[from];
                    entries[to] = entries[from];
                    to++;
                }
            }
            Arrays.fill(entries, to, end, null);
            end = to;
        }

        /** The entry of an id, or null. */
        @Nullable T find(long id) {
            int at = Arrays.binarySearch(ids, 0, end, id);
            return at < 0 ? null : entry(at);
        }

        /** How many there are. */
        int size() {
            return live;
        }

        /** The oldest first. */
        List<T> list() {
            List<T> list = new ArrayList<>(live);
            for (int at = 0; at < end; at++) {
                add(list, at);
            }
            return list;
        }

        /** At most so many with a lower id than {@code before}, the newest first. */
        List<T> newestBefore(long before, Predicate<T> wanted, int most) {
            List<T> list = new ArrayList<>();
            int found = Arrays.binarySearch(ids, 0, end, before);
            for (int at = (found < 0 ? -found - 1 : found) - 1; at >= 0 && list.size() < most; at--) {
                T entry = entry(at);
                if (entry != null && wanted.test(entry)) {
                    list.add(entry);
                }
            }
            return list;
        }

        private void add(List<T> list, int at) {
            T entry = entry(at);
            if (entry != null) {
                list.add(entry);
            }
        }

        @SuppressWarnings("unchecked")
        private @Nullable T entry(int at) {
            return (T) entries[at];
        }
    }
}
