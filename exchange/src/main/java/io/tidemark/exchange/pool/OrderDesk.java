package io.tidemark.exchange.pool;

import static io.tidemark.exchange.contract.Hours.format;

import io.tidemark.exchange.book.Ask;
import io.tidemark.exchange.book.Buy;
import io.tidemark.exchange.book.Fill;
import io.tidemark.exchange.book.Fill.Leg;
import io.tidemark.exchange.book.Side;
import io.tidemark.exchange.book.TimeInForce;
import io.tidemark.exchange.clearing.Clearing;
import io.tidemark.exchange.clearing.Parcel;
import io.tidemark.exchange.contract.Hours;
import io.tidemark.exchange.contract.Money;
import io.tidemark.exchange.contract.Price;
import io.tidemark.exchange.pool.Event.CloseReason;
import io.tidemark.exchange.pool.Event.SoldLeg;
import io.tidemark.exchange.pool.Event.TradeKind;
import io.tidemark.exchange.pool.Reply.Refused;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Firm orders: checked, entered, matched, cleared and remembered. It turns what the book says into titles and money, and
 * is the only place that does.
 */
final class OrderDesk {
    private final PoolState state;
    private final NavigableMap<Long, OrderRecord> orders = new TreeMap<>();
    private final Roll<OrderRecord> roll = new Roll<>();
    private final ClientIds clientIds;

    OrderDesk(PoolState state, ClientIds clientIds) {
        this.state = state;
        this.clientIds = clientIds;
    }

    Reply submit(Command.SubmitOrder order) {
        Optional<Reply.Accepted> first = clientIds.find(order.account(), order.clientOrderId());
        if (first.isPresent()) {
            return first.get();
        }
        Optional<Refused> refused = refusal(order);
        if (refused.isPresent()) {
            return refused.get();
        }
        OrderRecord record = enter(order);
        if (state.phase == Phase.CONTINUOUS) {
            trade(record);
        } else {
            rest(record);
        }
        Reply.Accepted answer = new Reply.Accepted(record.id, record.filledLots(), record.value(), record.isOpen());
        clientIds.remember(order.account(), order.clientOrderId(), answer);
        return answer;
    }

    /** In the order of the reasons: the first that holds is the answer. */
    private Optional<Refused> refusal(Command.SubmitOrder order) {
        long lots = order.lots();
        boolean wholeOrNothing = order.allOrNone() || order.timeInForce() == TimeInForce.FOK;
        if (!Refusals.mayTrade(state, order.account())) {
            return Refusals.unknownAccount(state, order.account());
        }
        Optional<Refused> phase = Refusals.phase(state);
        if (phase.isPresent()) {
            return phase;
        }
        if (state.phase == Phase.CALL && order.timeInForce() != TimeInForce.GTC) {
            return Refusals.of(
                    Refusal.NOT_IN_A_CALL,
                    "timeInForce",
                    order.timeInForce() + " needs continuous trading, and a call is running",
                    "enter it as GTC, or wait for the end of the call");
        }
        if (order.window().start() < state.firstOpenHour) {
            return Refusals.of(
                    Refusal.WINDOW_IN_THE_PAST,
                    "window",
                    "the gate of hour " + format(order.window().start()) + " has closed",
                    "start at " + format(state.firstOpenHour) + " or later");
        }
        if (order.window().end() > state.listedUntil) {
            return Refusals.of(
                    Refusal.WINDOW_NOT_LISTED,
                    "window",
                    "the window ends at " + format(order.window().end()) + ", hours are listed until "
                            + format(state.listedUntil),
                    "end at " + format(state.listedUntil) + " or earlier; the next day is listed at 14:00 UTC");
        }
        if (lots < 1) {
            return Refusals.of(Refusal.LOTS_NOT_POSITIVE, "lots", lots + " lots", "at least 1 lot");
        }
        if (wholeOrNothing && order.side() == Side.SELL) {
            return Refusals.of(
                    Refusal.SELLERS_ARE_DIVISIBLE,
                    order.allOrNone() ? "allOrNone" : "timeInForce",
                    "a sell cannot be all-or-none",
                    "enter it divisible, GTC or IOC");
        }
        if (order.limit() < state.sheet.bandLow() || order.limit() > state.sheet.bandHigh()) {
            return Refusals.of(
                    Refusal.PRICE_OUTSIDE_BAND,
                    "limitPricePerGpuHour",
                    Price.format(order.limit()) + " lies outside the static band",
                    "between " + Price.format(state.sheet.bandLow()) + " and " + Price.format(state.sheet.bandHigh()));
        }
        if (lots > state.rules.maxLots()) {
            return Refusals.of(
                    Refusal.TOO_MANY_LOTS,
                    "lots",
                    lots + " lots in one order",
                    "at most " + state.rules.maxLots() + " lots");
        }
        return order.side() == Side.SELL ? titleCover(order) : cashCover(order);
    }

