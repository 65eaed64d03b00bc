package io.tidemark.simulations.bench;

import io.tidemark.exchange.book.Side;

/**
 * One order that rests in the end, in the numbers of the stream.
 *
 * @param lots what is left of it
 */
public record RestingLine(long symbol, Side side, long ticks, long orderId, long uid, long lots) {
    /** The names of the columns of {@link #toString}. */
    public static final String HEADER = "symbol,side,price,orderId,uid,remaining";

    void addTo(Fnv hash) {
        hash.add(symbol);
        hash.add(side == Side.SELL ? 0 : 1);
        hash.add(ticks);
        hash.add(orderId);
        hash.add(uid);
        hash.add(lots);
    }

    /** As a line of a table. */
    @Override
    public String toString() {
        return symbol + "," + (side == Side.SELL ? "S" : "B") + "," + ticks + "," + orderId + "," + uid + "," + lots;
    }
}
