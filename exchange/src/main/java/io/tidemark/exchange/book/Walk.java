package io.tidemark.exchange.book;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far a buy gets along the ladders of its hours: the matching rule itself, on one screen.
 *
 * <p>The k-th strip (one lot through all hours) pays the k-th cheapest visible lot of each hour. A divisible buy takes
 * strips while each is inside its limit; an all-or-none buy takes all its lots or nothing, and its limit holds for their
 * average.
 *
 * @param segments runs of strips that take the same asks; empty if nothing trades
 * @param blocked why nothing trades, or null if something does
 * @param dearest the dearest ask that was looked at, in ticks; 0 if an hour had too few
 */
record Walk(List<Segment> segments, @Nullable Blocked blocked, long dearest) {
    /** So many strips from the same asks, one ask for each hour of the window in order. */
    record Segment(long lots, List<Ask> asks) {
        long stripCost() {
            long cost = 0;
            for (int i = 0; i < asks.size(); i++) {
                cost += asks.get(i).limit();
            }
            return cost;
        }
    }

    /** Walks; {@code ladders} are those of the hours of the window, in order. */
    static Walk of(Buy buy, List<Ladder> ladders) {
        long need = buy.allOrNone() ? buy.remaining() : 1;
        for (int i = 0; i < ladders.size(); i++) {
            long depth = ladders.get(i).depth(buy.group(), need);
            if (depth < need) {
                return new Walk(List.of(), new Blocked.Depth(buy.window().start() + i, depth, need), 0);
            }
        }
        List<Segment> segments = new ArrayList<>();
        Finger[] fingers = new Finger[ladders.size()];
        for (int i = 0; i < fingers.length; i++) {
            fingers[i] = new Finger(ladders.get(i), buy.group());
        }
        long filled = 0;
        long cost = 0;
        long firstStrip = 0;
        long dearest = 0;
        while (filled < buy.remaining() && allHaveMore(fingers)) {
            long strip = 0;
            long lots = buy.remaining() - filled;
            for (Finger finger : fingers) {
                strip += finger.best().limit();
                lots = Math.min(lots, finger.left());
                dearest = Math.max(dearest, finger.best().limit());
            }
            firstStrip = filled == 0 ? strip : firstStrip;
            if (!buy.allOrNone() && strip > buy.stripLimit()) {
                break;
            }
            segments.add(new Segment(lots, best(fingers)));
            filled += lots;
            cost = Math.addExact(cost, Math.multiplyExact(strip, lots));
            for (Finger finger : fingers) {
                finger.take(lots);
            }
        }
        if (buy.allOrNone() && cost > Math.multiplyExact(buy.stripLimit(), buy.remaining())) {
            return new Walk(List.of(), new Blocked.TooDear(cost, buy.remaining()), dearest);
        }
        if (filled == 0) {
            return new Walk(List.of(), new Blocked.TooDear(firstStrip, 1), dearest);
        }
        return new Walk(segments, null, dearest);
    }

    long lots() {
        return segments.stream().mapToLong(Segment::lots).sum();
    }

    private static List<Ask> best(Finger[] fingers) {
        Ask[] asks = new Ask[fingers.length];
        for (int i = 0; i < fingers.length; i++) {
            asks[i] = fingers[i].best();
        }
        return List.of(asks);
    }

    private static boolean allHaveMore(Finger[] fingers) {
        for (Finger finger : fingers) {
            if (finger.isExhausted()) {
                return false;
            }
        }
        return true;
    }

    /** A finger on the asks of one hour; it passes over those of the buyer's own group. */
    private static final class Finger {
        private final Ladder ladder;
        private final long group;
        private int at;
        private long left;

        Finger(Ladder ladder, long group) {
            this.ladder = ladder;
            this.group = group;
            settle();
        }

        private void settle() {
            while (at < ladder.size() && ladder.get(at).group() == group) {
                at++;
            }
            left = isExhausted() ? 0 : ladder.get(at).remaining();
        }

        boolean isExhausted() {
            return at == ladder.size();
        }

        Ask best() {
            return ladder.get(at);
        }

        long left() {
            return left;
        }

        void take(long lots) {
            left -= lots;
            if (left == 0) {
                at++;
                settle();
            }
        }
    }
}
