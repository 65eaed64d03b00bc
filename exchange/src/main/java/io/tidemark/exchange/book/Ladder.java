package io.tidemark.exchange.book;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What rests on one side of one hour, best first: by price, then by time. Each price has a queue of its own, and none of
 * them knows another: whoever comes and goes disturbs only those of the same price.
 */
final class Ladder {
    /** What the bits of a price are turned with to give its rank: none of them for asks, all for bids, where the dearest is first. */
    private final int turn;

    /** The other side of the hour. */
    private final Ladder facing;

    private final Levels levels = new Levels();
    private @Nullable Resting best;

    private Ladder(int turn, @Nullable Ladder facing) {
        this.turn = turn;
        this.facing = facing == null ? new Ladder(Levels.RANKS - 1, this) : facing;
    }

    /** The asks of an hour, which {@link #facing} the bids. */
    static Ladder ofAsks() {
        return new Ladder(0, null);
    }

    /** The bids of the same hour for its asks, and its asks for the bids. */
    Ladder facing() {
        return facing;
    }

    /** @throws IndexOutOfBoundsException if the limit is beyond what any band allows */
    void insert(Resting order) {
        int rank = rank(order);
        Resting head = levels.claim(rank, order);
        if (head == null) {
            order.beginQueue();
            if (best == null || rank < rank(best)) {
                best = order;
            }
        } else {
            order.joinQueueOf(head);
        }
        order.entered(this);
    }

    void remove(Resting order) {
        if (best == order) {
            best = next(order);
        }
        if (order.isAlone()) {
            levels.clear(rank(order));
        } else {
            if (order.isFirst()) {
                levels.replace(rank(order), order.behind());
            }
            order.leaveQueue();
        }
        order.left();
    }

    @Nullable Resting best() {
        return best;
    }

    /** Who trades after one that is in here, or null. */
    @Nullable Resting next(Resting order) {
        Resting behind = order.behind();
        return behind.isFirst() ? levels.firstAbove(rank(order)) : behind;
    }

    /** Who trades before one that is in here, or null. */
    @Nullable Resting previous(Resting order) {
        if (!order.isFirst()) {
            return order.ahead();
        }
        Resting better = levels.firstBelow(rank(order));
        return better == null ? null : better.ahead();
    }

    private int rank(Resting order) {
        // The highest rank has all bits set: to turn them is to subtract from it.
        return order.ticks() ^ turn;
    }

    /** All of them, best first. */
    <T extends Resting> List<T> list(Class<T> kind) {
        List<T> all = new ArrayList<>();
        for (Resting at = best; at != null; at = next(at)) {
            all.add(kind.cast(at));
        }
        return all;
    }
}
