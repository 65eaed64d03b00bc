package io.tidemark.exchange.auction;

import io.tidemark.exchange.book.Ask;
import io.tidemark.exchange.book.Fill.Leg;
import java.util.Arrays;
import java.util.List;

/**
 * The asks of one hour during an uncross: how many lots are used, and what the dearest of them asks. Lots are only ever
 * used up, so the price only rises.
 */
final class CallLadder {
    private final List<Ask> asks;

    /** The lots of an ask and of all before it. */
    private final long[] lotsUpTo;

    private long used;
    private long raised;

    /** The ask of the last lot used: where the search for a later lot starts. */
    private int dearestUsed;

    private int deliverFrom;
    private long deliveredOfAsk;

    /** Starts with nothing used; {@code asks} are best first. */
    CallLadder(List<Ask> asks) {
        this.asks = asks;
        this.lotsUpTo = new long[asks.size()];
        long lots = 0;
        for (int i = 0; i < lotsUpTo.length; i++) {
            lots += asks.get(i).remaining();
            lotsUpTo[i] = lots;
        }
    }

    void use(long more) {
        dearestUsed = askOfLot(used + more);
        used += more;
    }

    boolean isUsed() {
        return used > 0;
    }

    long unused() {
        return lotsUpTo.length == 0 ? 0 : lotsUpTo[lotsUpTo.length - 1] - used;
    }

    /** The dearest ask used, or what the price was raised to; 0 while nothing is used. */
    long price() {
        return isUsed() ? Math.max(raised, asks.get(dearestUsed).limit()) : 0;
    }

    /** What {@link #price} would be with so many more lots used, of those {@link #unused}; at least one. */
    long priceWith(long more) {
        return Math.max(raised, asks.get(askOfLot(used + more)).limit());
    }

    void raiseTo(long ticks) {
        raised = ticks;
    }

    /** What the cheapest ask with an unused lot asks, or {@link Long#MAX_VALUE} if all are used. */
    long nextUnused() {
        return unused() == 0 ? Long.MAX_VALUE : asks.get(askOfLot(used + 1)).limit();
    }

    /** Takes the next lots in the order of price and sequence, all at the one price, and adds their legs to a list. */
    void deliver(long wanted, List<Leg> legs) {
        long left = wanted;
        while (left > 0) {
            Ask ask = asks.get(deliverFrom);
            long taken = Math.min(left, ask.remaining() - deliveredOfAsk);
            legs.add(new Leg(ask, taken, price()));
            left -= taken;
            deliveredOfAsk += taken;
            if (deliveredOfAsk == ask.remaining()) {
                deliverFrom++;
                deliveredOfAsk = 0;
            }
        }
    }

    /** @param nth counted from 1, and not below the last lot used */
    private int askOfLot(long nth) {
        if (lotsUpTo[dearestUsed] >= nth) {
            return dearestUsed;
        }
        int found = Arrays.binarySearch(lotsUpTo, dearestUsed + 1, lotsUpTo.length, nth);
        return found < 0 ? -found - 1 : found;
    }
}
