package io.tidemark.exchange.pool;

import io.tidemark.exchange.book.Ask;
import io.tidemark.exchange.book.Buy;
import io.tidemark.exchange.book.Fill;
import io.tidemark.exchange.book.Side;
import io.tidemark.exchange.book.TimeInForce;
import io.tidemark.exchange.clearing.Clearing;
import io.tidemark.exchange.clearing.Parcel;
import io.tidemark.exchange.contract.DeliveryWindow;
import io.tidemark.exchange.pool.Event.CloseReason;
import io.tidemark.exchange.pool.Event.TradeKind;
import io.tidemark.exchange.pool.Reply.Refused;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Firm orders as they come in: checked, entered, replaced, cancelled. What they do in the book is for {@link Matching}. */
final class OrderDesk {
    private static final Reply DONE = new Reply.Done();

    private final PoolState state;
    private final OrderFile orders;
    private final ClientIds clientIds;
    private final OrderChecks checks;
    private final Closings closings;
    private final Matching matching;
    private final Trades trades;

    OrderDesk(PoolState state, ClientIds clientIds) {
        this.state = state;
        this.clientIds = clientIds;
        this.orders = new OrderFile(state, clientIds);
        this.checks = new OrderChecks(state, orders);
        this.closings = new Closings(state, orders);
        this.trades = new Trades(state, checks, closings);
        this.matching = new Matching(state, closings, trades);
    }

    /** Where the pool's phases are asked for a call when trading would leave the dynamic band. */
    void callFor(Volatility volatility) {
        matching.callFor(volatility);
    }

    void submit(Command.SubmitOrder order) {
        Participant whose = Clearing.isReserved(order.account()) ? null : orders.participant(order.account());
        if (whose == null) {
            state.listener.replied(Refusals.unknownAccount(state, order.account()));
            return;
        }
        Tier tier = state.tierOf(whose);
        String name = ClientIds.given(order.clientOrderId());
        if (isAnsweredAtOnce(whose, tier, order.account(), name)) {
            return;
        }
        long ticks = ticksOf(order);
        Refused refused = checks.refusal(order, ticks);
        if (refused != null) {
            state.listener.replied(refused);
            return;
        }
        int feeCapBps = tier.largestFeeBps();
        long holdPerLot = order.side() == Side.BUY ? checks.holdPerLot(order.window(), ticks, feeCapBps) : 0;
        refused = checks.lack(order, whose, tier, holdPerLot);
        if (refused == null && state.phase == Phase.CONTINUOUS) {
            refused = matching.refusal(order, whose, ticks);
        }
        if (refused != null) {
            state.listener.replied(refused);
            return;
        }
        OrderRecord record = enter(order, whose, ticks, feeCapBps, Math.multiplyExact(order.lots(), holdPerLot));
        matching.comesIn(record, false);
        answer(record, name, record.filledLots(), record.value());
    }

    /**
     * Whoever enters too fast must wait, and a client order id that is known gets its first answer again.
     *
     * @param tier that of the participant now
     * @param account that of the participant, who need not be looked at for it
     * @param clientOrderId null if there is none
     */
    private boolean isAnsweredAtOnce(Participant whose, Tier tier, long account, @Nullable String clientOrderId) {
        Refused tooFast = OrderRate.refusal(state, whose, tier);
        if (tooFast != null) {
            state.listener.replied(tooFast);
            return true;
        }
        ClientIds.Entry known = clientIds.find(account, clientOrderId);
        if (known != null) {
            state.listener.replied(known.answer());
        }
        return known != null;
    }

    /** The limit, or what a market order has for one: the mean of the bands above, or the lowest of those below. */
    private long ticksOf(Command.SubmitOrder order) {
        if (!order.isAtMarket()) {
            return order.limit();
        }
        return order.side() == Side.BUY ? state.bands.highestMean(order.window()) : state.bands.lowest(order.window());
    }

