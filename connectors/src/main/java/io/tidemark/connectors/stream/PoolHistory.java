package io.tidemark.connectors.stream;

import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.feed.LoggedCommand;
import io.tidemark.exchange.pool.View.HourView;
import io.tidemark.exchange.pool.View.PoolView;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A pool as the last round saw it, and what changed in the rounds before, as far back as there is room for.
 *
 * <p>Only {@link #tell} may be called by any thread; the rest belongs to the thread of the rounds.
 */
final class PoolHistory {
    /** More than this between two rounds is not told one by one. */
    private static final int MAX_PENDING = 50_000;

    private final PoolId pool;
    private final int memory;
    private final Deque<Change> changes = new ArrayDeque<>();
    private NavigableMap<Long, HourView> hours = new TreeMap<>();
    private @Nullable PoolView view;
    private int weight;
    /** Whoever knows less than this has missed what is not remembered. */
    private long floor;

    private long sequence;

    private final Object pendingLock = new Object();
    private Touches pending = new Touches();
    private boolean awake;

    PoolHistory(PoolId pool, int memory) {
        this.pool = pool;
        this.memory = memory;
    }

    /** Takes note of commands. */
    void tell(List<LoggedCommand> commands) {
        synchronized (pendingLock) {
            if (!awake) {
                return;
            }
            commands.forEach(command -> pending.add(pool, command));
            if (pending.weight() > MAX_PENDING) {
                pending = Touches.lostUpTo(pending.sequence());
            }
        }
    }

    /** Begins to take notes, if it does not yet. */
    void wake() {
        synchronized (pendingLock) {
            awake = true;
        }
    }

    /** Forgets everything and takes no notes: nobody listens. */
    void sleep() {
        synchronized (pendingLock) {
            awake = false;
            pending = new Touches();
        }
        changes.clear();
        hours = new TreeMap<>();
        view = null;
        weight = 0;
    }

    /** What was told since this was asked last; nothing if nothing was. */
    Optional<Touches> take() {
        synchronized (pendingLock) {
            if (view != null && pending.sequence() == 0) {
                return Optional.empty();
            }
            Touches taken = pending;
            pending = new Touches();
            return Optional.of(taken);
        }
    }

    /** Puts back what could not be looked at. */
    void putBack(Touches taken) {
        synchronized (pendingLock) {
            Touches newer = pending;
            pending = taken;
            pending.add(newer);
        }
    }

    /**
     * Sees how the pool stands now.
     *
     * @param seen the last command that this view knows of; it may know more than was told
     */
    void see(Touches told, long seen, PoolView now, List<HourView> hoursNow) {
        PoolView before = view;
        NavigableMap<Long, HourView> next = new TreeMap<>();
        Set<Long> changed = new TreeSet<>();
        for (HourView hour : hoursNow) {
            next.put(hour.hour(), hour);
            if (!hour.equals(hours.get(hour.hour()))) {
                changed.add(hour.hour());
            }
        }
        hours = next;
        view = now;
        if (before == null || told.isLost()) {
            changes.clear();
            weight = 0;
            sequence = Math.max(Math.max(seen, told.sequence()), sequence);
            floor = sequence;
            return;
        }
        Change change = told.toChange(!timeless(before).equals(timeless(now)), changed);
        sequence = Math.max(sequence, told.sequence());
        if (!change.isNothing()) {
            remember(change);
        }
    }

    private void remember(Change change) {
        changes.addLast(change);
        weight += change.weight();
        while (weight > memory) {
            Change forgotten = changes.removeFirst();
            weight -= forgotten.weight();
            floor = forgotten.sequence();
        }
    }

    /** Time passes in every view; alone it is no news. */
    private static PoolView timeless(PoolView view) {
        return new PoolView(
                0,
                view.phase(),
                view.reason(),
                view.phaseEndsAt(),
                view.firstOpenHour(),
                view.listedUntil(),
                view.capacityLots(),
                view.firmLots(),
                view.spotLots(),
                view.noticedLots(),
                view.idleLots(),
                view.spotTicks(),
                view.sheet(),
                view.rules());
    }

    /** Whether it has been seen. */
    boolean isKnown() {
        return view != null;
    }

    /** The last command whose effects are in what it tells. */
    long sequence() {
        return sequence;
    }

    PoolView view() {
        return Objects.requireNonNull(view, "not seen yet");
    }

    /** Those of some hours that are still listed. */
    List<HourView> hours(Set<Long> which) {
        List<HourView> found = new ArrayList<>();
        for (long hour : which) {
            HourView known = hours.get(hour);
            if (known != null) {
                found.add(known);
            }
        }
        return found;
    }

    /** What changed after a command; empty if that is no longer, or not yet, known. */
    Optional<Change> since(long known) {
        if (known < floor || known > sequence) {
            return Optional.empty();
        }
        List<Change> missed = new ArrayList<>();
        // The newest first: who is up to date but for a round does not look at all the others.
        for (var each = changes.descendingIterator(); each.hasNext(); ) {
            Change change = each.next();
            if (change.sequence() <= known) {
                break;
            }
            missed.add(0, change);
        }
        return Optional.of(missed.isEmpty() ? Change.nothing(sequence) : Change.union(known, sequence, missed));
    }
}
