package io.tidemark.exchange.pool;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Entries of one account by ascending id, which is the order in which they come. Each lies between its neighbours and can
 * leave from there. There is one roll for everything that is remembered and one for what is open: a reader of open entries
 * never passes those that ended.
 */
final class Roll<T extends Listed> {
    private final boolean ofOpen;
    private @Nullable Listed oldest;
    private @Nullable Listed newest;
    private int size;

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
        // Behind it there is nobody, nor was there when it came.
        link(newest, entry);
        newest = entry;
        size++;
    }

    void strike(T entry) {
        Listed older = older(entry);
        Listed newer = newer(entry);
        link(older, newer);
        setOlder(entry, null);
        setNewer(entry, null);
        size--;
    }

    /** Makes two entries neighbours; none stands for the end of the roll. */
    private void link(@Nullable Listed older, @Nullable Listed newer) {
        if (older == null) {
            oldest = newer;
        } else {
            setNewer(older, newer);
        }
        if (newer == null) {
            newest = older;
        } else {
            setOlder(newer, older);
        }
    }

    private @Nullable Listed older(Listed entry) {
        return ofOpen ? entry.olderOpen : entry.older;
    }

    private @Nullable Listed newer(Listed entry) {
        return ofOpen ? entry.newerOpen : entry.newer;
    }

    private void setOlder(Listed entry, @Nullable Listed neighbour) {
        if (ofOpen) {
            entry.olderOpen = neighbour;
        } else {
            entry.older = neighbour;
        }
    }

    private void setNewer(Listed entry, @Nullable Listed neighbour) {
        if (ofOpen) {
            entry.newerOpen = neighbour;
        } else {
            entry.newer = neighbour;
        }
    }

    /** How many there are. */
    int size() {
        return size;
    }

    /** The oldest first. */
    List<T> list() {
        List<T> list = new ArrayList<>(size);
        for (Listed entry = oldest; entry != null; entry = newer(entry)) {
            list.add(typed(entry));
        }
        return list;
    }

    /**
     * At most so many with a lower id than {@code before} that are wanted, the newest first.
     *
     * @param from where to begin if that one is in this roll, so that a reader who goes on does not begin anew each time
     */
    List<T> newestBefore(long before, @Nullable T from, Predicate<T> wanted, int most) {
        List<T> list = new ArrayList<>();
        boolean known = from != null && (from == newest || newer(from) != null);
        for (Listed at = known ? from : newest; at != null && list.size() < most; at = older(at)) {
            T entry = typed(at);
            if (entry.id() < before && wanted.test(entry)) {
                list.add(entry);
            }
        }
        return list;
    }

    @SuppressWarnings("unchecked")
    private T typed(Listed entry) {
        return (T) entry;
    }
}
