package io.tidemark.exchange.book;

import io.tidemark.exchange.contract.DeliveryWindow;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The ladders of consecutive hours, and the touch: the best ask of each hour, added up so that the least a window can cost
 * is one subtraction.
 */
final class Calendar {
    /** The touch of an hour that offers nothing: dearer than any window can be. */
    static final long NOTHING = 1L << 40;

    private static final int FIRST_ROOM = 64;

    /** The place of an hour that is not kept. */
    private static final int OUTSIDE = -1;

    /** Of asks; each faces that of the bids of its hour. */
    private @Nullable Ladder[] ladders = new @Nullable Ladder[0];

    private long[] touch = {};

    /** The touches of all hours before an index, as far as {@link #summed} says. */
    private long[] sums = {0};

    private int summed;

    /** The hour at index 0. */
    private long first;

    @Nullable Ladder asks(long hour) {
        int at = place(hour);
        return at == OUTSIDE ? null : ladders[at];
    }

    @Nullable Ladder bids(long hour) {
        Ladder asks = asks(hour);
        return asks == null ? null : asks.facing();
    }

    /** The best ask of an hour, or null. */
    @Nullable Ask bestAsk(long hour) {
        Ladder ladder = asks(hour);
        return ladder == null ? null : (Ask) ladder.best();
    }

    void insert(Ask ask) {
        Ladder ladder = ask.formerLadder();
        if (ladder == null) {
            ladder = ladder(ask.hour());
        }
        ladder.insert(ask);
        if (ladder.best() == ask) {
            touched(place(ask.hour()), ask.limit());
        }
    }

    /** It is in one of the ladders. */
    void remove(Ask ask) {
        Ladder ladder = ask.ladder();
        boolean wasBest = ladder.best() == ask;
        ladder.remove(ask);
        if (wasBest) {
            Resting best = ladder.best();
            touched(place(ask.hour()), best == null ? NOTHING : best.limit());
        }
    }

    void insert(Buy simple) {
        Ladder ladder = simple.formerLadder();
        if (ladder == null) {
            ladder = ladder(simple.start()).facing();
        }
        ladder.insert(simple);
    }

    /** That of the asks of an hour, from now on if there was none. */
    private Ladder ladder(long hour) {
        int at = room(hour);
        Ladder ladder = ladders[at];
        if (ladder == null) {
            ladder = Ladder.ofAsks();
            ladders[at] = ladder;
        }
        return ladder;
    }

    /** It is in one of the ladders. */
    void remove(Buy simple) {
        simple.ladder().remove(simple);
    }

    /** Lets go of what the ladders of an hour took, where nothing is in them. */
    void drop(long hour) {
        int at = place(hour);
        Ladder asks = at == OUTSIDE ? null : ladders[at];
        if (asks != null && asks.best() == null && asks.facing().best() == null) {
            ladders[at] = null;
        }
    }

    /** The best ask of an hour, or {@link #NOTHING}. */
    long touch(long hour) {
        int at = place(hour);
        return at == OUTSIDE ? NOTHING : touch[at];
    }

    private void touched(int at, long price) {
        if (touch[at] != price) {
            touch[at] = price;
            summed = Math.min(summed, at);
        }
    }

    /**
     * The least that one lot through a window costs whoever may take every ask, in ticks summed over its hours; beyond any
     * limit where an hour offers nothing.
     */
    long leastStrip(DeliveryWindow window) {
        return leastStrip(window.start(), window.end());
    }

    /** As {@link #leastStrip(DeliveryWindow)}, for the hours from {@code start} to before {@code end}. */
    long leastStrip(long start, long end) {
        if (start < first || end > first + touch.length) {
            return NOTHING;
        }
        int last = (int) (end - first);
        for (; summed < last; summed++) {
            sums[summed + 1] = sums[summed] + touch[summed];
        }
        return sums[last] - sums[(int) (start - first)];
    }

    long firstHour() {
        return first;
    }

    long endHour() {
        return first + ladders.length;
    }

    /** Where an hour is kept, or {@link #OUTSIDE}. */
    private int place(long hour) {
        long at = hour - first;
        return at >= 0 && at < ladders.length ? (int) at : OUTSIDE;
    }

    /** Where an hour is kept, from now on if it was not. */
    private int room(long hour) {
        int at = place(hour);
        if (at != OUTSIDE) {
            return at;
        }
        makeRoom(hour);
        return place(hour);
    }

    /** Makes room for an hour; hours at either end in which nothing is left give theirs up, so that it never grows by itself. */
    private void makeRoom(long hour) {
        int idle = 0;
        while (idle < ladders.length && ladders[idle] == null) {
            idle++;
        }
        boolean empty = idle == ladders.length;
        int end = ladders.length;
        while (end > idle && ladders[end - 1] == null) {
            end--;
        }
        long from = empty ? hour : Math.min(hour, first + idle);
        long to = empty ? hour + 1 : Math.max(hour + 1, first + end);
        int room = Math.max(FIRST_ROOM, Integer.highestOneBit(Math.toIntExact(to - from)) * 2);
        int shift = (int) (first - from);
        @Nullable Ladder[] wider = new @Nullable Ladder[room];
        long[] widerTouch = new long[room];
        Arrays.fill(widerTouch, NOTHING);
        int kept = end - idle;
        System.arraycopy(ladders, idle, wider, empty ? 0 : idle + shift, kept);
        System.arraycopy(touch, idle, widerTouch, empty ? 0 : idle + shift, kept);
        first = from;
        ladders = wider;
        touch = widerTouch;
        sums = new long[room + 1];
        summed = 0;
    }
}
