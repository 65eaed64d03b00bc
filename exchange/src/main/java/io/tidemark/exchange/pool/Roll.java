package io.tidemark.exchange.pool;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.agrona.collections.Long2ObjectHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What each account has entered, by id, and what of it is open: a reader of one account never passes the entries of
 * another one, and a reader of open ones never those that ended. Ids ascend with time.
 */
final class Roll<T> {
    // Looked up, never walked: the order of a hash map reaches no output.
    private final Long2ObjectHashMap<Page<T>> all = new Long2ObjectHashMap<>();
    private final Long2ObjectHashMap<Page<T>> open = new Long2ObjectHashMap<>();

    void enter(long account, long id, T entry) {
        page(all, account).add(id, entry);
        page(open, account).add(id, entry);
    }

    void close(long account, long id) {
        page(open, account).strike(id);
    }

    void forget(long account, long id) {
        page(open, account).strike(id);
        page(all, account).strike(id);
    }

    /** Everything of an account that is remembered, or only what is open. */
    Page<T> of(long account, boolean openOnly) {
        return page(openOnly ? open : all, account);
    }

    private static <T> Page<T> page(Long2ObjectHashMap<Page<T>> pages, long account) {
        Page<T> page = pages.get(account);
        if (page == null) {
            page = new Page<>();
            pages.put(account, page);
        }
        return page;
    }

    /** Entries of one account by ascending id; those struck leave a gap until there are too many gaps. */
    static final class Page<T> {
        private long[] ids = new long[8];
        private @Nullable Object[] entries = new @Nullable Object[8];
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
        List<T> newestBefore(long before, java.util.function.Predicate<T> wanted, int most) {
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
