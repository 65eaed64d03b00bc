package io.tidemark.exchange.pool;

import static io.tidemark.exchange.contract.Hours.format;

import io.tidemark.exchange.book.Side;
import io.tidemark.exchange.book.TimeInForce;
import io.tidemark.exchange.contract.DeliveryWindow;
import io.tidemark.exchange.contract.Lots;
import io.tidemark.exchange.contract.Money;
import io.tidemark.exchange.contract.Price;
import io.tidemark.exchange.pool.Reply.Refused;
import org.jspecify.annotations.Nullable;

/** What an order must pass before it is entered, and what is set aside for it. Reads only. */
final class OrderChecks {
    private final PoolState state;
    private final PositionLimit positions;
    private final Cover cover;

    OrderChecks(PoolState state, OrderFile orders) {
        this.state = state;
        this.positions = new PositionLimit(state, orders);
        this.cover = new Cover(state);
    }

    /**
     * The first reason against an order in its terms, in the order of the reasons, or null. What its account lacks for it
     * is for {@link #lack(Command.SubmitOrder, Participant, Tier, long)}.
     *
     * @param ticks its limit, or what a market order has for one
     */
    @Nullable Refused refusal(Command.SubmitOrder order, long ticks) {
        Refused refused = Refusals.phase(state);
        if (refused == null) {
            refused = termsThatContradict(order);
        }
        if (refused == null) {
            refused = window(order);
        }
        if (refused == null) {
            refused = atLeastOneLot(order.lots());
        }
        if (refused == null) {
            refused = sideAndExpiry(order);
        }
        if (refused == null) {
            refused = size(order.window(), order.lots(), ticks);
        }
        return refused;
    }

    /**
     * What the account of an order lacks whose terms are in order, or null.
     *
     * @param tier that of the participant now
     * @param holdPerLot for a buy
     */
    @Nullable Refused lack(Command.SubmitOrder order, Participant whose, Tier tier, long holdPerLot) {
        if (order.side() == Side.SELL) {
            return cover.titles(order);
        }
        Refused refused = positions.refusal(whose, tier, order.window(), order.lots(), null);
        return refused != null ? refused : cover.cash(order, whose, holdPerLot);
    }

    /** Why an open order cannot have other terms, whoever's it is, or null. */
    @Nullable Refused refusal(Command.Replace wanted, OrderRecord record) {
        Refused refused = Refusals.phase(state);
        if (refused == null) {
            refused = atLeastOneLot(wanted.lots());
        }
        return refused != null ? refused : size(record.window(), wanted.lots(), wanted.limit());
    }

    /**
     * What the account of an order lacks that would lose its place for terms that are in order, or null.
     *
     * @param tier that of its participant now
     * @param holdPerLot for a buy
     */
    @Nullable Refused lack(Command.Replace wanted, OrderRecord record, Tier tier, long holdPerLot) {
        if (!record.isBuy()) {
            return cover.titles(wanted, record);
        }
        Refused refused = positions.refusal(
                record.participant(), tier, record.window(), wanted.lots() - record.filledLots(), record);
        return refused != null ? refused : cover.cash(wanted, record, holdPerLot);
    }

    private @Nullable Refused termsThatContradict(Command.SubmitOrder order) {
        boolean atOnce = order.timeInForce() == TimeInForce.IOC || order.timeInForce() == TimeInForce.FOK;
        if (order.isAtMarket() && order.timeInForce() != TimeInForce.IOC) {
            return contradiction("timeInForce", "a market order cannot wait", "IOC, or a limit");
        }
        if (order.postOnly() && atOnce) {
            return contradiction(
                    "postOnly",
                    "a post-only order never trades at once, and " + order.timeInForce() + " only at once",
                    "GTC or GTD, or no post-only");
        }
        if ((order.timeInForce() == TimeInForce.GTD) != (order.expiresAt() != 0)) {
            return contradiction(
                    "expiresAt",
                    order.timeInForce() + (order.expiresAt() == 0 ? " without an instant" : " with an instant")
                            + " at which it ends",
                    "GTD with one, anything else without");
        }
        if (state.phase == Phase.CALL && atOnce) {
            return Refusals.refused(
                    Refusal.NOT_IN_A_CALL,
                    "timeInForce",
                    order.timeInForce() + " needs continuous trading, and a call is running",
                    "enter it as GTC, or wait for the end of the call");
        }
        return null;
    }