    private Optional<Refused> titleCover(Command.SubmitOrder order) {
        for (long hour = order.window().start(); hour < order.window().end(); hour++) {
            long cover = state.uncommittedTitles(order.account(), hour);
            if (cover < order.lots()) {
                return Refusals.of(
                        Refusal.TITLES_NOT_COVERED,
                        "lots",
                        "of hour " + format(hour) + " you hold " + cover + " lots that you do not offer already",
                        cover == 0 ? "leave that hour out" : "sell at most " + cover + " lots of it");
            }
        }
        return Optional.empty();
    }

    private Optional<Refused> cashCover(Command.SubmitOrder order) {
        long free = state.clearing.wallet(order.account()).free();
        long perLot = holdFor(order, 1, feeCapBps());
        // Compared by division: limit x lots x hours may not fit a long before it is known to be affordable.
        long affordable = free / perLot;
        if (affordable >= order.lots()) {
            return Optional.empty();
        }
        String most = affordable == 0 ? "" : "bid for at most " + affordable + " lots, or ";
        return Refusals.of(
                Refusal.INSUFFICIENT_CREDIT,
                "lots",
                "each lot may cost up to " + Money.format(perLot) + " USD over the window, fees included; free are "
                        + Money.format(free) + " USD",
                most + "deposit more, or lower the limit");
    }

    private int feeCapBps() {
        return Math.max(state.sheet.makerBps(), state.sheet.takerBps());
    }

    private long holdFor(Command.SubmitOrder order, long lots, int feeBps) {
        long lotHours = Math.multiplyExact(lots, (long) order.window().hours());
        return Math.addExact(
                state.pool.lotHourMoney(order.limit(), lotHours),
                state.pool.lotHourFee(order.limit(), lotHours, feeBps));
    }

    private OrderRecord enter(Command.SubmitOrder order) {
        boolean buy = order.side() == Side.BUY;
        long hold = buy ? holdFor(order, order.lots(), feeCapBps()) : 0;
        OrderRecord record = new OrderRecord(state.nextId(), order, state.now, feeCapBps(), hold);
        state.clearing.hold(order.account(), hold);
        orders.put(record.id, record);
        roll.enter(record.account(), record.id, record);
        state.emit(new Event.OrderEntered(
                record.id,
                order.account(),
                order.clientOrderId(),
                order.side(),
                order.window(),
                order.lots(),
                order.limit(),
                order.timeInForce(),
                record.isAllOrNone(),
                hold));
        return record;
    }

    private void rest(OrderRecord record) {
        if (record.isBuy()) {
            state.book.rest(buyOf(record));
        } else {
            asksOf(record).forEach(state.book::rest);
        }
    }

