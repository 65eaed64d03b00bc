package io.tidemark.simulations.selftest;

import java.util.Arrays;

/** The textbook's model: a count of lots, an instant reclaim of whoever came last. Nothing of the exchange is in it. */
final class CountedLots implements Lots {
    private static final int[] NOBODY = {};

    private final int capacity;
    private final int headroom;
    private final int[] lotsOf = new int[4_096];
    private int[] running = new int[256];
    private int count;
    private int spotLots;
    private int internalLots;

    CountedLots(int capacity, int headroom) {
        this.capacity = capacity;
        this.headroom = headroom;
    }

    @Override
    public boolean admit(long now, int job, int lots) {
        if (internalLots + spotLots + lots > capacity - headroom) {
            return false;
        }
        if (count == running.length) {
            running = Arrays.copyOf(running, 2 * count);
        }
        running[count++] = job;
        lotsOf[job] = lots;
        spotLots += lots;
        return true;
    }

    @Override
    public void leave(long now, int job) {
        int place = count - 1;
        while (running[place] != job) {
            place--;
        }
        System.arraycopy(running, place + 1, running, place, count - place - 1);
        count--;
        spotLots -= lotsOf[job];
    }

    @Override
    public int[] internalNeed(long now, int lots) {
        internalLots = lots;
        int before = count;
        while (internalLots + spotLots > capacity) {
            spotLots -= lotsOf[running[--count]];
        }
        return before == count ? NOBODY : Arrays.copyOfRange(running, count, before);
    }
}
