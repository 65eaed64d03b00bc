package io.tidemark.exchange.book;

import java.util.List;

/**
 * A rectangle: the same lots in every hour of the buy's window, committed in one step.
 *
 * @param lots lots in each hour
 * @param legs who sells which hour at which price; the lots of each hour's legs add up to {@code lots}
 * @param selfMatched asks of the buyer's own group that it passed over and that are cancelled for it
 */
public record Fill(Buy buy, long lots, List<Leg> legs, List<Ask> selfMatched) {
    public Fill {
        legs = List.copyOf(legs);
        selfMatched = List.copyOf(selfMatched);
    }

    /** What one strip of ticks adds up to: the sum over legs of price times lots, in ticks per GPU-hour. */
    public long cost() {
        return legs.stream().mapToLong(leg -> leg.ticks() * leg.lots()).sum();
    }

    /**
     * Lots of one ask taken at one price.
     *
     * @param ticks the price that is printed and paid, per GPU-hour
     */
    public record Leg(Ask ask, long lots, long ticks) {}
}
