package io.tidemark.exchange.pool;

import io.tidemark.exchange.pool.Event.CloseReason;
import io.tidemark.exchange.spot.Contender;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A standing spot bid and, while it runs, its lease: which lots since when, what is held for the hour that runs and for
 * the next one.
 */
final class SpotBid {
    final long id;
    final Command.SubmitSpotBid bid;
    final long enteredAt;

    /** What runs, the newest last; within an hour each stint is billed from its own start. */
    private final Deque<Stint> stints = new ArrayDeque<>();

    /** What is set aside for the next hour. */
    private long nextHold;

    /** What is set aside for the hour that runs. */
    private long hourHold;

    /** Lot-milliseconds of this hour that are over and to be paid. */
    private long billedLotMillis;

    private long startedAt;
    private long award;
    private long paidSoFar;
    private long endedAt;
    private @Nullable CloseReason closed;

    SpotBid(long id, Command.SubmitSpotBid bid, long enteredAt, long nextHold) {
        this.id = id;
        this.bid = bid;
        this.enteredAt = enteredAt;
        this.nextHold = nextHold;
    }

    private record Stint(long lots, long since) {}

    long account() {
        return bid.account();
    }

    boolean isOpen() {
        return closed == null;
    }

    boolean isRunning() {
        return !stints.isEmpty();
    }

    long runningLots() {
        return stints.stream().mapToLong(Stint::lots).sum();
    }

    /** When the lease that runs began. */
    long startedAt() {
        return startedAt;
    }

    long nextHold() {
        return nextHold;
    }

    long hourHold() {
        return hourHold;
    }

    /** Lots that the auction gave it in the coming hour. */
    long award() {
        return award;
    }

    long paidSoFar() {
        return paidSoFar;
    }

    @Nullable CloseReason closeReason() {
        return closed;
    }

    long endedAt() {
        return endedAt;
    }

    /** As the auction sees it: all that it wants. */
    Contender asBidder() {
        return contender(bid.lots());
    }

    /** As an in-hour join sees it: what it wants beyond what it runs. */
    Contender asJoiner() {
        return contender(bid.lots() - runningLots());
    }

    /** As a reclaim sees it: what it runs. */
    Contender asLease() {
        return contender(runningLots());
    }

    private Contender contender(long lots) {
        return new Contender(id, lots, bid.maxTicks(), bid.gang(), isRunning(), startedAt, id);
    }

    void fundNextHour(long hold) {
        nextHold = hold;
    }

    /** The hold of the next hour becomes that of the running one. */
    void beginHour() {
        hourHold = nextHold;
        nextHold = 0;
    }

    /** A join late in the hour, for which the hold of the next hour cannot serve. */
    void fundThisHour(long hold) {
        hourHold = hold;
    }

    long releaseNextHold() {
        long released = nextHold;
        nextHold = 0;
        return released;
    }

    void awarded(long lots) {
        award = lots;
    }

    /** Runs so many lots more from now on. */
    void run(long lots, long now) {
        if (!isRunning()) {
            startedAt = now;
        }
        stints.addLast(new Stint(lots, now));
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
                billedLotMillis += stopped * (now - Math.max(hourStart, newest.since()));
            }
            left -= stopped;
        }
    }

    /** Lot-milliseconds of this hour up to now that are to be paid. */
    long lotMillis(long hourStart, long now) {
        return billedLotMillis
                + stints.stream()
                        .mapToLong(stint -> stint.lots() * (now - Math.max(hourStart, stint.since())))
                        .sum();
    }

    /** The hour is paid; what runs on is billed from here. */
    void paid(long amount, long now) {
        paidSoFar += amount;
        billedLotMillis = 0;
        hourHold = 0;
        List<Stint> running = List.copyOf(stints);
        stints.clear();
        running.forEach(stint -> stints.addLast(new Stint(stint.lots(), now)));
    }

    void close(CloseReason reason, long at) {
        closed = reason;
        endedAt = at;
        award = 0;
    }
}
