package io.tidemark.fleet.surplus;

import io.tidemark.fleet.surplus.SurplusDecision.Hold;
import io.tidemark.fleet.surplus.SurplusDecision.Need;
import io.tidemark.fleet.surplus.SurplusDecision.Release;
import io.tidemark.fleet.surplus.SurplusState.Batch;
import io.tidemark.fleet.surplus.SurplusState.Level;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

/**
 * Decides how many lots of one pool are offered to the exchange, from readings of its internal demand.
 *
 * <p>What is offered rises to what was spare <em>beyond the headroom</em> during all of the last T_release, and falls to
 * what was spare <em>at all</em> at any time in the last T_reclaim. So every lot offered has been spare for all of T_release,
 * every lot asked back has been missing for all of T_reclaim, and internal work that moves into the headroom takes nothing
 * from anybody. A release comes no sooner than T_release after a need, and a need no sooner than T_reclaim after a release.
 *
 * <p>However large a shortfall is, it is asked back after T_reclaim and not before: notice and sanitizing take several
 * times as long as that wait, so a shortcut would save little and would give one misread sample the power to empty the
 * market. An operator who disagrees sets T_reclaim to zero.
 *
 * <p>In an outage, or on a stale reading, nothing is decided and nothing remembered: what is offered stays, and T_release
 * and T_reclaim start anew at the first good reading. A silence of the caller counts as stale too, for nobody watched.
 *
 * <p>It is a fold: policy, state and readings give the decisions. To restart, store {@link #state()} with what was done
 * and hand it to the constructor; replaying the readings from the first one on gives the same. Not safe for use by
 * several threads; the caller owns it.
 */
public final class SurplusTracker {
    private final SurplusPolicy policy;
    private final Deque<Level> levels;
    private final Deque<Batch> batches;
    private long observedUntil;

    /** Starts with nothing watched and nothing offered. */
    public SurplusTracker(SurplusPolicy policy) {
        this(policy, SurplusState.initial());
    }

    /** Goes on from a stored state. The policy may be another one; it holds from the next reading on. */
    public SurplusTracker(SurplusPolicy policy, SurplusState state) {
        this.policy = policy;
        this.levels = new ArrayDeque<>(state.levels());
        this.batches = new ArrayDeque<>(state.batches());
        this.observedUntil = state.observedUntil();
    }

    /**
     * Takes a reading in and says what follows from it. The decision is already part of what is offered: the caller
     * carries it out, and does not answer back.
     *
     * @param now epoch milliseconds, never earlier than in the call before
     * @param reading as known at {@code now}
     * @throws IllegalArgumentException if time steps back, or the reading is from the future
     */
    public SurplusDecision observe(long now, DemandSnapshot reading) {
        if (now < observedUntil) {
            throw new IllegalArgumentException("time must not step back from " + observedUntil + ": " + now);
        }
        if (reading.asOf() > now) {
            throw new IllegalArgumentException("a reading from the future of " + now + ": " + reading);
        }
        long silentSince = observedUntil;
        observedUntil = now;
        if (reading.outage()) {
            levels.clear();
            return new Hold(Hold.Reason.OUTAGE);
        }
        if (tooLong(reading.asOf(), now)) {
            levels.clear();
            return new Hold(Hold.Reason.STALE);
        }
        if (tooLong(silentSince, now)) {
            levels.clear();
        }
        remember(now, policy.spare(reading));
        return decide(now);
    }

    private SurplusDecision decide(long now) {
        long offered = offeredLots();
        long releaseStart = now - policy.release().toMillis();
        long reclaimStart = now - policy.reclaim().toMillis();
        if (watchedSince(reclaimStart)) {
            long greatest = greatestSince(reclaimStart);
            if (greatest < offered) {
                takeBack(offered - greatest);
                return new Need(offered - greatest);
            }
        }
        if (!watchedSince(releaseStart)) {
            return new Hold(Hold.Reason.WATCHING);
        }
        long surplus = leastSince(releaseStart) - policy.bufferLots();
        if (surplus <= offered) {
            return new Hold(Hold.Reason.STEADY);
        }
        return release(surplus - offered, now + policy.turnaround().toMillis());
    }

