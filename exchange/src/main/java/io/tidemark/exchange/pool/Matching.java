package io.tidemark.exchange.pool;

import io.tidemark.exchange.book.Ask;
import io.tidemark.exchange.book.Buy;
import io.tidemark.exchange.book.Fill;
import io.tidemark.exchange.book.OrderBook;
import io.tidemark.exchange.book.OrderBook.First;
import io.tidemark.exchange.book.OrderBook.Offered;
import io.tidemark.exchange.book.PriceBand;
import io.tidemark.exchange.book.SelfMatch;
import io.tidemark.exchange.book.TimeInForce;
import io.tidemark.exchange.contract.DeliveryWindow;
import io.tidemark.exchange.contract.Price;
import io.tidemark.exchange.pool.Event.CloseReason;
import io.tidemark.exchange.pool.Event.TradeKind;
import io.tidemark.exchange.pool.Reply.Refused;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A firm order and the book in continuous trading: what it may not do, what it trades, and what becomes of the rest of it
 * by its time in force, by the dynamic band and by its group's own orders.
 */
final class Matching implements OrderBook.OfferListener {
    /** The id of no order: that of the probe. */
    private static final long NO_ORDER = 0;

    private static final long NOBODY = -1;

    private final PoolState state;
    private final Closings closings;
    private final Trades trades;

    /** Serves for the question what would happen to an order before it is entered. */
    private final OrderRecord probe;

    private @Nullable Volatility volatility;

    /** The sell that is being offered. */
    private @Nullable OrderRecord offering;

    Matching(PoolState state, Closings closings, Trades trades) {
        this.state = state;
        this.closings = closings;
        this.trades = trades;
        this.probe = new OrderRecord(new DeliveryWindow(0, 1));
    }

    void callFor(Volatility caller) {
        volatility = caller;
    }

    // ---- what it may not do

    /** Why an order that passed every other check must not trade, or null. */
    @Nullable Refused refusal(Command.SubmitOrder order, Participant whose, long ticks) {
        boolean mayWait = order.timeInForce() == TimeInForce.GTC || order.timeInForce() == TimeInForce.GTD;
        if (!order.postOnly() && !(mayWait && mustStayInsideTheBand())) {
            return null;
        }
        probe.become(NO_ORDER, whose, order, ticks, state.now, 0, 0);
        return refusalOfProbe(order.postOnly(), mayWait, NOBODY);
    }

    /** As {@link #refusal(Command.SubmitOrder, Participant, long)}, for an order that would lose its place. */
    @Nullable Refused refusal(Command.Replace wanted, OrderRecord record) {
        if (!record.isPostOnly() && !mustStayInsideTheBand()) {
            return null;
        }
        probe.becomeLike(record, wanted);
        return refusalOfProbe(record.isPostOnly(), true, record.id());
    }

    /** A call for the band was held a moment ago: no order may ask for another. */
    private boolean mustStayInsideTheBand() {
        return state.bands.stopsFills() && volatility != null && !volatility.mayCall();
    }

    private @Nullable Refused refusalOfProbe(boolean postOnly, boolean mayWait, long inPlaceOf) {
        if (postOnly && first(false, inPlaceOf) == First.A_FILL) {
            return Refusals.refused(
                    Refusal.POST_ONLY_WOULD_TRADE,
                    "postOnly",
                    "at " + Price.format(probe.limit()) + " it would trade at once",
                    probe.isBuy() ? "a lower limit, or no post-only" : "a higher limit, or no post-only");
        }
        boolean yields = probe.selfMatch() != SelfMatch.CANCEL_RESTING;
        if (mayWait && mustStayInsideTheBand() && first(yields, inPlaceOf) == First.THE_BAND) {
            return outsideTheBand();
        }
        return null;
    }

    /** What would be the first thing to happen to the probe. */
    private First first(boolean stopsAtItsGroup, long inPlaceOf) {
        if (probe.isBuy()) {
            return state.book.firstFor(probe.buy(state.buyingGroup(probe)), state.bands);
        }
        probe.writeAsks(state.sellingGroup(probe), state.firstOpenHour, state.bands);
        Ask ask = probe.firstAsk();
        return ask == null ? First.NOTHING : state.book.firstFor(ask, state.bands, stopsAtItsGroup, inPlaceOf);
    }

    private Refused outsideTheBand() {
        long hour = probe.window().start();
        return Refusals.refused(
                Refusal.OUTSIDE_DYNAMIC_BAND,
                "limitPricePerGpuHour",
                "it would trade outside the dynamic band, in its first hour " + Price.format(state.bands.low(hour))
                        + " to " + Price.format(state.bands.high(hour))
                        + ", and the last call for that was a moment ago",
                "a limit inside the band, or IOC; the next such call can be held "
                        + state.rules.volatilityPause() / 60_000 + " minutes after the last");
    }

    // ---- what it trades