    private OrderRecord enter(Command.SubmitOrder order, Participant whose, long ticks, int feeCapBps, long hold) {
        OrderRecord record = orders.fresh(order);
        record.become(state.nextId(), whose, order, ticks, state.now, feeCapBps, hold);
        state.clearing.hold(record.wallet(), hold);
        orders.enter(record);
        if (record.expiresAt() > 0) {
            state.expiries.add(record);
        }
        state.listener.entered(record.id(), order, ticks, record.isAllOrNone(), hold);
        return record;
    }

    private void answer(OrderRecord record, @Nullable String clientOrderId, long lots, long value) {
        boolean open = record.isOpen();
        if (clientOrderId != null) {
            remember(record, clientOrderId, lots, value, open);
        }
        state.listener.accepted(record.id(), lots, value, open);
    }

    private void remember(OrderRecord record, String clientOrderId, long lots, long value, boolean open) {
        record.rememberIds(clientIds.remember(
                record.account(), clientOrderId, record.clientIds(), record.id(), lots, value, open));
    }

    // ---- replacing

    /** Gives an open order other terms; false if the account has no such order. */
    boolean replace(Command.Replace wanted) {
        OrderRecord record = orders.open(wanted.account(), wanted.orderId());
        Participant whose = record == null ? orders.participant(wanted.account()) : record.participant();
        if (whose == null) {
            return false;
        }
        Tier tier = state.tierOf(whose);
        String name = ClientIds.given(wanted.clientOrderId());
        if (isAnsweredAtOnce(whose, tier, wanted.account(), name)) {
            return true;
        }
        if (record == null) {
            return false;
        }
        Refused refused = checks.refusal(wanted, record);
        if (refused != null) {
            state.listener.replied(refused);
            return true;
        }
        long filledBefore = record.filledLots();
        long valueBefore = record.value();
        if (record.keepsPriorityWith(wanted)) {
            reduce(record, wanted, name);
        } else {
            refused = enterAgain(record, wanted, name, tier);
        }
        if (refused != null) {
            state.listener.replied(refused);
        } else {
            answer(record, name, record.filledLots() - filledBefore, record.value() - valueBefore);
        }
        return true;
    }

    /** Less of the same, in the same place. A buy is tried again: fewer lots may be on offer where more were not. */
    private void reduce(OrderRecord record, Command.Replace wanted, @Nullable String name) {
        if (!record.isBuy()) {
            replaced(record, wanted, name, true, 0, 0, 0);
            reduceAsks(record);
            return;
        }
        Buy buy = record.buy(state.buyingGroup(record));
        long left = Math.max(0, wanted.lots() - record.filledLots());
        state.book.reduce(buy, buy.remaining() - left);
        long holdPerLot = checks.holdPerLot(record.window(), wanted.limit(), record.feeCapBps());
        replaced(record, wanted, name, true, Math.multiplyExact(left, holdPerLot), 0, 0);
        if (left == 0) {
            closings.close(record, CloseReason.CANCELLED);
        } else if (state.phase == Phase.CONTINUOUS) {
            matching.tryAgain(record);
        }
    }

    private void reduceAsks(OrderRecord record) {
        for (Ask ask = record.firstAsk(); ask != null; ask = ask.later()) {
            long left = record.lots() - record.filledIn(ask.hour());
            if (!ask.isInBook()) {
                continue;
            }
            if (left <= 0) {
                state.book.remove(ask);
                closings.unsold(ask, CloseReason.CANCELLED);
            } else if (left < ask.remaining()) {
                state.clearing.withdrawOffer(ask.account(), ask.hour(), ask.remaining() - left);
                state.book.reduce(ask, ask.remaining() - left);
            }
        }
        closings.closeIfNothingRests(record, CloseReason.CANCELLED);
    }

