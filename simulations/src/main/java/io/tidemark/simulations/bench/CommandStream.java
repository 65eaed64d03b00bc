package io.tidemark.simulations.bench;

import io.tidemark.exchange.book.Side;
import java.util.Arrays;

/**
 * Commands for books of one price-time priority each, as columns. A command is named by its index, from 0; an order by the
 * index of the command that placed it.
 *
 * <p>Symbols are numbered from 0 in ascending order; {@link #symbolName} gives the file's number.
 */
public final class CommandStream {
    /** What a command asks for. */
    enum Kind {
        /** Place an order that rests until it is cancelled. */
        GTC,
        /** Place an order that trades at once or never. */
        IOC,
        /** Place an order with a limit to its whole cost: no order type of this exchange. */
        FOK_BUDGET,
        /** Give an order another price. */
        MOVE,
        /** Take lots off an order. */
        REDUCE,
        CANCEL;

        boolean places() {
            return this == GTC || this == IOC || this == FOK_BUDGET;
        }
    }

    private final int fill;
    private final long[] symbols;
    private final Kind[] kinds;
    private final int[] placedBy;
    private final int[] symbol;
    private final int[] orderId;
    private final int[] uid;
    private final Side[] side;
    private final int[] price;
    private final int[] size;

    /**
     * @param symbols the file's number of each symbol, ascending
     * @param placedBy for each command, the index of the command that placed its order
     */
    CommandStream(
            int fill,
            long[] symbols,
            Kind[] kinds,
            int[] placedBy,
            int[] symbol,
            int[] orderId,
            int[] uid,
            Side[] side,
            int[] price,
            int[] size) {
        this.fill = fill;
        this.symbols = symbols.clone();
        this.kinds = kinds.clone();
        this.placedBy = placedBy.clone();
        this.symbol = symbol.clone();
        this.orderId = orderId.clone();
        this.uid = uid.clone();
        this.side = side.clone();
        this.price = price.clone();
        this.size = size.clone();
    }

    /** How many commands there are. */
    public int size() {
        return kinds.length;
    }

    /** How many of them only fill the books and are not timed. */
    public int fill() {
        return fill;
    }

    /** How many books it is for. */
    public int symbols() {
        return symbols.length;
    }

    /** How many commands ask for something that this exchange does not have. */
    public int skipped() {
        return (int)
                Arrays.stream(kinds).filter(kind -> kind == Kind.FOK_BUDGET).count();
    }

    long symbolName(int number) {
        return symbols[number];
    }

    Kind kind(int index) {
        return kinds[index];
    }

    /** The command that placed the order which this one is about; itself, if it places one. */
    int placedBy(int index) {
        return placedBy[index];
    }

    int symbol(int order) {
        return symbol[order];
    }

    int orderId(int order) {
        return orderId[order];
    }

    int uid(int order) {
        return uid[order];
    }

    Side side(int order) {
        return side[order];
    }

    /** In ticks; of an order that is placed or moved. */
    int price(int index) {
        return price[index];
    }

    /** In lots; of an order that is placed or reduced. */
    int lots(int index) {
        return size[index];
    }
}
