package io.tidemark.simulations.bench;

import io.tidemark.exchange.pool.Command;
import io.tidemark.exchange.pool.Event;
import io.tidemark.exchange.pool.Event.CloseReason;
import io.tidemark.exchange.pool.PoolListener;
import io.tidemark.exchange.pool.Reply;

/** Counts trades and hashes them in the numbers of the engine, so that two runs of one workload can be compared. */
class TradeCounter implements PoolListener {
    private final Fnv hash = new Fnv();
    private long trades;
    private long lotHours;
    private long refused;

    /** Fills of a buy, of all its hours at once. */
    final long trades() {
        return trades;
    }

    final long lotHours() {
        return lotHours;
    }

    final long refused() {
        return refused;
    }

    final String hash() {
        return hash.toString();
    }

    @Override
    public final void happened(Event event) {
        if (event instanceof Event.Traded trade) {
            traded(trade);
        } else if (event instanceof Event.OrderClosed closed) {
            // An engine that tells everything as an event tells this, too.
            closed(closed.orderId(), closed.account(), closed.reason(), closed.released());
        }
    }

    private void traded(Event.Traded trade) {
        trades++;
        hash.add(trade.orderId());
        hash.add(trade.lots());
        for (int i = 0; i < trade.legs().size(); i++) {
            Event.SoldLeg leg = trade.legs().get(i);
            lotHours += leg.lots();
            hash.add(leg.hour());
            hash.add(leg.sellerOrderId());
            hash.add(leg.lots());
            hash.add(leg.ticks());
        }
    }

    @Override
    public void replied(Reply reply) {
        if (reply instanceof Reply.Refused) {
            refused++;
        }
    }

    @Override
    public void accepted(long orderId, long filledLots, long cost, boolean open) {}

    @Override
    public void entered(long orderId, Command.SubmitOrder order, long limit, boolean allOrNone, long hold) {}

    @Override
    public void replaced(long orderId, Command.Replace terms, boolean keptPriority, long hold, long released) {}

    @Override
    public void closed(long orderId, long account, CloseReason reason, long released) {}

    @Override
    public void askClosed(long orderId, long account, long hour, long lots, CloseReason reason) {}
}
