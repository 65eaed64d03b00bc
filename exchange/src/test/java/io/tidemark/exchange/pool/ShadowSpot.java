package io.tidemark.exchange.pool;

import io.tidemark.exchange.spot.Tranche;
import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Spot bids and leases as anyone can rebuild them from the events, one entry for each lot that runs. */
final class ShadowSpot {
    private static final long HOUR = 3_600_000;

    /** A bid that stands, and what runs of it. */
    static final class Bid {
        final long id;
        final long account;
        final long lots;
        final long max;
        final boolean gang;

        /** When each running lot began, the newest last. */
        final Deque<Long> running = new ArrayDeque<>();

        long nextHold;
        long hourHold;
        long startedAt;
        long noticeSeconds;
        long billedLotMillis;
        long award;

        /** What it pays in the hour that runs. */
        long ticks;

        Bid(long id, long account, long lots, long max, boolean gang) {
            this.id = id;
            this.account = account;
            this.lots = lots;
            this.max = max;
            this.gang = gang;
        }

        long hourAtMax() {
            return max * lots * ShadowTitles.LOT_TICK;
        }

        void runTo(long target, long now) {
            if (running.isEmpty()) {
                startedAt = now;
            }
            while (running.size() < target) {
                running.addLast(now);
            }
        }

        void stop(long count, long now, boolean free) {
            for (long i = 0; i < count; i++) {
                long since = running.removeLast();
                billedLotMillis += free ? 0 : now - Math.max(since, hourStart(now));
            }
        }

        long lotMillis(long now, long hour) {
            return billedLotMillis
                    + running.stream()
                            .mapToLong(since -> now - Math.max(since, hour * HOUR))
                            .sum();
        }

        void paid(long now) {
            int count = running.size();
            running.clear();
            billedLotMillis = 0;
            hourHold = 0;
            for (int i = 0; i < count; i++) {
                running.addLast(now);
            }
        }
    }

    /** Lots on their way back. */
    record Notice(long bid, long lots, long endsAt) {}

    /** Who should run in an hour, and at which price. */
    record ExpectedAuction(NavigableMap<Long, Long> awards, long ticks) {}

    final NavigableMap<Long, Bid> bids = new TreeMap<>();
    final List<Notice> notices = new ArrayList<>();

    private static long hourStart(long now) {
        return Math.floorDiv(now, HOUR) * HOUR;
    }

    static long pay(long ticks, long lotMillis) {
        return BigInteger.valueOf(ticks)
                .multiply(BigInteger.valueOf(ShadowTitles.LOT_TICK))
                .multiply(BigInteger.valueOf(lotMillis))
                .divide(BigInteger.valueOf(HOUR))
                .longValueExact();
    }

    long runningLots() {
        return bids.values().stream().mapToLong(bid -> bid.running.size()).sum();
    }

    long noticedLots() {
        return notices.stream().mapToLong(Notice::lots).sum();
    }

    /** The auction of section 6, lot by lot: each is offered to the bids in order of priority. */
    ExpectedAuction auction(List<Tranche> reserve, long supply) {
        Deque<Long> lots = new ArrayDeque<>();
        for (Tranche tranche : reserve) {
            for (long i = 0; i < tranche.lots() && lots.size() < supply; i++) {
                lots.addLast(tranche.ticks());
            }
        }
        NavigableMap<Long, Long> awards = new TreeMap<>();
        long margin = 0;
        long turnedAway = 0;
        List<Bid> byPriority = bids.values().stream()
                .filter(bid -> bid.nextHold > 0)
                .sorted(Comparator.comparingLong((Bid bid) -> -bid.max)
                        .thenComparing(bid -> bid.running.isEmpty())
                        .thenComparingLong(bid -> bid.id))
                .toList();
        for (Bid bid : byPriority) {
            long within = lots.stream().filter(ticks -> ticks <= bid.max).count();
            long award = bid.gang ? (within >= bid.lots ? bid.lots : 0) : Math.min(within, bid.lots);
            for (long i = 0; i < award; i++) {
                margin = lots.removeFirst();
            }
            if (award > 0) {
                awards.put(bid.id, award);
            }
            if (!bid.gang && award < bid.lots) {
                turnedAway = Math.max(turnedAway, bid.max);
            }
        }
        long lowest = reserve.stream()
                .filter(tranche -> tranche.lots() > 0)
                .mapToLong(Tranche::ticks)
                .findFirst()
                .orElse(0);
        return new ExpectedAuction(awards, awards.isEmpty() ? lowest : Math.max(margin, turnedAway));
    }

    /** The reclaim of section 7: worst first until enough is taken, then best first given back while enough stays. */
    NavigableMap<Long, Long> reclaim(long need) {
        NavigableMap<Long, Long> taken = new TreeMap<>();
        Deque<Bid> worstLast = new ArrayDeque<>();
        long freed = 0;
        Iterator<Bid> worstFirst = bids.values().stream()
                .filter(bid -> !bid.running.isEmpty())
                .sorted(Comparator.comparingLong((Bid bid) -> bid.max)
                        .thenComparingLong(bid -> -bid.startedAt)
                        .thenComparingLong(bid -> bid.id))
                .iterator();
        while (freed < need && worstFirst.hasNext()) {
            Bid bid = worstFirst.next();
            freed += bid.running.size();
            taken.put(bid.id, (long) bid.running.size());
            worstLast.addFirst(bid);
        }
        for (Bid bid : worstLast) {
            long step = bid.gang ? bid.running.size() : 1;
            while (taken.containsKey(bid.id) && freed - step >= need) {
                freed -= step;
                if (taken.merge(bid.id, -step, Long::sum) == 0) {
                    taken.remove(bid.id);
                }
            }
        }
        return taken;
    }
}
