package io.tidemark.simulations.bench;

import io.tidemark.exchange.pool.Command;
import io.tidemark.exchange.pool.Event;
import io.tidemark.exchange.pool.Event.CloseReason;
import io.tidemark.exchange.pool.PoolListener;
import io.tidemark.exchange.pool.Reply;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Writes down what the commands of a stream come to. While the stream is learnt that is done in its own numbers, for others
 * to compare with; in the passes after that the engine's numbers do, which must be the same each time and need no looking up.
 */
final class TradeTape implements PoolListener {
    /** Hears of each trade while the stream is learnt. */
    @FunctionalInterface
    interface Sink {
        void traded(TradeTape tape, int maker, long ticks, long lots);
    }

    private final CommandStream stream;
    private final @Nullable Sink sink;
    private final long[] filled;

    /** Over all trades in the stream's numbers, while it is learnt. */
    private final Fnv hash = new Fnv();

    /** Over all trades in the engine's numbers. */
    private final Fnv engineHash = new Fnv();

    /** By the engine's id of an order, the command that placed it. */
    private int[] orders;

    private int command;
    private long acceptedId;
    private long trades;
    private long volume;
    private long refused;
    private Reply.@Nullable Refused refusal;

    private TradeTape(CommandStream stream, @Nullable Sink sink) {
        this.stream = stream;
        this.sink = sink;
        this.filled = new long[sink == null ? 0 : stream.size()];
        this.orders = new int[sink == null ? 0 : 1 << 16];
    }

    /** For learning a stream. */
    static TradeTape learning(CommandStream stream, Sink sink) {
        return new TradeTape(stream, sink);
    }

    /** For a pass over a stream that is known. */
    static TradeTape repeating(CommandStream stream) {
        return new TradeTape(stream, null);
    }

    /** What comes next: a command by its place in the stream. */
    void expect(int nextCommand) {
        command = nextCommand;
    }

    /** The command at hand. */
    int command() {
        return command;
    }

    /** The order that it is about. */
    int taker() {
        return stream.placedBy(command);
    }

    long trades() {
        return trades;
    }

    long volume() {
        return volume;
    }

    long refused() {
        return refused;
    }

    /** The last refusal, if one was heard. */
    Reply.@Nullable Refused refusal() {
        return refusal;
    }

    /** The engine's id of the order that was accepted last. */
    long acceptedId() {
        return acceptedId;
    }

    /** Lots of an order that have traded; known while the stream is learnt. */
    long filled(int placedBy) {
        return filled[placedBy];
    }

    /** The stream's order behind an id of the engine. */
    int order(long orderId) {
        return orders[Math.toIntExact(orderId)];
    }

    /** Of the trades in the stream's numbers; known when the stream was learnt. */
    String hash() {
        return hash.toString();
    }

    /** Of the trades in the engine's numbers. */
    String engineHash() {
        return engineHash.toString();
    }

    @Override
    public void entered(long orderId, Command.SubmitOrder entered, long limit, boolean allOrNone, long hold) {
        know(orderId);
    }

    private void know(long orderId) {
        if (sink == null) {
            return;
        }
        int id = Math.toIntExact(orderId);
        if (id >= orders.length) {
            orders = Arrays.copyOf(orders, Math.max(id + 1, orders.length * 2));
        }
        orders[id] = taker();
    }

    @Override
    public void happened(Event event) {
        if (event instanceof Event.Traded traded) {
            traded(traded);
        } else if (event instanceof Event.OrderEntered entered) {
            // An engine that tells everything as an event tells this, too.
            know(entered.orderId());
        }
    }

    private void traded(Event.Traded trade) {
        for (int i = 0; i < trade.legs().size(); i++) {
            Event.SoldLeg leg = trade.legs().get(i);
            trades++;
            volume += leg.lots();
            add(engineHash, trade.orderId(), leg.sellerOrderId(), leg);
            if (sink != null) {
                record(sink, order(trade.orderId()), order(leg.sellerOrderId()), leg);
            }
        }
    }

    private void record(Sink into, int buyer, int seller, Event.SoldLeg leg) {
        int taker = taker();
        int maker = buyer == taker ? seller : buyer;
        add(hash, stream.orderId(taker), stream.orderId(maker), leg);
        filled[taker] += leg.lots();
        filled[maker] += leg.lots();
        into.traded(this, maker, leg.ticks(), leg.lots());
    }

    private void add(Fnv to, long one, long other, Event.SoldLeg leg) {
        to.add(command);
        to.add(one);
        to.add(other);
        to.add(leg.ticks());
        to.add(leg.lots());
    }

    @Override
    public void accepted(long orderId, long filledLots, long cost, boolean open) {
        acceptedId = orderId;
    }

    @Override
    public void replied(Reply reply) {
        if (reply instanceof Reply.Refused it) {
            refused++;
            refusal = it;
        }
    }

    @Override
    public void replaced(long orderId, Command.Replace terms, boolean keptPriority, long hold, long released) {}

    @Override
    public void closed(long orderId, long account, CloseReason reason, long released) {}

    @Override
    public void askClosed(long orderId, long account, long hour, long lots, CloseReason reason) {}
}
