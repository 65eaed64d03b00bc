package io.tidemark.exchange.auction;

import io.tidemark.exchange.book.Buy;
import java.util.Arrays;

/**
 * The buys that were accepted, in that order, and what each of them can still bear: its slack is how much one strip may
 * yet rise before it costs more than the limit.
 *
 * <p>Most newcomers raise no price, or one by less than anybody's slack in that hour; only between the two must the
 * holders be asked one by one, and of those only the ones near enough to meet the hours that rise.
 */
final class Holders {
    private static final int NONE = -1;

    private final Buy[] buys;
    private final int[] from;
    private final int[] to;
    private final long[] lots;
    private final long[] slack;
    private int count;

    /** By place, the least slack of those who hold lots there. */
    private final long[] leastSlack;

    /** By place, who was accepted last of those whose window starts there; and by holder, who was before them. */
    private final int[] startsHere;

    private final int[] startedHereBefore;
    private int longestWindow;

    Holders(int hours, int most) {
        this.buys = new Buy[most];
        this.from = new int[most];
        this.to = new int[most];
        this.lots = new long[most];
        this.slack = new long[most];
        this.startedHereBefore = new int[most];
        this.startsHere = new int[hours];
        this.leastSlack = new long[hours];
        Arrays.fill(startsHere, NONE);
        Arrays.fill(leastSlack, Long.MAX_VALUE);
    }

    /** Accepts a buy for the hours and the prices of a rise that everyone can bear: they pay the new prices from now. */
    void accept(Buy buy, long accepted, Rise rise) {
        bear(rise);
        int holder = count++;
        buys[holder] = buy;
        lots[holder] = accepted;
        from[holder] = rise.from();
        to[holder] = rise.to();
        startedHereBefore[holder] = startsHere[rise.from()];
        startsHere[rise.from()] = holder;
        longestWindow = Math.max(longestWindow, rise.to() - rise.from());
        setSlack(holder, buy.stripLimit() - rise.stripCost());
    }

    /** Takes a rise off the slack of everyone whom it meets. */
    void bear(Rise rise) {
        if (rise.total() == 0) {
            return;
        }
        for (int place = earliestStart(rise.from()); place < rise.to(); place++) {
            for (int holder = startsHere[place]; holder != NONE; holder = startedHereBefore[holder]) {
                long dearer = rise.between(from[holder], to[holder]);
                if (dearer > 0) {
                    setSlack(holder, slack[holder] - dearer);
                }
            }
        }
    }

    private void setSlack(int holder, long ticks) {
        slack[holder] = ticks;
        for (int place = from[holder]; place < to[holder]; place++) {
            leastSlack[place] = Math.min(leastSlack[place], ticks);
        }
    }

    /** Whether nobody is pushed over their limit. */
    boolean canBear(Rise rise) {
        long least = Long.MAX_VALUE;
        for (int place = rise.from(); place < rise.to(); place++) {
            long dearer = rise.in(place);
            if (dearer > 0) {
                least = Math.min(least, leastSlack[place]);
                if (dearer > leastSlack[place]) {
                    return false;
                }
            }
        }
        if (rise.total() <= least) {
            return true;
        }
        for (int place = earliestStart(rise.from()); place < rise.to(); place++) {
            for (int holder = startsHere[place]; holder != NONE; holder = startedHereBefore[holder]) {
                if (rise.between(from[holder], to[holder]) > slack[holder]) {
                    return false;
                }
            }
        }
        return true;
    }

    /** The first accepted of those whom a rise pushes over their limit, or -1. */
    int firstPushedOver(Rise rise) {
        for (int holder = 0; holder < count; holder++) {
            if (rise.between(from[holder], to[holder]) > slack[holder]) {
                return holder;
            }
        }
        return NONE;
    }

    /** By how much the price of an hour may rise before somebody is over their limit; without end if nobody is there. */
    long leastSlack(int place) {
        return leastSlack[place];
    }

    int count() {
        return count;
    }

    Buy buy(int holder) {
        return buys[holder];
    }

    long lots(int holder) {
        return lots[holder];
    }

    int from(int holder) {
        return from[holder];
    }

    int to(int holder) {
        return to[holder];
    }

    /** Whose window starts before this place does not reach so far as {@code place}. */
    private int earliestStart(int place) {
        return Math.max(0, place - longestWindow + 1);
    }
}