    /** How many lots are offered in all, those in turnaround included. */
    public long offeredLots() {
        return batches.stream().mapToLong(Batch::lots).sum();
    }

    /**
     * How many of the offered lots the last reading shows in internal use or waited for: what is asked back if it stays so
     * for all of T_reclaim. None in an outage, on a stale reading, and where T_reclaim is zero.
     */
    public long missingLots() {
        Level last = levels.peekLast();
        return last == null ? 0 : Math.max(0, offeredLots() - last.lots());
    }

    /**
     * How many of the offered lots are ready at an instant, if nothing further is decided: the capacity of an hour is the
     * answer for its first instant. Lots still in turnaround then are not among them.
     *
     * @param millis epoch milliseconds; the past is answered as the last reading left it
     */
    public long usableLotsAt(long millis) {
        long at = Math.max(millis, observedUntil);
        return batches.stream()
                .filter(batch -> batch.readyMillis() <= at)
                .mapToLong(Batch::lots)
                .sum();
    }

    /** What there is to store; a tracker that starts from it decides as this one would. */
    public SurplusState state() {
        return new SurplusState(observedUntil, List.copyOf(levels), List.copyOf(batches));
    }

    private Release release(long lots, long ready) {
        batches.add(new Batch(ready, lots));
        // A policy with a shorter turnaround, set at a restart, may make a later batch ready sooner.
        List<Batch> sorted = new ArrayList<>(batches);
        sorted.sort(Comparator.comparingLong(Batch::readyMillis));
        batches.clear();
        batches.addAll(sorted);
        return new Release(lots, ready);
    }

    /** The last to be ready go first: nobody works on a lot that is still being sanitized. */
    private void takeBack(long lots) {
        long left = lots;
        while (left > 0) {
            Batch last = batches.removeLast();
            if (last.lots() > left) {
                batches.addLast(new Batch(last.readyMillis(), last.lots() - left));
            }
            left -= last.lots();
        }
    }

    private void remember(long now, long lots) {
        Level last = levels.peekLast();
        if (last != null && last.fromMillis() == now) {
            // Two readings at one instant: the later one is what holds from there on.
            levels.removeLast();
            last = levels.peekLast();
        }
        if (last == null || last.lots() != lots) {
            levels.addLast(new Level(now, lots));
        }
        forgetBefore(now - policy.release().toMillis());
        mergeReadyBy(now);
    }

    /** Keeps the level that stood at the instant: it is part of the window that begins there. */
    private void forgetBefore(long start) {
        while (levels.size() > 1) {
            Level first = levels.removeFirst();
            if (levels.getFirst().fromMillis() > start) {
                levels.addFirst(first);
                return;
            }
        }
    }

    /** Batches that are ready differ in nothing any more; joining them keeps the state small. */
    private void mergeReadyBy(long now) {
        long lots = 0;
        long ready = 0;
        while (!batches.isEmpty() && batches.getFirst().readyMillis() <= now) {
            Batch batch = batches.removeFirst();
            lots += batch.lots();
            ready = batch.readyMillis();
        }
        if (lots > 0) {
            batches.addFirst(new Batch(ready, lots));
        }
    }

    private boolean tooLong(long since, long now) {
        return since < now - policy.staleAfter().toMillis();
    }

    private boolean watchedSince(long start) {
        return !levels.isEmpty() && levels.getFirst().fromMillis() <= start;
    }

    private long leastSince(long start) {
        long least = Long.MAX_VALUE;
        for (Iterator<Level> latestFirst = levels.descendingIterator(); latestFirst.hasNext(); ) {
            Level level = latestFirst.next();
            least = Math.min(least, level.lots());
            if (level.fromMillis() <= start) {
                break;
            }
        }
        return least;
    }

    private long greatestSince(long start) {
        long greatest = 0;
        for (Iterator<Level> latestFirst = levels.descendingIterator(); latestFirst.hasNext(); ) {
            Level level = latestFirst.next();
            greatest = Math.max(greatest, level.lots());
            if (level.fromMillis() <= start) {
                break;
            }
        }
        return greatest;
    }
}
