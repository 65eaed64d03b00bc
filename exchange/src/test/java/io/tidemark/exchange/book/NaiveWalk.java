package io.tidemark.exchange.book;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The matching rule for {@link NaiveBook}, on lists that hold only what the buy may take.
 *
 * <p>The k-th strip (one lot through all hours) pays the k-th cheapest visible lot of each hour. A divisible buy takes
 * strips while each is inside its limit; an all-or-none buy takes all its lots or nothing, and its limit holds for their
 * average.
 *
 * @param segments runs of strips that take the same asks; empty if nothing trades
 * @param blocked why nothing trades, or null if something does
 */
record NaiveWalk(List<Segment> segments, @Nullable Blocked blocked) {
    /** So many strips from the same asks, one ask for each hour of the window in order. */
    record Segment(long lots, List<Ask> asks) {
        long stripCost() {
            return asks.stream().mapToLong(Ask::limit).sum();
        }
    }

    /** Walks; {@code visible} are the asks that the buy may take, for each hour of its window, best first. */
    static NaiveWalk of(Buy buy, List<List<Ask>> visible) {
        long need = buy.allOrNone() ? buy.remaining() : 1;
        for (int i = 0; i < visible.size(); i++) {
            long depth = visible.get(i).stream().mapToLong(Ask::remaining).sum();
            if (depth < need) {
                return new NaiveWalk(List.of(), new Blocked.Depth(buy.window().start() + i, depth, need));
            }
        }
        List<Segment> segments = new ArrayList<>();
        Ladder[] ladders = visible.stream().map(Ladder::new).toArray(Ladder[]::new);
        long filled = 0;
        long cost = 0;
        while (filled < buy.remaining() && allHaveMore(ladders)) {
            long strip = 0;
            long lots = buy.remaining() - filled;
            List<Ask> asks = new ArrayList<>(ladders.length);
            for (Ladder ladder : ladders) {
                strip += ladder.best().limit();
                lots = Math.min(lots, ladder.left());
                asks.add(ladder.best());
            }
            if (!buy.allOrNone() && strip > buy.stripLimit()) {
                break;
            }
            segments.add(new Segment(lots, asks));
            filled += lots;
            cost = Math.addExact(cost, Math.multiplyExact(strip, lots));
            for (Ladder ladder : ladders) {
                ladder.take(lots);
            }
        }
        if (buy.allOrNone() && cost > Math.multiplyExact(buy.stripLimit(), buy.remaining())) {
            return new NaiveWalk(List.of(), new Blocked.TooDear(cost, buy.remaining()));
        }
        if (filled == 0) {
            long firstStrip =
                    visible.stream().mapToLong(asks -> asks.get(0).limit()).sum();
            return new NaiveWalk(List.of(), new Blocked.TooDear(firstStrip, 1));
        }
        return new NaiveWalk(segments, null);
    }

    long lots() {
        return segments.stream().mapToLong(Segment::lots).sum();
    }

    private static boolean allHaveMore(Ladder[] ladders) {
        for (Ladder ladder : ladders) {
            if (ladder.isExhausted()) {
                return false;
            }
        }
        return true;
    }

    /** A finger on the asks of one hour. */
    private static final class Ladder {
        private final List<Ask> asks;
        private int at;
        private long left;

        Ladder(List<Ask> asks) {
            this.asks = asks;
            this.left = asks.get(0).remaining();
        }

        boolean isExhausted() {
            return at == asks.size();
        }

        Ask best() {
            return asks.get(at);
        }

        long left() {
            return left;
        }

        void take(long lots) {
            left -= lots;
            if (left == 0) {
                at++;
                left = isExhausted() ? 0 : asks.get(at).remaining();
            }
        }
    }
}