    private void trade(OrderRecord record) {
        boolean atOnce = record.order.timeInForce() != TimeInForce.GTC;
        if (record.isBuy()) {
            Buy buy = buyOf(record);
            state.book.sweep(buy).ifPresent(fill -> clear(fill, TradeKind.CONTINUOUS, record.id));
            if (buy.remaining() > 0 && atOnce) {
                record.notFilledAtOnce(Obstacle.to(state.book, buy));
                close(record, CloseReason.NOT_FILLED_AT_ONCE);
            } else if (buy.remaining() > 0) {
                state.book.rest(buy);
            }
            return;
        }
        state.book.offer(
                asksOf(record), hour -> state.sheet.bandHigh(), fill -> clear(fill, TradeKind.CONTINUOUS, record.id));
        if (atOnce) {
            asksClosed(state.book.removeAsks(record.id), CloseReason.NOT_FILLED_AT_ONCE);
        }
    }

    private Buy buyOf(OrderRecord record) {
        return new Buy(
                record.id,
                record.account(),
                state.groupOf(record.account()),
                record.window(),
                record.order.limit(),
                record.isAllOrNone(),
                record.id,
                record.order.lots());
    }

    private List<Ask> asksOf(OrderRecord record) {
        List<Ask> asks = new ArrayList<>();
        for (long hour = record.window().start(); hour < record.window().end(); hour++) {
            asks.add(new Ask(
                    record.id,
                    record.account(),
                    state.groupOf(record.account()),
                    hour,
                    record.order.limit(),
                    record.id,
                    record.order.lots()));
        }
        return asks;
    }

    /**
     * Moves the titles and the money of a fill that the book has executed.
     *
     * @param aggressor the order that came last and pays the taker's fee; 0 in a call, where nobody does
     */
    void clear(Fill fill, TradeKind kind, long aggressor) {
        OrderRecord buyer = record(fill.buy().orderId());
        long tradeId = state.nextId();
        Parcel parcel =
                new Parcel(tradeId, buyer.id, buyer.account(), buyer.window(), fill.lots(), buyer.isAllOrNone());
        int buyerBps = Math.min(buyer.feeCapBps, feeBps(buyer.id == aggressor));
        long value = 0;
        long fee = 0;
        List<SoldLeg> legs = new ArrayList<>();
        for (Leg leg : fill.legs()) {
            Ask ask = leg.ask();
            int sellerBps = ask.account() == Clearing.OPERATOR
                    ? 0
                    : Math.min(record(ask.orderId()).feeCapBps, feeBps(ask.orderId() == aggressor));
            long escrowReleased = state.clearing.trade(
                    parcel, ask.hour(), ask.account(), leg.lots(), leg.ticks(), buyerBps, sellerBps);
            value += state.pool.lotHourMoney(leg.ticks(), leg.lots());
            fee += state.pool.lotHourFee(leg.ticks(), leg.lots(), buyerBps);
            legs.add(new SoldLeg(ask.hour(), ask.orderId(), ask.account(), leg.lots(), leg.ticks(), escrowReleased));
            // A residual leg says what was left over, not what the hour is worth.
            if (kind == TradeKind.CALL || leg.ticks() == ask.limit()) {
                state.lastPrices.put(ask.hour(), leg.ticks());
            }
        }
        long left = fill.buy().remaining();
        long holdLeft = left == 0 ? 0 : holdFor(buyer.order, left, buyer.feeCapBps);
        long released = buyer.hold() - value - fee - holdLeft;
        state.clearing.release(buyer.account(), released);
        buyer.filled(new OrderFill(tradeId, state.now, buyer.window().start(), fill.lots(), value, fee), holdLeft);
        state.emit(new Event.Traded(
                tradeId, kind, buyer.id, buyer.account(), buyer.window(), fill.lots(), legs, value, fee, released));
        if (left == 0) {
            close(buyer, CloseReason.FILLED);
        }
        for (Leg leg : fill.legs()) {
            sold(leg, tradeId);
        }
        asksClosed(fill.selfMatched(), CloseReason.SELF_MATCH);
    }

    private int feeBps(boolean taker) {
        return taker ? state.sheet.takerBps() : state.sheet.makerBps();
    }

