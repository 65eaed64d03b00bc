package io.tidemark.fleet.reliability;

import io.tidemark.exchange.pool.Event;
import io.tidemark.exchange.pool.Event.LeaseEnd;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.ListIterator;
import java.util.function.Predicate;

/** What the events of a spot bid come to: its parts and the notices on them. Pure, and goes on from the parts that are open. */
final class BidHistory {
    private static final Predicate<Promise> RECLAIM = promise -> promise.cause() == LeaseEnd.RECLAIMED;

    private final long bid;
    /** The oldest first; the newest go first, as everywhere. */
    private final List<LeasePart> running = new ArrayList<>();
    /** Under reclaim, the first to end first. */
    private final List<LeasePart> leaving = new ArrayList<>();

    private final List<LeasePart> ended = new ArrayList<>();
    private final List<Promise> promises = new ArrayList<>();
    private boolean changed;

    BidHistory(long bid) {
        this.bid = bid;
    }

    /** Adds what is open from before, in any order. */
    void resume(List<LeasePart> parts, List<Promise> open) {
        parts.stream()
                .sorted(Comparator.comparingLong(LeasePart::beganAt))
                .forEach(part -> (part.isUnderReclaim() ? leaving : running).add(part));
        leaving.sort(Comparator.comparingLong(LeasePart::until));
        promises.addAll(open);
        promises.sort(Comparator.comparingLong(Promise::until));
    }

    boolean isChanged() {
        return changed;
    }

    /** Those that ended since it was resumed, and those that are open. */
    List<LeasePart> parts() {
        List<LeasePart> all = new ArrayList<>(ended);
        all.addAll(running);
        all.addAll(leaving);
        return all;
    }

    /** Those that were open when it was resumed, and those given since. */
    List<Promise> promises() {
        return List.copyOf(promises);
    }

    void runs(long time, Event.LeaseRuns runs) {
        // Those that were to end by now and run on had more than was promised.
        settle(promise -> !RECLAIM.test(promise) && promise.until() <= time, Long.MAX_VALUE, time);
        long before = lots(running);
        if (runs.lots() > before) {
            // A lease that began before anything was written down is no lease of this record: it keeps its own
            // beginning.
            long began = before == 0 ? runs.startedAt() : time;
            running.add(LeasePart.begun(bid, runs.lots() - before, began));
            changed = true;
        }
    }

    void reclaimed(long time, Event.LeaseNoticed noticed) {
        // Of lots that were to end with the hour anyway, these go first: their earlier promise is kept only if this is
        // no less.
        settle(RECLAIM.negate(), noticed.lots(), noticed.endsAt());
        for (LeasePart part : takeNewest(running, noticed.lots())) {
            leaving.add(part.reclaimedUntil(noticed.endsAt()));
        }
        leaving.sort(Comparator.comparingLong(LeasePart::until));
        promise(Promise.given(bid, LeaseEnd.RECLAIMED, noticed.lots(), time, noticed.endsAt()));
    }

    void ending(long time, Event.LeaseEnding ending) {
        promise(Promise.given(bid, ending.why(), ending.lots(), time, ending.endsAt()));
    }

    void ended(long time, Event.LeaseEnded over) {
        if (over.why() == LeaseEnd.RECLAIMED) {
            end(takeFirst(leaving, over.lots()), time, over.why());
            settle(RECLAIM, over.lots(), time);
            return;
        }
        end(takeNewest(running, over.lots()), time, over.why());
        if (over.why() == LeaseEnd.RELEASED) {
            promises.replaceAll(promise -> RECLAIM.test(promise) ? promise : promise.givenBack());
        } else {
            settle(RECLAIM.negate(), over.lots(), time);
        }
        changed = true;
    }

    private void promise(Promise given) {
        promises.add(given);
        promises.sort(Comparator.comparingLong(Promise::until));
        changed = true;
    }

    private void end(List<LeasePart> parts, long time, LeaseEnd why) {
        parts.forEach(part -> ended.add(part.ended(time, why)));
        changed = true;
    }

    /** Says of so many lots under notice, the first to end first, when they end. */
    private void settle(Predicate<Promise> which, long lots, long at) {
        long left = lots;
        ListIterator<Promise> each = promises.listIterator();
        while (left > 0 && each.hasNext()) {
            Promise promise = each.next();
            long some = which.test(promise) ? Math.min(left, promise.open()) : 0;
            if (some > 0) {
                each.set(promise.ended(some, at));
                left -= some;
                changed = true;
            }
        }
    }

    private static long lots(List<LeasePart> parts) {
        return parts.stream().mapToLong(LeasePart::lots).sum();
    }

    private static List<LeasePart> takeNewest(List<LeasePart> parts, long lots) {
        return take(parts, lots, true);
    }

    private static List<LeasePart> takeFirst(List<LeasePart> parts, long lots) {
        return take(parts, lots, false);
    }

    private static List<LeasePart> take(List<LeasePart> parts, long lots, boolean fromEnd) {
        List<LeasePart> taken = new ArrayList<>();
        long left = lots;
        while (left > 0 && !parts.isEmpty()) {
            int at = fromEnd ? parts.size() - 1 : 0;
            LeasePart part = parts.get(at);
            long some = Math.min(left, part.lots());
            if (some < part.lots()) {
                parts.set(at, part.of(part.lots() - some));
            } else {
                parts.remove(at);
            }
            taken.add(part.of(some));
            left -= some;
        }
        return taken;
    }
}
