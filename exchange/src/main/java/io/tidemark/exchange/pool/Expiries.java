package io.tidemark.exchange.pool;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;

/** The open orders that end at an instant of their own, by that instant and then by id. */
final class Expiries {
    private static final long NEVER = Long.MAX_VALUE;

    private final NavigableSet<OrderRecord> orders =
            new TreeSet<>(Comparator.comparingLong(OrderRecord::expiresAt).thenComparingLong(OrderRecord::id));
    private final PoolState state;
    private long next = NEVER;

    Expiries(PoolState state) {
        this.state = state;
    }

    void add(OrderRecord record) {
        orders.add(record);
        next = orders.first().expiresAt();
        state.timersMoved = true;
    }

    void remove(OrderRecord record) {
        orders.remove(record);
        next = orders.isEmpty() ? NEVER : orders.first().expiresAt();
        state.timersMoved = true;
    }

    /** The first instant, epoch milliseconds, or {@link Long#MAX_VALUE}. */
    long next() {
        return next;
    }

    /** Those whose instant has come. */
    List<OrderRecord> dueAt(long instant) {
        List<OrderRecord> due = new ArrayList<>();
        for (OrderRecord record : orders) {
            if (record.expiresAt() > instant) {
                break;
            }
            due.add(record);
        }
        return due;
    }
}
