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
    private final OrderChecks checks;
    private final Closings closings;

    Trades(PoolState state, OrderChecks checks, Closings closings) {
        this.state = state;
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
        OrderRecord buyer = OrderRecord.of(fill.buy());
        long tradeId = state.nextId();
        Parcel parcel =
                new Parcel(tradeId, buyer.id(), buyer.account(), buyer.window(), fill.lots(), buyer.isAllOrNone());
        int buyerBps = feeBps(buyer, buyer.id() == aggressor);
        long value = 0;
        long fee = 0;
        List<Leg> legs = fill.legs();
        List<SoldLeg> sold = new ArrayList<>(legs.size());
        for (int i = 0; i < legs.size(); i++) {
            Leg leg = legs.get(i);
            Ask ask = leg.ask();
            int sellerBps = Closings.isOperators(ask) ? 0 : feeBps(OrderRecord.of(ask), ask.orderId() == aggressor);
            long escrowReleased = state.clearing.trade(
                    parcel, ask.hour(), ask.account(), leg.lots(), leg.ticks(), buyerBps, sellerBps);
            value += state.pool.lotHourMoney(leg.ticks(), leg.lots());
            fee += state.pool.lotHourFee(leg.ticks(), leg.lots(), buyerBps);
            sold.add(new SoldLeg(ask.hour(), ask.orderId(), ask.account(), leg.lots(), leg.ticks(), escrowReleased));
            print(leg, kind);
        }
        long left = fill.buy().remaining();
        long holdLeft = left == 0 ? 0 : left * checks.holdPerLot(buyer.window(), buyer.limit(), buyer.feeCapBps());
        long released = buyer.hold() - value - fee - holdLeft;
        state.clearing.release(buyer.wallet(), released);
        buyer.filled(new OrderFill(tradeId, state.now, buyer.window().start(), fill.lots(), value, fee), holdLeft);
        state.emit(new Event.Traded(
                tradeId, kind, buyer.id(), buyer.account(), buyer.window(), fill.lots(), sold, value, fee, released));
        traded(buyer.participant(), fill.lots() * buyer.window().hours());
        if (left == 0) {
            closings.close(buyer, CloseReason.FILLED);
        }
        // First every leg is written down: an order of several hours ends after the last of them.
        for (int i = 0; i < legs.size(); i++) {
            sold(legs.get(i), tradeId);
        }
        for (int i = 0; i < legs.size(); i++) {
            closeIfSoldOut(legs.get(i).ask());
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

    /** By the tier that its group is in now, and never more than was set aside for at entry. */
    private int feeBps(OrderRecord order, boolean taker) {
        Tier tier = state.tierOf(order.participant());
        return Math.min(order.feeCapBps(), taker ? tier.takerBps() : tier.makerBps());
    }

    private void sold(Leg leg, long tradeId) {
        Ask ask = leg.ask();
        if (Closings.isOperators(ask)) {
            return; // The operator's supply is no order of an account.
        }
        long value = state.pool.lotHourMoney(leg.ticks(), leg.lots());
        OrderRecord seller = OrderRecord.of(ask);
        seller.filled(new OrderFill(tradeId, state.now, ask.hour(), leg.lots(), value, 0), 0);
        traded(seller.participant(), leg.lots());
    }

    /** After all legs of a fill have their fees: one trade is of one tier. */
    private void traded(Participant participant, long lotHours) {
        participant.standing().traded(state.now, lotHours);
    }

    private void closeIfSoldOut(Ask ask) {
        if (ask.remaining() == 0 && !Closings.isOperators(ask)) {
            closings.closeIfNothingRests(OrderRecord.of(ask), CloseReason.FILLED);
        }
    }
}
