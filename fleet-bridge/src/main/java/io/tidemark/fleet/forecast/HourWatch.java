package io.tidemark.fleet.forecast;

import io.tidemark.exchange.contract.Hours;
import io.tidemark.fleet.surplus.DemandSnapshot;
import io.tidemark.fleet.surplus.SurplusPolicy;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * Readings into hours. A title promises a lot for all of an hour, and the lot must have been idle for T_release and its
 * turnaround before the hour begins; so what counts for an hour is the greatest demand from then until its end.
 *
 * <p>An hour of which that span was not watched without a break (an outage, a stale reading, a silence, a restart) has no
 * figure.
 */
final class HourWatch {
    /** What an hour that is over came to: its greatest demand in lots, or {@link Past#MISSING}. */
    record Peak(long hour, long lots) {}

    private record Level(long at, long lots) {}

    private static final long NEVER = Long.MAX_VALUE;

    private final long before;
    private final long staleAfter;

    /** Those that may still be the greatest of the running hour: later ones are lower. */
    private final Deque<Level> greatest = new ArrayDeque<>();

    private long watchedSince = NEVER;
    private long seenUntil = Long.MIN_VALUE;

    HourWatch(SurplusPolicy policy) {
        this.before = policy.release().plus(policy.turnaround()).toMillis();
        this.staleAfter = policy.staleAfter().toMillis();
    }

    /** Takes a reading in. The first one after an hour's end ends the hour. */
    Optional<Peak> observe(long now, DemandSnapshot reading) {
        boolean silent = seenUntil < now - staleAfter;
        Optional<Peak> ended = ended(now, silent);
        seenUntil = now;
        boolean good = !reading.outage() && reading.asOf() >= now - staleAfter;
        if (silent || !good) {
            greatest.clear();
            watchedSince = good ? now : NEVER;
        }
        if (good) {
            watchedSince = Math.min(watchedSince, now);
            remember(now, reading.internalLots() + reading.pendingLots());
        }
        return ended;
    }

    private Optional<Peak> ended(long now, boolean silent) {
        if (seenUntil == Long.MIN_VALUE || Hours.containing(now) == Hours.containing(seenUntil)) {
            return Optional.empty();
        }
        long hour = Hours.containing(seenUntil);
        boolean watched = !silent && watchedSince <= Hours.startMillis(hour) - before;
        return Optional.of(new Peak(hour, watched ? greatest.getFirst().lots() : Past.MISSING));
    }

    private void remember(long now, long lots) {
        while (!greatest.isEmpty() && greatest.getLast().lots() <= lots) {
            greatest.removeLast();
        }
        greatest.addLast(new Level(now, lots));
        long start = Hours.startMillis(Hours.containing(now)) - before;
        while (greatest.getFirst().at() < start) {
            greatest.removeFirst();
        }
    }
}
