package io.tidemark.simulations.participant;

import io.tidemark.exchange.book.Side;
import io.tidemark.exchange.book.TimeInForce;
import io.tidemark.exchange.contract.DeliveryWindow;
import io.tidemark.exchange.pool.Command;

/** Writes orders in the name of one account, with client order ids that follow from the step. */
final class Hand {
    private final long account;
    private final String prefix;
    private int orders;

    Hand(long account, String prefix) {
        this.account = account;
        this.prefix = prefix;
    }

    Command buy(DeliveryWindow window, long lots, long limit, TimeInForce timeInForce, boolean allOrNone) {
        return new Command.SubmitOrder(account, nextId(), Side.BUY, window, lots, limit, timeInForce, allOrNone);
    }

    Command sell(DeliveryWindow window, long lots, long limit) {
        return new Command.SubmitOrder(account, nextId(), Side.SELL, window, lots, limit, TimeInForce.GTC, false);
    }

    Command spot(long lots, long maxTicks, boolean gang) {
        return new Command.SubmitSpotBid(account, nextId(), lots, maxTicks, gang);
    }

    Command cancel(long orderId) {
        return new Command.Cancel(account, orderId);
    }

    private String nextId() {
        return prefix + "-" + ++orders;
    }
}
