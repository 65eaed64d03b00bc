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
    /**
     * Lots of one ask taken at one price.
     *
     * @param ticks the price that is printed and paid, per GPU-hour
     */
    public record Leg(Ask ask, long lots, long ticks) {}
}