    /** A new entry under the old id: behind all others at its limit, and with the fees of today. Or why there is none. */
    private @Nullable Refused enterAgain(OrderRecord record, Command.Replace wanted, @Nullable String name, Tier tier) {
        boolean buys = record.isBuy();
        int feeCapBps = tier.largestFeeBps();
        long holdPerLot = buys ? checks.holdPerLot(record.window(), wanted.limit(), feeCapBps) : 0;
        boolean heldForSale = record.offersInItsOneHour(wanted.lots());
        Refused refused = heldForSale ? null : checks.lack(wanted, record, tier, holdPerLot);
        if (refused == null && state.phase == Phase.CONTINUOUS) {
            refused = matching.refusal(wanted, record);
        }
        if (refused != null) {
            return refused;
        }
        matching.takeOut(record, heldForSale);
        long left = Math.max(0, wanted.lots() - record.filledLots());
        replaced(record, wanted, name, false, Math.multiplyExact(left, holdPerLot), state.nextId(), feeCapBps);
        if (buys ? left == 0 : !heldForSale && !matching.hasSomethingToSell(record)) {
            closings.close(record, CloseReason.CANCELLED);
        } else {
            matching.comesIn(record, heldForSale);
        }
        return null;
    }

    private void replaced(
            OrderRecord record,
            Command.Replace wanted,
            @Nullable String name,
            boolean kept,
            long hold,
            long priority,
            int feeCapBps) {
        long released = record.hold() - hold;
        if (kept) {
            record.replace(wanted, name, hold);
        } else {
            record.enterAgain(wanted, name, hold, priority, feeCapBps);
        }
        if (released > 0) {
            state.clearing.release(record.wallet(), released);
        } else if (released < 0) {
            state.clearing.hold(record.wallet(), -released);
        }
        state.listener.replaced(record.id(), wanted, kept, hold, released);
    }

    // ---- ending

    /** Takes back what rests of an order; false if the account has no such open order. */
    boolean cancel(Command.Cancel cancel) {
        OrderRecord record = orders.open(cancel.account(), cancel.orderId());
        if (record == null) {
            return false;
        }
        closings.end(record, CloseReason.CANCELLED);
        state.listener.replied(DONE);
        return true;
    }

    /**
     * Ends the orders that a mass cancel names, buys before sells, each by ascending id.
     *
     * @return how many
     */
    long cancel(Command.MassCancel cancel) {
        List<OrderRecord> open = orders.of(cancel.account()).open();
        long ended = 0;
        for (Side side : Side.values()) {
            for (OrderRecord record : open) {
                boolean named = record.side() == side
                        && cancel.side().map(wanted -> wanted == side).orElse(true)
                        && cancel.hours().map(record.window()::overlaps).orElse(true);
                if (named) {
                    closings.end(record, CloseReason.CANCELLED);
                    ended++;
                }
            }
        }
        return ended;
    }

    /** The instant of the orders that end first has come. */
    void expire() {
        for (OrderRecord record : state.expiries.dueAt(state.now)) {
            closings.end(record, CloseReason.EXPIRED);
        }
    }

    /** Nothing of this hour trades any more: buys that start in it and all its asks die. */
    void gate(long hour) {
        for (Buy buy : state.book.removeBuys(hour)) {
            closings.close(OrderRecord.of(buy), CloseReason.GATE);
        }
        closings.asksClosed(state.book.removeAsks(hour), CloseReason.GATE);
    }

    /** Forgets orders that ended long ago, and the client order ids with them. */
    void forgetBefore(long instant) {
        orders.forgetBefore(instant);
    }

    // ---- the operator's own business

