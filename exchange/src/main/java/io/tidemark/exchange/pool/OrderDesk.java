package io.tidemark.exchange.pool;

import io.tidemark.exchange.book.Ask;
import io.tidemark.exchange.book.Buy;
import io.tidemark.exchange.book.Fill;
import io.tidemark.exchange.book.Fill.Leg;
import io.tidemark.exchange.book.Side;
import io.tidemark.exchange.book.TimeInForce;
import io.tidemark.exchange.clearing.Clearing;
import io.tidemark.exchange.clearing.Parcel;
import io.tidemark.exchange.contract.Hours;
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
    private final OrderChecks checks;

    OrderDesk(PoolState state, ClientIds clientIds) {
        this.state = state;
        this.clientIds = clientIds;
        this.checks = new OrderChecks(state);
    }

    Reply submit(Command.SubmitOrder order) {
        Optional<Reply.Accepted> first = clientIds.find(order.account(), order.clientOrderId());
        if (first.isPresent()) {
            return first.get();
        }
        Optional<Refused> refused = checks.refusal(order);
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

    private OrderRecord enter(Command.SubmitOrder order) {
        boolean buy = order.side() == Side.BUY;
        int feeCapBps = checks.feeCapBps();
        long hold = buy ? checks.holdFor(order.window(), order.limit(), order.lots(), feeCapBps) : 0;
        OrderRecord record = new OrderRecord(state.nextId(), order, state.now, feeCapBps, hold);
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
        boolean atOnce = record.order().timeInForce() != TimeInForce.GTC;
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
                // No ask has a group below zero: then a group meets itself like anybody else.
                state.rules.selfMatchAllowed() ? -1 : state.groupOf(record.account()),
                record.window(),
                record.order().limit(),
                record.isAllOrNone(),
                record.priority(),
                record.order().lots() - record.filledLots());
    }

    /** What is left to sell in each hour that still trades. */
    private List<Ask> asksOf(OrderRecord record) {
        List<Ask> asks = new ArrayList<>();
        for (long hour = Math.max(record.window().start(), state.firstOpenHour);
                hour < record.window().end();
                hour++) {
            long left = record.order().lots() - record.filledIn(hour);
            if (left > 0) {
                asks.add(new Ask(
                        record.id,
                        record.account(),
                        state.groupOf(record.account()),
                        hour,
                        record.order().limit(),
                        record.priority(),
                        left));
            }
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
        int buyerBps = Math.min(buyer.feeCapBps(), feeBps(buyer.id == aggressor));
        long value = 0;
        long fee = 0;
        List<SoldLeg> legs = new ArrayList<>();
        for (Leg leg : fill.legs()) {
            Ask ask = leg.ask();
            int sellerBps = ask.account() == Clearing.OPERATOR
                    ? 0
                    : Math.min(record(ask.orderId()).feeCapBps(), feeBps(ask.orderId() == aggressor));
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
        long holdLeft =
                left == 0 ? 0 : checks.holdFor(buyer.window(), buyer.order().limit(), left, buyer.feeCapBps());
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

    /** Gives an open order other terms. */
    Reply replace(Command.Replace wanted) {
        Optional<Reply.Accepted> first = clientIds.find(wanted.account(), wanted.clientOrderId());
        if (first.isPresent()) {
            return first.get();
        }
        Optional<OrderRecord> open = find(wanted.account(), wanted.orderId()).filter(OrderRecord::isOpen);
        if (open.isEmpty()) {
            return new Refused(
                    Refusal.NO_SUCH_ORDER,
                    "orderId",
                    "no open order " + wanted.orderId() + " of this account",
                    "list your orders to see which are open");
        }
        OrderRecord record = open.get();
        Optional<Refused> refused = checks.refusal(wanted, record);
        if (refused.isPresent()) {
            return refused.get();
        }
        long filledBefore = record.filledLots();
        long valueBefore = record.value();
        if (wanted.keepsPriorityOf(record.order())) {
            reduce(record, wanted);
        } else {
            enterAgain(record, wanted);
        }
        Reply.Accepted answer = new Reply.Accepted(
                record.id, record.filledLots() - filledBefore, record.value() - valueBefore, record.isOpen());
        clientIds.remember(wanted.account(), wanted.clientOrderId(), answer);
        return answer;
    }

    /** Less of the same, in the same place. A buy is tried again: fewer lots may be on offer where more were not. */
    private void reduce(OrderRecord record, Command.Replace wanted) {
        Optional<Buy> resting = state.book.buy(record.id);
        if (resting.isEmpty()) {
            replaced(record, wanted, () -> record.replace(wanted, 0));
            reduceAsks(record);
            return;
        }
        Buy buy = resting.get();
        long left = Math.max(0, wanted.lots() - record.filledLots());
        state.book.reduce(buy, buy.remaining() - left);
        long hold = checks.holdFor(record.window(), wanted.limit(), left, record.feeCapBps());
        replaced(record, wanted, () -> record.replace(wanted, hold));
        if (left == 0) {
            close(record, CloseReason.CANCELLED);
        } else if (state.phase == Phase.CONTINUOUS) {
            state.book.sweep(buy).ifPresent(fill -> clear(fill, TradeKind.CONTINUOUS, record.id));
        }
    }

    private void reduceAsks(OrderRecord record) {
        List<Ask> out = new ArrayList<>();
        for (Ask ask : state.book.asksOf(record.id)) {
            long left = record.order().lots() - record.filledIn(ask.hour());
            if (left <= 0) {
                state.book.remove(ask);
                out.add(ask);
            } else if (left < ask.remaining()) {
                state.book.reduce(ask, ask.remaining() - left);
            }
        }
        asksClosed(out, CloseReason.CANCELLED);
    }

    /** A new entry under the old id: behind all others at its limit, and with the fees of today. */
    private void enterAgain(OrderRecord record, Command.Replace wanted) {
        state.book.removeBuy(record.id);
        state.book.removeAsks(record.id);
        int feeCapBps = checks.feeCapBps();
        long left = Math.max(0, wanted.lots() - record.filledLots());
        long hold = record.isBuy() ? checks.holdFor(record.window(), wanted.limit(), left, feeCapBps) : 0;
        replaced(record, wanted, () -> record.enterAgain(wanted, hold, state.nextId(), feeCapBps));
        if (record.isBuy() ? left == 0 : asksOf(record).isEmpty()) {
            close(record, CloseReason.CANCELLED);
        } else if (state.phase == Phase.CONTINUOUS) {
            trade(record);
        } else {
            rest(record);
        }
    }

    private void replaced(OrderRecord record, Command.Replace wanted, Runnable change) {
        boolean kept = wanted.keepsPriorityOf(record.order());
        long before = record.hold();
        change.run();
        long released = before - record.hold();
        if (released >= 0) {
            state.clearing.release(record.account(), released);
        } else {
            state.clearing.hold(record.account(), -released);
        }
        state.emit(new Event.OrderReplaced(
                record.id,
                record.account(),
                wanted.clientOrderId(),
                wanted.lots(),
                wanted.limit(),
                kept,
                record.hold(),
                released));
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
            record.clientOrderIds().forEach(id -> clientIds.forget(record.account(), id));
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
