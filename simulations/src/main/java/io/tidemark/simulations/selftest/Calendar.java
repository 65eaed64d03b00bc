package io.tidemark.simulations.selftest;

import java.util.Arrays;

/**
 * What happens next: a heap of instants with four children to a node, in plain arrays. Of one instant, what was entered
 * first comes first.
 */
final class Calendar {
    private static final int CHILDREN = 4;

    private long[] times = new long[64];
    private long[] sequences = new long[64];
    private int[] entries = new int[64];
    private int size;
    private long lastSequence;

    boolean isEmpty() {
        return size == 0;
    }

    /** The instant of the next entry. */
    long nextTime() {
        return times[0];
    }

    void enter(long time, int entry) {
        if (size == times.length) {
            times = Arrays.copyOf(times, 2 * size);
            sequences = Arrays.copyOf(sequences, 2 * size);
            entries = Arrays.copyOf(entries, 2 * size);
        }
        long sequence = ++lastSequence;
        int place = size++;
        while (place > 0) {
            int parent = (place - 1) / CHILDREN;
            if (!isBefore(time, sequence, parent)) {
                break;
            }
            move(parent, place);
            place = parent;
        }
        put(place, time, sequence, entry);
    }

    /** Takes the next entry out. */
    int take() {
        int first = entries[0];
        size--;
        long time = times[size];
        long sequence = sequences[size];
        int entry = entries[size];
        int place = 0;
        for (int child = firstOf(place); child >= 0; child = firstOf(place)) {
            if (isBefore(time, sequence, child)) {
                break;
            }
            move(child, place);
            place = child;
        }
        put(place, time, sequence, entry);
        return first;
    }

    /** The child that comes first, or -1 without any. */
    private int firstOf(int place) {
        int child = CHILDREN * place + 1;
        if (child >= size) {
            return -1;
        }
        int first = child;
        int end = Math.min(child + CHILDREN, size);
        for (int other = child + 1; other < end; other++) {
            if (isBefore(times[other], sequences[other], first)) {
                first = other;
            }
        }
        return first;
    }

    private boolean isBefore(long time, long sequence, int place) {
        return time < times[place] || (time == times[place] && sequence < sequences[place]);
    }

    private void move(int from, int to) {
        put(to, times[from], sequences[from], entries[from]);
    }

    private void put(int place, long time, long sequence, int entry) {
        times[place] = time;
        sequences[place] = sequence;
        entries[place] = entry;
    }
}
