package io.tidemark.exchange.auction;

import io.tidemark.exchange.book.Ask;
import io.tidemark.exchange.book.Fill.Leg;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The asks of one hour during an uncross: how many lots are used, and what the dearest of them asks. */
final class CallLadder {
    private final List<Ask> asks;
    private final long lots;
    private long used;
    private long raised;
    private int deliverFrom;
    private long deliveredOfAsk;

    /** Starts with nothing used; {@code asks} are best first. */
    CallLadder(List<Ask> asks) {
        this.asks = asks;
        this.lots = asks.stream().mapToLong(Ask::remaining).sum();
    }

    void use(long more) {
        used += more;
    }

    boolean isUsed() {
        return used > 0;
    }

    long unused() {
        return lots - used;
    }

    /** The dearest ask used, or what the price was raised to; 0 while nothing is used. */
    long price() {
        return Math.max(raised, dearest(used));
    }

    /** What {@link #price} would be with so many more lots used. */
    long priceWith(long more) {
        return Math.max(raised, dearest(used + more));
    }

    void raiseTo(long ticks) {
        raised = ticks;
    }

    /** The cheapest ask that still has an unused lot. */
    Optional<Ask> nextUnused() {
        return unused() == 0 ? Optional.empty() : Optional.of(askOfLot(used + 1));
    }

    /** Takes the next lots in the order of price and sequence, all at the one price. */
    List<Leg> deliver(long wanted) {
        List<Leg> legs = new ArrayList<>();
        long left = wanted;
        while (left > 0) {
            Ask ask = asks.get(deliverFrom);
            long taken = Math.min(left, ask.remaining() - deliveredOfAsk);
            if (taken > 0) {
                legs.add(new Leg(ask, taken, price()));
            }
            left -= taken;
            deliveredOfAsk += taken;
            if (deliveredOfAsk == ask.remaining()) {
                deliverFrom++;
                deliveredOfAsk = 0;
            }
        }
        return legs;
    }

    private long dearest(long lotsUsed) {
        return lotsUsed == 0 ? 0 : askOfLot(lotsUsed).limit();
    }

    /** @param nth counted from 1 */
    private Ask askOfLot(long nth) {
        long passed = 0;
        for (Ask ask : asks) {
            passed += ask.remaining();
            if (passed >= nth) {
                return ask;
            }
        }
        throw new IllegalArgumentException("lot " + nth + " of " + lots);
    }
}
