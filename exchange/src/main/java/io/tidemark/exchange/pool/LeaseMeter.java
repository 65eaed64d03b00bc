package io.tidemark.exchange.pool;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Which lots of a lease run since when, and what of an hour is to be paid. A lot is paid from the moment at which it was
 * handed over in working order, never before.
 */
final class LeaseMeter {
    private static final long NOT_HANDED_OVER = Long.MAX_VALUE;

    /** What runs, the newest last. */
    private final Deque<Stint> stints = new ArrayDeque<>();

    /** Lot-milliseconds of this hour that are over and to be paid. */
    private long billedLotMillis;

    private record Stint(long lots, long since) {
        boolean isHandedOver() {
            return since != NOT_HANDED_OVER;
        }

        long lotMillis(long hourStart, long now) {
            return isHandedOver() ? lots * Math.max(0, now - Math.max(hourStart, since)) : 0;
        }
    }

    long runningLots() {
        return stints.stream().mapToLong(Stint::lots).sum();
    }

    /** Lots that are paid for at this moment. */
    long handedOverLots() {
        return stints.stream()
                .filter(Stint::isHandedOver)
                .mapToLong(Stint::lots)
                .sum();
    }

    void run(long lots, long now, boolean handedOver) {
        stints.addLast(new Stint(lots, handedOver ? now : NOT_HANDED_OVER));
    }

    /**
     * Stops so many lots, the newest first.
     *
     * @param free whether their time in this hour is not to be paid
     */
    void stop(long lots, long hourStart, long now, boolean free) {
        long left = lots;
        while (left > 0) {
            Stint newest = stints.removeLast();
            long stopped = Math.min(left, newest.lots());
            if (stopped < newest.lots()) {
                stints.addLast(new Stint(newest.lots() - stopped, newest.since()));
            }
            if (!free) {
                billedLotMillis += new Stint(stopped, newest.since()).lotMillis(hourStart, now);
            }
            left -= stopped;
        }
    }

    /**
     * From now on so many of the running lots are in working order: the oldest ones.
     *
     * @param handedOver more than run count as all that run
     */
    void handOver(long handedOver, long hourStart, long now) {
        long ready = Math.min(handedOver, runningLots());
        List<Stint> before = new ArrayList<>(stints);
        stints.clear();
        for (Stint stint : before) {
            long some = Math.min(ready, stint.lots());
            ready -= some;
            if (some > 0) {
                stints.addLast(new Stint(some, stint.isHandedOver() ? stint.since() : now));
            }
            if (some < stint.lots()) {
                Stint lost = new Stint(stint.lots() - some, stint.since());
                billedLotMillis += lost.lotMillis(hourStart, now);
                stints.addLast(new Stint(lost.lots(), NOT_HANDED_OVER));
            }
        }
    }

    /** Lot-milliseconds of this hour up to now that are to be paid. */
    long lotMillis(long hourStart, long now) {
        return billedLotMillis
                + stints.stream()
                        .mapToLong(stint -> stint.lotMillis(hourStart, now))
                        .sum();
    }

    List<SpotSnapshot.Stint> save() {
        return stints.stream()
                .map(stint -> new SpotSnapshot.Stint(stint.lots(), stint.since()))
                .toList();
    }

    long billedLotMillis() {
        return billedLotMillis;
    }

    void load(List<SpotSnapshot.Stint> running, long billed) {
        running.forEach(stint -> stints.addLast(new Stint(stint.lots(), stint.since())));
        billedLotMillis = billed;
    }

    /** Everything up to now is paid; what runs on is billed from here. */
    void restart(long now) {
        billedLotMillis = 0;
        List<Stint> running = List.copyOf(stints);
        stints.clear();
        running.forEach(stint -> stints.addLast(stint.isHandedOver() ? new Stint(stint.lots(), now) : stint));
    }
}