    private void sold(Leg leg, long tradeId) {
        OrderRecord seller = orders.get(leg.ask().orderId());
        if (seller == null) {
            return; // The operator's supply is no order of an account.
        }
        seller.filled(
                new OrderFill(
                        tradeId,
                        state.now,
                        leg.ask().hour(),
                        leg.lots(),
                        state.pool.lotHourMoney(leg.ticks(), leg.lots()),
                        0),
                0);
        if (leg.ask().remaining() == 0) {
            closeIfNothingRests(seller, CloseReason.FILLED);
        }
    }

    /** Asks have left the book together: an order ends after the last of its asks, and is not heard of again. */
    private void asksClosed(List<Ask> asks, CloseReason reason) {
        List<OrderRecord> sellers = new ArrayList<>();
        for (Ask ask : asks) {
            OrderRecord seller = orders.get(ask.orderId());
            if (seller != null) {
                state.emit(new Event.AskClosed(seller.id, seller.account(), ask.hour(), ask.remaining(), reason));
                sellers.add(seller);
            }
        }
        sellers.forEach(seller -> closeIfNothingRests(seller, reason));
    }

    private void closeIfNothingRests(OrderRecord seller, CloseReason reason) {
        if (seller.isOpen() && state.book.asksOf(seller.id).isEmpty()) {
            close(seller, reason);
        }
    }

    private void close(OrderRecord record, CloseReason reason) {
        long released = record.hold();
        state.clearing.release(record.account(), released);
        record.close(reason, state.now);
        roll.close(record.account(), record.id);
        state.emit(new Event.OrderClosed(record.id, record.account(), reason, released));
    }

    /** Takes back what rests of an order, or empty if the account has no such open order. */
    Optional<Reply> cancel(Command.Cancel cancel) {
        OrderRecord record = orders.get(cancel.orderId());
        if (record == null || record.account() != cancel.account() || !record.isOpen()) {
            return Optional.empty();
        }
        if (record.isBuy()) {
            state.book.removeBuy(record.id);
            close(record, CloseReason.CANCELLED);
        } else {
            asksClosed(state.book.removeAsks(record.id), CloseReason.CANCELLED);
        }
        return Optional.of(new Reply.Done());
    }

    /** Nothing of this hour trades any more: buys that start in it and all its asks die. */
    void gate(long hour) {
        for (Buy buy : state.book.buys()) {
            if (buy.window().start() == hour) {
                state.book.removeBuy(buy.orderId());
                close(record(buy.orderId()), CloseReason.GATE);
            }
        }
        asksClosed(state.book.removeLadder(hour), CloseReason.GATE);
    }

    /** Forgets orders that ended long ago, and the client order ids with them. */
    void forgetBefore(long instant) {
        List<OrderRecord> old = orders.values().stream()
                .filter(record -> !record.isOpen() && record.endedAt() < instant)
                .toList();
        for (OrderRecord record : old) {
            orders.remove(record.id);
            roll.forget(record.account(), record.id);
            clientIds.forget(record.account(), record.order.clientOrderId());
        }
        state.lastPrices.headMap(Hours.containing(instant)).clear();
    }

    Optional<OrderRecord> find(long account, long orderId) {
        return Optional.ofNullable(orders.get(orderId)).filter(record -> record.account() == account);
    }

    /** The orders of an account that are remembered, or only the open ones, by id. */
    NavigableMap<Long, OrderRecord> ofAccount(long account, boolean openOnly) {
        return openOnly ? roll.open(account) : roll.all(account);
    }

    /** How many orders are open. */
    long open() {
        return orders.values().stream().filter(OrderRecord::isOpen).count();
    }

    /** Everything that open orders hold for an account; with the bids of spot equal to its wallet's, always. */
    long heldFor(long account) {
        return roll.open(account).values().stream().mapToLong(OrderRecord::hold).sum();
    }

    private OrderRecord record(long orderId) {
        OrderRecord record = orders.get(orderId);
        if (record == null) {
            throw new IllegalStateException("order " + orderId + " is in the book and not on record");
        }
        return record;
    }
}
