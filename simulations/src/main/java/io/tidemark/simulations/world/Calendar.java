package io.tidemark.simulations.world;

import java.util.Comparator;
import java.util.PriorityQueue;

/** What is planned, by time, phase and the order in which it was planned. */
final class Calendar {
    private final PriorityQueue<Entry> entries = new PriorityQueue<>(
            Comparator.comparingLong(Entry::time).thenComparingInt(Entry::rank).thenComparingLong(Entry::number));
    private long planned;

    /** Something that happens at an instant. */
    @FunctionalInterface
    interface Action {
        void at(long time);
    }

    private record Entry(long time, int rank, long number, Action action) {}

    void plan(long time, Phase phase, Action action) {
        entries.add(new Entry(time, phase.rank(), ++planned, action));
    }

    /** The time of what is next, or {@link Long#MAX_VALUE}. */
    long nextTime() {
        Entry next = entries.peek();
        return next == null ? Long.MAX_VALUE : next.time();
    }

    void runNext() {
        Entry next = entries.remove();
        next.action().at(next.time());
    }
}
