package io.tidemark.exchange.pool;

import io.tidemark.exchange.book.SelfMatch;
import io.tidemark.exchange.book.Side;
import io.tidemark.exchange.book.TimeInForce;
import io.tidemark.exchange.contract.DeliveryWindow;
import java.util.NavigableMap;
import java.util.TreeMap;

/** A firm order with the terms it has now, and what was filled of it. */
final class ShadowOrder {
    final long id;
    final long account;
    final Side side;
    final DeliveryWindow window;
    final TimeInForce timeInForce;
    final boolean allOrNone;
    final long expiresAt;
    final boolean postOnly;
    final SelfMatch selfMatch;

    /** What was asked for; with a replacement, its total. */
    long total;

    long limit;
    int feeCapBps;

    /** What is left of a buy. */
    long lots;

    long hold;

    /** What a sell has sold, by hour. */
    final NavigableMap<Long, Long> sold = new TreeMap<>();

    ShadowOrder(long id, Command.SubmitOrder asked, long limit, int feeCapBps) {
        this.id = id;
        this.account = asked.account();
        this.side = asked.side();
        this.window = asked.window();
        this.timeInForce = asked.timeInForce();
        this.allOrNone = asked.allOrNone() || asked.timeInForce() == TimeInForce.FOK;
        this.expiresAt = asked.expiresAt();
        this.postOnly = asked.postOnly();
        this.selfMatch = asked.selfMatch();
        this.total = asked.lots();
        this.limit = limit;
        this.feeCapBps = feeCapBps;
        this.lots = asked.lots();
        this.hold = worstCase();
    }

    boolean isBuy() {
        return side == Side.BUY;
    }

    /** Whether what does not trade at once is dropped. */
    boolean isAtOnce() {
        return timeInForce == TimeInForce.IOC || timeInForce == TimeInForce.FOK;
    }

    long filled() {
        return total - lots;
    }

    /** Limit x lots x hours x GPUs and the largest fee on it. */
    long worstCase() {
        return isBuy() ? worstCase(window, limit, lots, feeCapBps) : 0;
    }

    static long worstCase(DeliveryWindow window, long limit, long lots, int feeBps) {
        long price = limit * lots * window.hours() * ShadowTitles.LOT_TICK;
        return price + price / 10_000 * feeBps;
    }
}
