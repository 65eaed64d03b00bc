package io.tidemark.exchange.book;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How far a buy gets along the ladders of its hours: the matching rule itself, on one screen.
 *
 * <p>The k-th strip (one lot through all hours) pays the k-th cheapest visible lot of each hour. A divisible buy takes
 * strips while each is inside its limit and inside the band; an all-or-none buy takes all its lots or nothing, and its limit
 * holds for their average. Strips that take the same asks are one segment.
 *
 * <p>A book has one of these and walks it again and again: what it says holds until the next walk.
 */
public final class Walk {
    private static final int FIRST_SEGMENTS = 16;

    private int hours;
    private @Nullable Ask[] fingers = {};
    private long[] left = {};

    private int segments;

    /** Segments that were looked at, also where nothing came of it. */
    private int walked;

    private long[] segmentLots = new long[FIRST_SEGMENTS];
    private long[] segmentCosts = new long[FIRST_SEGMENTS];
    private @Nullable Ask[] segmentAsks = {};

    private long lots;
    private long cost;
    private boolean stoppedByBand;
    private @Nullable Blocked blocked;

    /**
     * Walks; the book does not change.
     *
     * @param band what may be printed
     * @param eyes which asks it sees
     */
    void walk(Buy buy, Calendar calendar, PriceBand band, Eyes eyes) {
        begin(Math.toIntExact(buy.end() - buy.start()));
        long wanted = buy.remaining();
        boolean whole = buy.allOrNone();
        boolean goesOn = setFingers(buy, calendar, whole ? wanted : 1, eyes);
        while (goesOn && lots < wanted) {
            long strip = 0;
            long run = wanted - lots;
            boolean inside = true;
            for (int i = 0; i < hours; i++) {
                Ask ask = finger(i);
                strip += ask.limit();
                run = Math.min(run, left[i]);
                inside &= !band.stopsFills() || isInside(band, ask);
            }
            if (!whole && strip > buy.stripLimit()) {
                blocked = lots > 0 ? null : new Blocked.TooDear(strip, 1);
                return;
            }
            stoppedByBand |= !inside;
            if (stoppedByBand && !whole) {
                return;
            }
            take(run, strip);
            goesOn = advance(run, buy.group(), eyes);
        }
        if (whole) {
            allOrNothing(buy, calendar, eyes);
        }
    }

    private void allOrNothing(Buy buy, Calendar calendar, Eyes eyes) {
        if (lots < buy.remaining()) {
            blocked = whereTooFew(buy, calendar, eyes);
        } else if (cost > Math.multiplyExact(buy.stripLimit(), lots)) {
            blocked = new Blocked.TooDear(cost, lots);
        }
        if (blocked != null || stoppedByBand) {
            stoppedByBand &= blocked == null;
            cut(0);
        }
    }

    /** The first hour that offers fewer lots than are wanted; there is one. */
    private static Blocked.Depth whereTooFew(Buy buy, Calendar calendar, Eyes eyes) {
        long wanted = buy.remaining();
        for (long hour = buy.start(); hour < buy.end(); hour++) {
            long depth = 0;
            for (Ask ask = eyes.find(calendar.bestAsk(hour), buy.group());
                    ask != null && depth < wanted;
                    ask = eyes.find(ask.next(), buy.group())) {
                depth += ask.remaining();
            }
            if (depth < wanted) {
                return new Blocked.Depth(hour, depth, wanted);
            }
        }
        throw new IllegalStateException("a walk ended before its ladders did");
    }

    private static boolean isInside(PriceBand band, Ask ask) {
        return ask.limit() >= band.low(ask.hour()) && ask.limit() <= band.high(ask.hour());
    }

    private void begin(int windowHours) {
        hours = windowHours;
        if (fingers.length < hours) {
            fingers = new @Nullable Ask[hours];
            left = new long[hours];
        }
        segments = 0;
        walked = 0;
        lots = 0;
        cost = 0;
        stoppedByBand = false;
        blocked = null;
    }

    /** Points at the best visible ask of each hour; false if an hour has none. */
    private boolean setFingers(Buy buy, Calendar calendar, long need, Eyes eyes) {
        for (int i = 0; i < hours; i++) {
            Ask best = eyes.find(calendar.bestAsk(buy.start() + i), buy.group());
            if (best == null) {
                blocked = new Blocked.Depth(buy.start() + i, 0, need);
                return false;
            }
            fingers[i] = best;
            left[i] = best.remaining();
        }
        return true;
    }

    private void take(long run, long strip) {
        int end = (segments + 1) * hours;
        if (segments == segmentLots.length) {
            segmentLots = Arrays.copyOf(segmentLots, 2 * segments);
            segmentCosts = Arrays.copyOf(segmentCosts, 2 * segments);
        }
        if (segmentAsks.length < end) {
            segmentAsks = Arrays.copyOf(segmentAsks, 2 * end);
        }
        System.arraycopy(fingers, 0, segmentAsks, segments * hours, hours);
        segmentLots[segments] = run;
        segmentCosts[segments] = strip;
        segments++;
        walked = segments;
        lots += run;
        cost = Math.addExact(cost, Math.multiplyExact(strip, run));
    }

    /** False if a ladder has ended. */
    private boolean advance(long run, long group, Eyes eyes) {
        boolean all = true;
        for (int i = 0; i < hours; i++) {
            left[i] -= run;
            if (left[i] == 0) {
                Ask next = eyes.find(finger(i).next(), group);
                fingers[i] = next;
                left[i] = next == null ? 0 : next.remaining();
                all &= next != null;
            }
        }
        return all;
    }

    private Ask finger(int hour) {
        Ask ask = fingers[hour];
        if (ask == null) {
            throw new IllegalStateException("walked past the end of a ladder");
        }
        return ask;
    }

    /** Keeps only the first segments. */
    void cut(int kept) {
        segments = kept;
        lots = 0;
        cost = 0;
        for (int i = 0; i < kept; i++) {
            lots += segmentLots[i];
            cost += segmentLots[i] * segmentCosts[i];
        }
    }

    // ---- what it came to

    /** Lots that would trade; 0 if none. */
    public long lots() {
        return lots;
    }

    /** What they cost at the asks' own prices: the sum over lots and hours, in ticks. */
    public long cost() {
        return cost;
    }

    /** Whether more would trade if the band let it. */
    public boolean isStoppedByBand() {
        return stoppedByBand;
    }

    /** Why nothing trades, or empty if something does or if it is the band. */
    public Optional<Blocked> blocked() {
        return Optional.ofNullable(blocked);
    }

    /** Writes down, by hour of the window, the dearest ask of a walk that went through all lots of an all-or-none buy. */
    void dearest(long[] byHour) {
        for (int hour = 0; hour < hours; hour++) {
            byHour[hour] = ask(walked - 1, hour).limit();
        }
    }

    int hours() {
        return hours;
    }

    int segments() {
        return segments;
    }

    long segmentLots(int segment) {
        return segmentLots[segment];
    }

    /** What each strip of a segment costs, in ticks. */
    long stripCost(int segment) {
        return segmentCosts[segment];
    }

    /** The ask that a segment takes in one hour of the window, counted from 0. */
    Ask ask(int segment, int hour) {
        Ask ask = segmentAsks[segment * hours + hour];
        if (ask == null) {
            throw new IllegalStateException("no segment " + segment);
        }
        return ask;
    }
}
