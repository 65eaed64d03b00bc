package io.tidemark.exchange.book;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What rests on one side of one hour, best first: by price, then by time. It is one queue through all prices; whoever comes
 * goes behind the last of its price, or of the next better one.
 */
final class Ladder {
    private final boolean dearestFirst;
    private final Levels levels = new Levels();
    private @Nullable Resting best;

    private Ladder(boolean dearestFirst) {
        this.dearestFirst = dearestFirst;
    }

    static Ladder ofAsks() {
        return new Ladder(false);
    }

    static Ladder ofBids() {
        return new Ladder(true);
    }

    /** @throws IndexOutOfBoundsException if the limit is beyond what any band allows */
    void insert(Resting order) {
        int rank = rank(order);
        Resting before = levels.last(rank);
        if (before == null) {
            before = levels.lastBelow(rank);
        }
        Resting after = before == null ? best : before.behind;
        order.ahead = before;
        order.behind = after;
        if (before == null) {
            best = order;
        } else {
            before.behind = order;
        }
        if (after != null) {
            after.ahead = order;
        }
        levels.put(rank, order);
        order.entered();
    }

    void remove(Resting order) {
        Resting before = order.ahead;
        Resting after = order.behind;
        if (after == null || after.limit() != order.limit()) {
            if (before != null && before.limit() == order.limit()) {
                levels.put(rank(order), before);
            } else {
                levels.clear(rank(order));
            }
        }
        if (before == null) {
            best = after;
        } else {
            before.behind = after;
        }
        if (after != null) {
            after.ahead = before;
        }
        order.ahead = null;
        order.behind = null;
        order.left();
    }

    @Nullable Resting best() {
        return best;
    }

    private int rank(Resting order) {
        int ticks = Math.toIntExact(order.limit());
        return dearestFirst ? Levels.RANKS - 1 - ticks : ticks;
    }

    /** All of them, best first. */
    <T extends Resting> List<T> list(Class<T> kind) {
        List<T> all = new ArrayList<>();
        for (Resting at = best; at != null; at = at.behind) {
            all.add(kind.cast(at));
        }
        return all;
    }
}
