package io.tidemark.simulations.bench;

import io.tidemark.exchange.pool.Command;
import io.tidemark.exchange.pool.Event;
import io.tidemark.exchange.pool.Event.CloseReason;
import io.tidemark.exchange.pool.PoolListener;
import io.tidemark.exchange.pool.Reply;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Writes down what the commands of a stream come to, in the stream's own numbers. */
final class TradeTape implements PoolListener {
    /** Hears of each trade; only where somebody wants to write them down. */
    @FunctionalInterface
    interface Sink {
        void traded(TradeTape tape, int maker, long ticks, long lots);
    }

    private final CommandStream stream;
    private final @Nullable Sink sink;
    private final long[] filled;
    private final Fnv hash = new Fnv();
    private int[] orders = new int[1 << 16];
    private int command;
    private int order;
    private long acceptedId;
    private long trades;
    private long volume;
    private long refused;
    private Reply.@Nullable Refused refusal;

    TradeTape(CommandStream stream, @Nullable Sink sink) {
        this.stream = stream;
        this.sink = sink;
        this.filled = new long[sink == null ? 0 : stream.size()];
    }

    /** What comes next. */
    void expect(int nextCommand, int itsOrder) {
        command = nextCommand;
        order = itsOrder;
    }

    /** The command at hand. */
    int command() {
        return command;
    }

    /** The order that it is about. */
    int taker() {
        return order;
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

    /** Lots of an order that have traded; only a tape with a sink knows. */
    long filled(int placedBy) {
        return filled[placedBy];
    }

    /** The stream's order behind an id of the engine. */
    int order(long orderId) {
        return orders[Math.toIntExact(orderId)];
    }

    String hash() {
        return hash.toString();
    }

    @Override
    public void entered(long orderId, Command.SubmitOrder entered, long limit, boolean allOrNone, long hold) {
        know(orderId);
    }

    private void know(long orderId) {
        int id = Math.toIntExact(orderId);
        if (id >= orders.length) {
            orders = Arrays.copyOf(orders, Math.max(id + 1, orders.length * 2));
        }
        orders[id] = order;
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
        int buyer = order(trade.orderId());
        for (int i = 0; i < trade.legs().size(); i++) {
            Event.SoldLeg leg = trade.legs().get(i);
            int seller = order(leg.sellerOrderId());
            record(buyer == order ? seller : buyer, leg.ticks(), leg.lots());
        }
    }

    private void record(int maker, long ticks, long lots) {
        trades++;
        volume += lots;
        hash.add(command);
        hash.add(stream.orderId(order));
        hash.add(stream.orderId(maker));
        hash.add(ticks);
        hash.add(lots);
        if (sink != null) {
            filled[order] += lots;
            filled[maker] += lots;
            sink.traded(this, maker, ticks, lots);
        }
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