    /**
     * A buy of the operator itself: at once or not at all, and without a fee. It passes over the operator's own asks, which
     * stay where they are.
     *
     * @param bought told of what it got, before anything else happens
     */
    Reply.Accepted buyForTheHouse(DeliveryWindow window, long lots, long limit, Consumer<Parcel> bought) {
        Command.SubmitOrder order =
                new Command.SubmitOrder(Clearing.OPERATOR, "", Side.BUY, window, lots, limit, TimeInForce.IOC, false);
        long hold = Math.multiplyExact(lots, checks.holdPerLot(window, limit, 0));
        OrderRecord record =
                enter(order, Objects.requireNonNull(orders.participant(Clearing.OPERATOR)), limit, 0, hold);
        Fill fill = state.book.sweepPastItsGroup(record.buy(state.groupOf(Clearing.OPERATOR)), state.bands);
        if (fill != null) {
            bought.accept(trades.clear(fill, TradeKind.CONTINUOUS, record.id()));
        }
        if (record.isOpen()) {
            closings.close(record, CloseReason.NOT_FILLED_AT_ONCE);
        }
        Reply.Accepted answer = new Reply.Accepted(record.id(), record.filledLots(), record.value(), false);
        orders.strike(record);
        return answer;
    }

    /** Takes asks of an account out of one hour, the dearest first, until so many lots of it are not offered any more. */
    void withdrawAsks(long account, long hour, long lots) {
        List<Ask> ladder = state.book.ladder(hour);
        List<Ask> out = new ArrayList<>();
        long left = lots;
        for (int i = ladder.size() - 1; i >= 0 && left > 0; i--) {
            Ask ask = ladder.get(i);
            if (ask.account() == account) {
                state.book.remove(ask);
                out.add(ask);
                left -= ask.remaining();
            }
        }
        closings.asksClosed(out, CloseReason.WITHDRAWN);
    }

    // ---- all of it, as values

    OrdersSnapshot save() {
        return orders.save();
    }

    /** Takes orders into an empty file; wallets and book are there already. */
    void load(OrdersSnapshot saved) {
        List<OrdersSnapshot.Order> byId = new ArrayList<>(saved.open());
        saved.ended().forEach(ended -> byId.add(ended.order()));
        byId.sort(Comparator.comparingLong(OrdersSnapshot.Order::id));
        byId.forEach(this::load);
        for (OrdersSnapshot.Ended ended : saved.ended()) {
            OrderRecord record = known(ended.order().id());
            record.end(ended);
            orders.end(record);
        }
        saved.open().stream()
                .map(open -> known(open.id()))
                .filter(record -> record.expiresAt() > 0)
                .forEach(state.expiries::add);
        for (Buy buy : state.book.buys()) {
            known(buy.orderId()).rests(buy);
        }
        for (long hour : state.book.hoursOffered()) {
            for (Ask ask : state.book.ladder(hour)) {
                if (!Closings.isOperators(ask)) {
                    known(ask.orderId()).rests(ask);
                }
            }
        }
    }

    private void load(OrdersSnapshot.Order saved) {
        long account = saved.order().account();
        OrderRecord record = orders.fresh(saved.order());
        record.become(saved, Objects.requireNonNull(orders.participant(account)));
        record.rememberIds(clientIds.load(account, saved.id(), saved.answers()));
        orders.enter(record);
    }

    private OrderRecord known(long orderId) {
        OrderRecord record = orders.open(orderId);
        if (record == null) {
            throw new IllegalArgumentException(
                    "order " + orderId + " is in one part of the snapshot and not in another");
        }
        return record;
    }

    // ---- fills that come from elsewhere

    /** Clears a fill of a call. */
    void clearInCall(Fill fill) {
        trades.clear(fill, TradeKind.CALL, 0);
    }

    /** Clears a fill of a resume sweep. */
    void clearInSweep(Fill fill) {
        trades.clear(fill, TradeKind.RESUME_SWEEP, fill.buy().orderId());
    }

    // ---- what others ask

    @Nullable OrderRecord find(long account, long orderId) {
        return orders.find(account, orderId);
    }

    /** The orders of an account that are remembered. */
    Roll<OrderRecord> ofAccount(long account) {
        return orders.of(account);
    }

    /** How many orders are open. */
    long open() {
        return orders.countOpen();
    }

    /** Everything that open orders hold for an account; with the bids of spot equal to its wallet's, always. */
    long heldFor(long account) {
        return orders.of(account).open().stream().mapToLong(OrderRecord::hold).sum();
    }
}