    /**
     * An order comes in, or comes in again: it trades, or in a call it waits, whatever it could trade.
     *
     * @param heldForSale whether the lots that a sell offers are held for that already: {@link OrderRecord#offersInItsOneHour}
     */
    void comesIn(OrderRecord record, boolean heldForSale) {
        if (record.isBuy()) {
            if (state.phase == Phase.CONTINUOUS) {
                buy(record);
            } else {
                state.book.rest(record.buy(state.buyingGroup(record)));
            }
            return;
        }
        writeAsks(record, heldForSale);
        if (state.phase == Phase.CONTINUOUS) {
            sell(record);
            return;
        }
        for (Ask ask = record.firstAsk(); ask != null; ask = ask.later()) {
            state.book.rest(ask);
        }
    }

    private void buy(OrderRecord record) {
        Buy buy = record.buy(state.buyingGroup(record));
        if (record.selfMatch() != SelfMatch.CANCEL_RESTING && gaveWayToItsGroup(record, buy)) {
            return;
        }
        Fill fill = state.book.sweep(buy, state.bands);
        boolean stopped = state.book.wasStoppedByBand();
        if (fill != null) {
            trades.clear(fill, TradeKind.CONTINUOUS, record.id());
        }
        if (!record.isOpen()) {
            return;
        }
        if (record.isAtOnce()) {
            record.notFilledAtOnce(Obstacle.to(state.book, buy));
            closings.close(record, CloseReason.NOT_FILLED_AT_ONCE);
        } else if (stopped && !mayCall()) {
            closings.close(record, CloseReason.OUTSIDE_BAND);
        } else {
            state.book.rest(buy);
            if (stopped) {
                call();
            }
        }
    }

    /** A buy that would take out asks of its own group goes instead, or with them. */
    private boolean gaveWayToItsGroup(OrderRecord record, Buy buy) {
        List<Ask> own = state.book.inTheWayOf(buy, state.bands);
        if (own.isEmpty()) {
            return false;
        }
        if (record.selfMatch() == SelfMatch.CANCEL_BOTH) {
            own.forEach(state.book::remove);
            closings.asksClosed(own, CloseReason.SELF_MATCH);
        }
        closings.close(record, CloseReason.SELF_MATCH);
        return true;
    }

    /** A resting buy of which less is wanted: it may trade now, where more could not. */
    void tryAgain(OrderRecord record) {
        Buy buy = record.buy(state.buyingGroup(record));
        Fill fill = state.book.sweep(buy, state.bands);
        boolean stopped = state.book.wasStoppedByBand();
        if (fill != null) {
            trades.clear(fill, TradeKind.CONTINUOUS, record.id());
        }
        if (stopped && record.isOpen() && mayCall()) {
            call();
        }
    }

    private void sell(OrderRecord record) {
        PriceBand bands = state.bands;
        offering = record;
        Offered how = state.book.offer(
                Objects.requireNonNull(record.firstAsk()), bands, record.selfMatch() != SelfMatch.CANCEL_RESTING, this);
        offering = null;
        if (!record.isOpen()) {
            return;
        }
        if (how == Offered.MET_ITS_GROUP) {
            closings.closeAsks(record, CloseReason.SELF_MATCH);
        } else if (record.isAtOnce()) {
            closings.closeAsks(record, CloseReason.NOT_FILLED_AT_ONCE);
        } else if (how == Offered.STOPPED_BY_BAND && mayCall()) {
            call();
        } else if (how == Offered.STOPPED_BY_BAND) {
            closings.closeAsks(record, CloseReason.OUTSIDE_BAND);
        }
    }

    @Override
    public void filled(Fill fill) {
        trades.clear(fill, TradeKind.CONTINUOUS, offering == null ? 0 : offering.id());
    }

    @Override
    public void metItsGroup(Buy buy) {
        OrderRecord own = OrderRecord.of(buy);
        if (offering != null && offering.selfMatch() == SelfMatch.CANCEL_BOTH) {
            closings.closeBuy(own, CloseReason.SELF_MATCH);
        }
    }

    private boolean mayCall() {
        return volatility != null && volatility.mayCall();
    }

    private void call() {
        if (volatility != null) {
            volatility.call();
        }
    }

    // ---- coming and going

    private void writeAsks(OrderRecord record, boolean heldForSale) {
        if (heldForSale) {
            record.askAgain(state.sellingGroup(record));
            return;
        }
        record.writeAsks(state.sellingGroup(record), state.firstOpenHour, state.bands);
        for (Ask ask = record.firstAsk(); ask != null; ask = ask.later()) {
            state.clearing.offer(record.account(), ask.hour(), ask.remaining());
        }
    }

    /** Whether an hour is left in which a sell has not sold its total. */
    boolean hasSomethingToSell(OrderRecord record) {
        for (long hour = Math.max(record.window().start(), state.firstOpenHour);
                hour < record.window().end();
                hour++) {
            if (record.lots() > record.filledIn(hour)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Takes an order out of the book that will come in again at once.
     *
     * @param heldForSale whether the lots that a sell offers stay held for that: {@link OrderRecord#offersInItsOneHour}
     */
    void takeOut(OrderRecord record, boolean heldForSale) {
        if (record.isBuy()) {
            closings.takeOut(record);
            return;
        }
        for (Ask ask = record.firstAsk(); ask != null; ask = ask.later()) {
            if (ask.isInBook()) {
                state.book.remove(ask);
                if (!heldForSale) {
                    state.clearing.withdrawOffer(ask.account(), ask.hour(), ask.remaining());
                }
            }
        }
    }
}
