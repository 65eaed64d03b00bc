package io.tidemark.simulations.bench;

/**
 * One trade in the numbers of the stream.
 *
 * @param command the index of the command that made it
 * @param taker the order of that command
 * @param maker the order that rested
 * @param takerDone whether nothing of the taker is left
 * @param makerDone whether nothing of the maker is left
 */
public record TradeLine(
        int command, long symbol, long taker, long maker, long ticks, long lots, boolean takerDone, boolean makerDone) {
    /** The names of the columns of {@link #toString}. */
    public static final String HEADER =
            "cmdIndex,symbol,takerOrderId,makerOrderId,price,size,takerCompleted,makerCompleted";

    /** As a line of a table. */
    @Override
    public String toString() {
        return command + "," + symbol + "," + taker + "," + maker + "," + ticks + "," + lots + "," + (takerDone ? 1 : 0)
                + "," + (makerDone ? 1 : 0);
    }
}
