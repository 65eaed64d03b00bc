package io.tidemark.exchange.pool;

import static io.tidemark.exchange.contract.Hours.format;

import io.tidemark.exchange.book.Ask;
import io.tidemark.exchange.book.Side;
import io.tidemark.exchange.book.TimeInForce;
import io.tidemark.exchange.contract.DeliveryWindow;
import io.tidemark.exchange.contract.Money;
import io.tidemark.exchange.contract.Price;
import io.tidemark.exchange.pool.Reply.Refused;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What an order must pass before it is entered, and what is set aside for it. Reads only. */
final class OrderChecks {
    private final PoolState state;

    OrderChecks(PoolState state) {
        this.state = state;
    }

    /** In the order of the reasons: the first that holds is the answer. */
    Optional<Refused> refusal(Command.SubmitOrder order) {
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
        Optional<Refused> tooFew = atLeastOneLot(order.lots());
        if (tooFew.isPresent()) {
            return tooFew;
        }
        if (wholeOrNothing && order.side() == Side.SELL) {
            return Refusals.of(
                    Refusal.SELLERS_ARE_DIVISIBLE,
                    order.allOrNone() ? "allOrNone" : "timeInForce",
                    "a sell cannot be all-or-none",
                    "enter it divisible, GTC or IOC");
        }
        return terms(order.lots(), order.limit())
                .or(() -> order.side() == Side.SELL ? titleCover(order) : cashCover(order));
    }

    /** Why an open order cannot have other terms, or empty if it can. */
    Optional<Refused> refusal(Command.Replace wanted, OrderRecord record) {
        Optional<Refused> refused = Refusals.phase(state)
                .or(() -> atLeastOneLot(wanted.lots()))
                .or(() -> terms(wanted.lots(), wanted.limit()));
        if (refused.isPresent() || wanted.keepsPriorityOf(record.order())) {
            return refused;
        }
        return record.isBuy() ? cashCover(wanted, record) : titleCover(wanted, record);
    }

    private static Optional<Refused> atLeastOneLot(long lots) {
        return lots < 1
                ? Refusals.of(Refusal.LOTS_NOT_POSITIVE, "lots", lots + " lots", "at least 1 lot")
                : Optional.empty();
    }

    private Optional<Refused> terms(long lots, long limit) {
        if (limit < state.sheet.bandLow() || limit > state.sheet.bandHigh()) {
            return Refusals.of(
                    Refusal.PRICE_OUTSIDE_BAND,
                    "limitPricePerGpuHour",
                    Price.format(limit) + " lies outside the static band",
                    "between " + Price.format(state.sheet.bandLow()) + " and " + Price.format(state.sheet.bandHigh()));
        }
        if (lots > state.rules.maxLots()) {
            return Refusals.of(
                    Refusal.TOO_MANY_LOTS,
                    "lots",
                    lots + " lots in one order",
                    "at most " + state.rules.maxLots() + " lots");
        }
        return Optional.empty();
    }

    private Optional<Refused> titleCover(Command.Replace wanted, OrderRecord record) {
        Map<Long, Long> offered =
                state.book.asksOf(record.id).stream().collect(Collectors.toMap(Ask::hour, Ask::remaining));
        for (long hour = Math.max(record.window().start(), state.firstOpenHour);
                hour < record.window().end();
                hour++) {
            long filled = record.filledIn(hour);
            long cover = state.uncommittedTitles(record.account(), hour) + offered.getOrDefault(hour, 0L);
            if (cover < wanted.lots() - filled) {
                return Refusals.of(
                        Refusal.TITLES_NOT_COVERED,
                        "lots",
                        "of hour " + format(hour) + " you have sold " + filled + " lots with this order and hold "
                                + cover + " lots that no other order offers",
                        "a total of at most " + (filled + cover) + " lots");
            }
        }
        return Optional.empty();
    }

    private Optional<Refused> cashCover(Command.Replace wanted, OrderRecord record) {
        long left = wanted.lots() - record.filledLots();
        long free = state.clearing.wallet(record.account()).free();
        long perLot = holdFor(record.window(), wanted.limit(), 1, feeCapBps());
        if (left <= 0 || (free + record.hold()) / perLot >= left) {
            return Optional.empty();
        }
        return Refusals.of(
                Refusal.INSUFFICIENT_CREDIT,
                "lots",
                "each of the " + left + " lots still wanted may cost up to " + Money.format(perLot)
                        + " USD over the window, fees included; set aside are " + Money.format(record.hold())
                        + " USD and free are " + Money.format(free) + " USD",
                "deposit more, or ask for fewer lots or a lower limit");
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
        long perLot = holdFor(order.window(), order.limit(), 1, feeCapBps());
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

    /** The largest fee rate that stands now. */
    int feeCapBps() {
        return Math.max(state.sheet.makerBps(), state.sheet.takerBps());
    }

    /** The most that lots of a window can cost at a limit, the fee included, micro-dollars. */
    long holdFor(DeliveryWindow window, long limit, long lots, int feeBps) {
        long lotHours = Math.multiplyExact(lots, (long) window.hours());
        return Math.addExact(state.pool.lotHourMoney(limit, lotHours), state.pool.lotHourFee(limit, lotHours, feeBps));
    }
}
