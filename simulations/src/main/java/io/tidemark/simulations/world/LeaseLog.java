package io.tidemark.simulations.world;

import io.tidemark.exchange.pool.Event;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.TreeMap;

/** How long the lots of spot leases ran, and how they ended: a row for each part of a lease that began and ended alike. */
final class LeaseLog {
    private final String prefix;
    private final StringBuilder rows;
    private final Map<Long, Lease> open = new TreeMap<>();
    private long lotsWithNoticeKept;

    /** @param prefix replication and pool, as each row begins */
    LeaseLog(String prefix, StringBuilder rows) {
        this.prefix = prefix;
        this.rows = rows;
    }

    /** Lots that began at an instant, and until when they were promised once noticed. */
    private record Part(long lots, long startedAt, long until) {}

    private static final class Lease {
        private final Deque<Part> running = new ArrayDeque<>();
        private final Deque<Part> noticed = new ArrayDeque<>();

        long runningLots() {
            return running.stream().mapToLong(Part::lots).sum();
        }
    }

    void happened(long time, Event event) {
        if (event instanceof Event.LeaseRuns runs) {
            Lease lease = open.computeIfAbsent(runs.bidId(), unused -> new Lease());
            long more = runs.lots() - lease.runningLots();
            if (more > 0) {
                lease.running.addLast(new Part(more, time, 0));
            }
        } else if (event instanceof Event.LeaseNoticed noticed) {
            Lease lease = open.get(noticed.bidId());
            if (lease != null) {
                take(lease.running, noticed.lots())
                        .forEach(part ->
                                lease.noticed.addFirst(new Part(part.lots(), part.startedAt(), noticed.endsAt())));
            }
        } else if (event instanceof Event.LeaseEnded ended) {
            ended(time, ended);
        }
    }

    private void ended(long time, Event.LeaseEnded ended) {
        Lease lease = open.get(ended.bidId());
        if (lease == null) {
            return;
        }
        boolean reclaimed = ended.why() == Event.LeaseEnd.RECLAIMED;
        lotsWithNoticeKept = 0;
        for (Part part : take(reclaimed ? lease.noticed : lease.running, ended.lots())) {
            row(part, time, ended.why().name());
            lotsWithNoticeKept += reclaimed && time >= part.until() ? part.lots() : 0;
        }
        if (lease.running.isEmpty() && lease.noticed.isEmpty()) {
            open.remove(ended.bidId());
        }
    }

    /** Of the lots that the last reclaim ended, those that their holder had until the end of the notice. */
    long lotsWithNoticeKept() {
        return lotsWithNoticeKept;
    }

    /** The newest lots of a queue. */
    private static Deque<Part> take(Deque<Part> parts, long lots) {
        Deque<Part> taken = new ArrayDeque<>();
        long left = lots;
        while (left > 0 && !parts.isEmpty()) {
            Part newest = parts.removeLast();
            long some = Math.min(left, newest.lots());
            if (some < newest.lots()) {
                parts.addLast(new Part(newest.lots() - some, newest.startedAt(), newest.until()));
            }
            taken.addLast(new Part(some, newest.startedAt(), newest.until()));
            left -= some;
        }
        return taken;
    }

    /** Rows for what still runs. */
    void end(long time) {
        for (Lease lease : open.values()) {
            lease.running.forEach(part -> row(part, time, "RUNNING"));
            lease.noticed.forEach(part -> row(part, time, "RUNNING"));
        }
        open.clear();
    }

    private void row(Part part, long time, String end) {
        rows.append(prefix)
                .append(',')
                .append(Text.instant(part.startedAt()))
                .append(',')
                .append(part.lots())
                .append(',')
                .append((time - part.startedAt()) / 1_000)
                .append(',')
                .append(end)
                .append('\n');
    }
}
