package io.tidemark.exchange.pool;

import io.tidemark.exchange.book.Ask;
import io.tidemark.exchange.book.Fill;
import io.tidemark.exchange.book.Fill.Leg;
import io.tidemark.exchange.clearing.Parcel;
import io.tidemark.exchange.pool.Event.CloseReason;
import io.tidemark.exchange.pool.Event.SoldLeg;
import io.tidemark.exchange.pool.Event.TradeKind;
import java.util.ArrayList;
import java.util.List;

/** Turns what the book says has traded into titles and money, and is the only place that does. */
final class Trades {
    private final PoolState state;
    private final OrderFile orders;
    private final OrderChecks checks;
    private final Closings closings;

    Trades(PoolState state, OrderFile orders, OrderChecks checks, Closings closings) {
        this.state = state;
        this.orders = orders;
        this.checks = checks;
        this.closings = closings;
    }

    /**
     * Moves the titles and the money of a fill that the book has executed.
     *
     * @param aggressor the order that came last and pays the taker's fee; 0 in a call, where nobody does
     * @return what the buyer got
     */
    Parcel clear(Fill fill, TradeKind kind, long aggressor) {
        OrderRecord buyer = record(fill.buy().orderId());
        long tradeId = state.nextId();
        Parcel parcel =
                new Parcel(tradeId, buyer.id(), buyer.account(), buyer.window(), fill.lots(), buyer.isAllOrNone());
        int buyerBps = Math.min(buyer.feeCapBps(), feeBps(buyer.id() == aggressor));
        long value = 0;
        long fee = 0;
        List<Leg> legs = fill.legs();
        List<SoldLeg> sold = new ArrayList<>(legs.size());
        for (int i = 0; i < legs.size(); i++) {
            Leg leg = legs.get(i);
            Ask ask = leg.ask();
            int sellerBps = Closings.isOperators(ask)
                    ? 0
                    : Math.min(record(ask.orderId()).feeCapBps(), feeBps(ask.orderId() == aggressor));
            long escrowReleased = state.clearing.trade(
                    parcel, ask.hour(), ask.account(), leg.lots(), leg.ticks(), buyerBps, sellerBps);
            value += state.pool.lotHourMoney(leg.ticks(), leg.lots());
            fee += state.pool.lotHourFee(leg.ticks(), leg.lots(), buyerBps);
            sold.add(new SoldLeg(ask.hour(), ask.orderId(), ask.account(), leg.lots(), leg.ticks(), escrowReleased));
            print(leg, kind);
        }
        long left = fill.buy().remaining();
        long holdLeft = left == 0 ? 0 : checks.holdFor(buyer.window(), buyer.limit(), left, buyer.feeCapBps());
        long released = buyer.hold() - value - fee - holdLeft;
        state.clearing.release(buyer.account(), released);
        buyer.filled(new OrderFill(tradeId, state.now, buyer.window().start(), fill.lots(), value, fee), holdLeft);
        state.emit(new Event.Traded(
                tradeId, kind, buyer.id(), buyer.account(), buyer.window(), fill.lots(), sold, value, fee, released));
        if (left == 0) {
            closings.close(buyer, CloseReason.FILLED);
        }
        for (int i = 0; i < legs.size(); i++) {
            sold(legs.get(i), tradeId);
        }
        if (!fill.selfMatched().isEmpty()) {
            closings.asksClosed(fill.selfMatched(), CloseReason.SELF_MATCH);
        }
        return parcel;
    }

    /** A residual leg says what was left over, not what the hour is worth: the index takes the seller's limit for it. */
    private void print(Leg leg, TradeKind kind) {
        Ask ask = leg.ask();
        long ticks = kind == TradeKind.CALL ? leg.ticks() : ask.limit();
        state.index.traded(ask.hour(), ticks, leg.lots(), state.now);
        if (leg.ticks() == ticks) {
            state.references.traded(ask.hour(), ticks);
        }
    }

    private int feeBps(boolean taker) {
        return taker ? state.sheet.takerBps() : state.sheet.makerBps();
    }

    private void sold(Leg leg, long tradeId) {
        Ask ask = leg.ask();
        OrderRecord seller = orders.open(ask.orderId());
        if (seller == null) {
            return; // The operator's supply is no order of an account.
        }
        long value = state.pool.lotHourMoney(leg.ticks(), leg.lots());
        seller.filled(new OrderFill(tradeId, state.now, ask.hour(), leg.lots(), value, 0), 0);
        if (ask.remaining() == 0) {
            closings.closeIfNothingRests(seller, CloseReason.FILLED);
        }
    }

    private OrderRecord record(long orderId) {
        OrderRecord record = orders.open(orderId);
        if (record == null) {
            throw new IllegalStateException("order " + orderId + " is in the book and not on record");
        }
        return record;
    }
}
