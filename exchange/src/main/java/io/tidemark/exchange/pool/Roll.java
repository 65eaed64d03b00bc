package io.tidemark.exchange.pool;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The entries of one account by ascending id, which is the order in which they come: all that are remembered and, of those,
 * the open ones, so that a reader of open entries never passes those that ended. Each lies between its neighbours and can
 * leave from there.
 */
class Roll<T extends Listed> {
    private @Nullable Listed oldest;
    private @Nullable Listed newest;
    private @Nullable Listed oldestOpen;
    private @Nullable Listed newestOpen;

    /** It comes, and is open. */
    final void enter(T entry) {
        // Behind it there is nobody, nor was there when it came.
        link(newest, entry);
        newest = entry;
        linkOpen(newestOpen, entry);
        newestOpen = entry;
    }

    /** It is open no more. */
    final void end(T entry) {
        linkOpen(entry.olderOpen, entry.newerOpen);
        entry.olderOpen = null;
        entry.newerOpen = null;
    }

    /** It has ended, and is remembered no more. */
    final void forget(T entry) {
        link(entry.older, entry.newer);
        entry.older = null;
        entry.newer = null;
    }

    /** Makes two entries neighbours; none stands for the end of the roll. */
    private void link(@Nullable Listed older, @Nullable Listed newer) {
        if (older == null) {
            oldest = newer;
        } else {
            older.newer = newer;
        }
        if (newer == null) {
            newest = older;
        } else {
            newer.older = older;
        }
    }

    /** The same among those that are open. */
    private void linkOpen(@Nullable Listed older, @Nullable Listed newer) {
        if (older == null) {
            oldestOpen = newer;
        } else {
            older.newerOpen = newer;
        }
        if (newer == null) {
            newestOpen = older;
        } else {
            newer.olderOpen = older;
        }
    }

    /** All of them, the oldest first. */
    final List<T> remembered() {
        List<T> list = new ArrayList<>();
        for (Listed entry = oldest; entry != null; entry = entry.newer) {
            list.add(typed(entry));
        }
        return list;
    }

    /** Those that are open, the oldest first. */
    final List<T> open() {
        List<T> list = new ArrayList<>();
        for (Listed entry = oldestOpen; entry != null; entry = entry.newerOpen) {
            list.add(typed(entry));
        }
        return list;
    }

    /**
     * At most so many with a lower id than {@code before} that are wanted, the newest first.
     *
     * @param openOnly whether those that ended are passed by
     * @param from where to begin if that one is among them, so that a reader who goes on does not begin anew each time
     */
    final List<T> newestBefore(long before, boolean openOnly, @Nullable T from, Predicate<T> wanted, int most) {
        List<T> list = new ArrayList<>();
        Listed at = openOnly ? newestOpen : newest;
        if (from != null && (from == at || (openOnly ? from.newerOpen : from.newer) != null)) {
            at = from;
        }
        while (at != null && list.size() < most) {
            T entry = typed(at);
            if (entry.id() < before && wanted.test(entry)) {
                list.add(entry);
            }
            at = openOnly ? at.olderOpen : at.older;
        }
        return list;
    }

    @SuppressWarnings("unchecked")
    private T typed(Listed entry) {
        return (T) entry;
    }
}
