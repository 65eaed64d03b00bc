package io.tidemark.exchange.pool;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Entries of one account by ascending id, which is the order in which they come; those struck leave a gap until there are
 * too many gaps. There is one for everything that is remembered and one for what is open: a reader of open entries never
 * passes those that ended.
 */
final class Roll<T extends Listed> {
    private static final int FIRST_ROOM = 4;

    private final boolean ofOpen;
    private @Nullable Listed[] entries = new @Nullable Listed[FIRST_ROOM];
    private int end;
    private int live;

    private Roll(boolean ofOpen) {
        this.ofOpen = ofOpen;
    }

    static <T extends Listed> Roll<T> ofAll() {
        return new Roll<>(false);
    }

    static <T extends Listed> Roll<T> ofOpen() {
        return new Roll<>(true);
    }

    void enter(T entry) {
        if (end == entries.length) {
            entries = Arrays.copyOf(entries, 2 * end);
        }
        entries[end] = entry;
        entry.stand(ofOpen, end);
        end++;
        live++;
    }

    void strike(T entry) {
        entries[entry.place(ofOpen)] = null;
        live--;
        while (end > 0 && entries[end - 1] == null) {
            end--;
        }
        if (live < end / 2) {
            closeGaps();
        }
    }

    private void closeGaps() {
        int to = 0;
        for (int from = 0; from < end; from++) {
            Listed entry = entries[from];
            if (entry != null) {
                entries[to] = entry;
                entry.stand(ofOpen, to);
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
            T entry = entry(at);
            if (entry != null) {
                list.add(entry);
            }
        }
        return list;
    }

    /** The entry of an id, or null. */
    @Nullable T find(long id) {
        int at = lastBefore(id == Long.MAX_VALUE ? id : id + 1);
        T entry = at < 0 ? null : entry(at);
        return entry != null && entry.id() == id ? entry : null;
    }

    /** At most so many with a lower id than {@code before} that are wanted, the newest first. */
    List<T> newestBefore(long before, Predicate<T> wanted, int most) {
        List<T> list = new ArrayList<>();
        for (int at = lastBefore(before); at >= 0 && list.size() < most; at--) {
            T entry = entry(at);
            if (entry != null && wanted.test(entry)) {
                list.add(entry);
            }
        }
        return list;
    }

    /** The place of the last entry with a lower id, or -1. */
    private int lastBefore(long id) {
        int low = 0;
        int high = end;
        while (low < high) {
            int middle = (low + high) >>> 1;
            int at = middle;
            // A gap says nothing: the next entry below does.
            while (at >= low && entries[at] == null) {
                at--;
            }
            Listed entry = at < low ? null : entries[at];
            if (entry != null && entry.id() >= id) {
                high = at;
            } else {
                low = middle + 1;
            }
        }
        int last = low - 1;
        while (last >= 0 && entries[last] == null) {
            last--;
        }
        return last;
    }

    @SuppressWarnings("unchecked")
    private @Nullable T entry(int at) {
        return (T) entries[at];
    }
}