    private static Refused contradiction(String field, String problem, String remedy) {
        return Refusals.refused(Refusal.TERMS_CONTRADICT, field, problem, remedy);
    }

    private @Nullable Refused window(Command.SubmitOrder order) {
        if (order.window().start() < state.firstOpenHour) {
            return Refusals.refused(
                    Refusal.WINDOW_IN_THE_PAST,
                    "window",
                    "the gate of hour " + format(order.window().start()) + " has closed",
                    "start at " + format(state.firstOpenHour) + " or later");
        }
        if (order.window().end() > state.listedUntil) {
            return Refusals.refused(
                    Refusal.WINDOW_NOT_LISTED,
                    "window",
                    "the window ends at " + format(order.window().end()) + ", hours are listed until "
                            + format(state.listedUntil),
                    "end at " + format(state.listedUntil) + " or earlier; the next day is listed at 14:00 UTC");
        }
        return null;
    }

    private static @Nullable Refused atLeastOneLot(long lots) {
        return lots < 1
                ? Refusals.refused(Refusal.LOTS_NOT_POSITIVE, "lots", Lots.format(lots), "at least 1 lot")
                : null;
    }

    private @Nullable Refused sideAndExpiry(Command.SubmitOrder order) {
        if (order.side() == Side.SELL && (order.allOrNone() || order.timeInForce() == TimeInForce.FOK)) {
            return Refusals.refused(
                    Refusal.SELLERS_ARE_DIVISIBLE,
                    order.allOrNone() ? "allOrNone" : "timeInForce",
                    "a sell cannot be all-or-none",
                    "enter it divisible, GTC or IOC");
        }
        if (order.expiresAt() != 0 && order.expiresAt() <= state.now) {
            return Refusals.refused(
                    Refusal.EXPIRY_IN_THE_PAST,
                    "expiresAt",
                    "it would have ended " + (state.now - order.expiresAt()) / 1_000 + " seconds ago",
                    "an instant that is still to come");
        }
        return null;
    }

    private @Nullable Refused size(DeliveryWindow window, long lots, long ticks) {
        if (ticks < state.sheet.bandLow() || ticks > state.sheet.bandHigh()) {
            return Refusals.refused(
                    Refusal.PRICE_OUTSIDE_BAND,
                    "limitPricePerGpuHour",
                    Price.format(ticks) + " lies outside the static band",
                    "between " + Price.format(state.sheet.bandLow()) + " and " + Price.format(state.sheet.bandHigh()));
        }
        if (lots > state.rules.maxLots()) {
            return Refusals.refused(
                    Refusal.TOO_MANY_LOTS,
                    "lots",
                    Lots.format(lots) + " in one order",
                    "at most " + Lots.format(state.rules.maxLots()));
        }
        long perLot = state.pool.lotHourMoney(ticks, window.hours());
        if (isMore(lots, perLot, state.rules.maxValue())) {
            return Refusals.refused(
                    Refusal.TOO_LARGE_A_VALUE,
                    "lots",
                    Refusals.eachOf(lots) + " is worth " + Money.format(perLot) + " USD over the window",
                    "at most " + Lots.format(state.rules.maxValue() / perLot) + ", or several orders");
        }
        return null;
    }

    /** Whether the product of two positive numbers is more than a third; it may not fit a long. */
    static boolean isMore(long lots, long perLot, long most) {
        try {
            return Math.multiplyExact(lots, perLot) > most;
        } catch (ArithmeticException tooLarge) {
            return true;
        }
    }

    /** The most that each lot of a window can cost at a limit, the fee included, micro-dollars. */
    long holdPerLot(DeliveryWindow window, long limit, int feeBps) {
        return state.pool.lotHourMoneyAndFee(limit, window.hours(), feeBps);
    }
}
