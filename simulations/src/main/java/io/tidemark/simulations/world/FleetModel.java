package io.tidemark.simulations.world;

import io.tidemark.exchange.pool.Command;
import io.tidemark.exchange.pool.Event;
import io.tidemark.exchange.pool.View.PoolView;
import io.tidemark.simulations.scenario.Scenario.Turnaround;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The machines behind spot leases, counted and not named. A lot that a lease gave back is sanitized before anybody has
 * it; the lots that a lease gains are deployed from the clean ones, and are handed over together when the last of them
 * is ready.
 */
final class FleetModel implements Market.Listener {
    private final Market market;
    private final Calendar calendar;
    private final Turnaround turnaround;
    private final long reserveLots;
    private final Map<Long, Long> running = new HashMap<>();
    private final List<Batch> toOthers = new ArrayList<>();
    private final List<Batch> toInternal = new ArrayList<>();

    /** Lots in sanitizing until an instant. */
    private record Batch(long lots, long until) {}

    /** @param reserveLots clean lots beside those on offer */
    FleetModel(Market market, Calendar calendar, Turnaround turnaround, long reserveLots) {
        this.market = market;
        this.calendar = calendar;
        this.turnaround = turnaround;
        this.reserveLots = reserveLots;
    }

    @Override
    public void happened(long time, Event event) {
        if (event instanceof Event.LeaseRuns runs) {
            long before = running.getOrDefault(runs.bidId(), 0L);
            running.put(runs.bidId(), runs.lots());
            if (runs.lots() > before) {
                long bid = runs.bidId();
                // A command may start several leases and end others: what is clean is counted when all of it is said.
                calendar.plan(time, Phase.FLEET, now -> deploy(now, bid, runs.lots() - before));
            }
        } else if (event instanceof Event.LeaseNoticed noticed) {
            less(noticed.bidId(), noticed.lots());
        } else if (event instanceof Event.LeaseEnded ended) {
            if (ended.why() == Event.LeaseEnd.RECLAIMED) {
                toInternal.add(new Batch(ended.lots(), time + turnaround.sanitize()));
            } else {
                less(ended.bidId(), ended.lots());
                toOthers.add(new Batch(ended.lots(), time + turnaround.sanitize()));
            }
        }
    }

    private void less(long bid, long lots) {
        running.computeIfPresent(bid, (id, has) -> has > lots ? has - lots : null);
    }

    private void deploy(long time, long bid, long lots) {
        long ready = cleanAt(time, lots) + turnaround.deploy();
        calendar.plan(ready, Phase.FLEET, now -> handOver(now, bid));
    }

    /** When so many more lots are clean: now, or when enough have been sanitized. */
    private long cleanAt(long time, long lots) {
        forget(time);
        PoolView pool = market.status();
        long missing = sanitizing(toOthers) - pool.idleLots() - reserveLots;
        if (missing <= 0) {
            return time;
        }
        toOthers.sort(Comparator.comparingLong(Batch::until));
        long left = Math.min(missing, lots);
        long at = time;
        for (Batch batch : toOthers) {
            if (left <= 0) {
                break;
            }
            left -= batch.lots();
            at = batch.until();
        }
        return at;
    }

    private void handOver(long time, long bid) {
        Long lots = running.get(bid);
        if (lots != null) {
            market.submit(time, new Command.HandOver(bid, lots));
        }
    }

    /** Lots that are being sanitized, whoever is next. */
    long sanitizingLots(long time) {
        forget(time);
        return sanitizing(toOthers) + sanitizing(toInternal);
    }

    private static long sanitizing(List<Batch> batches) {
        return batches.stream().mapToLong(Batch::lots).sum();
    }

    private void forget(long time) {
        toOthers.removeIf(batch -> batch.until() <= time);
        toInternal.removeIf(batch -> batch.until() <= time);
    }
}
