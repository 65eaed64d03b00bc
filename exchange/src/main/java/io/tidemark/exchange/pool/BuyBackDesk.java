package io.tidemark.exchange.pool;

import static io.tidemark.exchange.contract.Hours.format;

import io.tidemark.exchange.clearing.Clearing;
import io.tidemark.exchange.clearing.LegSettlement;
import io.tidemark.exchange.clearing.Parcel;
import io.tidemark.exchange.contract.DeliveryWindow;
import io.tidemark.exchange.contract.Lots;
import io.tidemark.exchange.contract.Money;
import io.tidemark.exchange.contract.Price;
import io.tidemark.exchange.pool.Reply.Refused;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The operator buys titles back, in the book and at the prices of the book. What it gets is burned at once, and everyone
 * who ever sold it is paid as if the hour had been delivered.
 */
final class BuyBackDesk {
    private static final int WHOLE_HOUR = 3_600;

    private final PoolState state;
    private final OrderDesk orders;

    BuyBackDesk(PoolState state, OrderDesk orders) {
        this.state = state;
        this.orders = orders;
    }

    Optional<Refused> refusal(Command.BuyBack wanted) {
        return Optional.ofNullable(Refusals.phase(state))
                .or(this::callRefused)
                .or(() -> windowRefused(wanted.window()))
                .or(() -> termsRefused(wanted))
                .or(() -> costRefused(wanted));
    }

    private Optional<Refused> callRefused() {
        return state.phase == Phase.CALL
                ? Refusals.of(
                        Refusal.NOT_IN_A_CALL,
                        "pool",
                        "a buy-back needs continuous trading, and a call is running",
                        "wait for the end of the call")
                : Optional.empty();
    }

    private Optional<Refused> windowRefused(DeliveryWindow window) {
        if (window.start() < state.firstOpenHour) {
            return Refusals.of(
                    Refusal.WINDOW_IN_THE_PAST,
                    "window",
                    "the gate of hour " + format(window.start()) + " has closed",
                    "start at " + format(state.firstOpenHour) + " or later");
        }
        if (window.end() > state.listedUntil) {
            return Refusals.of(
                    Refusal.WINDOW_NOT_LISTED,
                    "window",
                    "hours are listed until " + format(state.listedUntil),
                    "end there or earlier");
        }
        return Optional.empty();
    }

    private Optional<Refused> termsRefused(Command.BuyBack wanted) {
        if (wanted.lots() < 1) {
            return Refusals.of(Refusal.LOTS_NOT_POSITIVE, "lots", Lots.format(wanted.lots()), "at least 1 lot");
        }
        if (wanted.lots() > state.rules.maxLots()) {
            return Refusals.of(
                    Refusal.TOO_MANY_LOTS,
                    "lots",
                    Lots.format(wanted.lots()) + " in one order",
                    "at most " + Lots.format(state.rules.maxLots()));
        }
        long ceiling = state.sheet.buyBackTicks();
        if (ceiling < 1) {
            return Refusals.of(
                    Refusal.GUARD_BROKEN,
                    "limit",
                    "the rules in force buy nothing back",
                    "publish rules with a ceiling for buying back");
        }
        if (wanted.limit() < 1 || wanted.limit() > ceiling) {
            return Refusals.of(
                    Refusal.GUARD_BROKEN,
                    "limit",
                    "the rules in force buy back up to " + Price.format(ceiling) + " per GPU-hour",
                    "between " + Price.format(1) + " and " + Price.format(ceiling));
        }
        return Optional.empty();
    }

    private Optional<Refused> costRefused(Command.BuyBack wanted) {
        long free = state.clearing.wallet(Clearing.OPERATOR).free();
        long perLot = state.pool.lotHourMoney(wanted.limit(), wanted.window().hours());
        // Compared by division: the product may not fit a long before it is known to be affordable.
        long affordable = free / perLot;
        return affordable >= wanted.lots()
                ? Optional.empty()
                : Refusals.of(
                        Refusal.INSUFFICIENT_CREDIT,
                        "lots",
                        "each lot may cost up to " + Money.format(perLot) + " USD over the window; the operator has "
                                + Money.format(free) + " USD free",
                        (affordable == 0 ? "" : "buy back at most " + Lots.format(affordable) + ", or ")
                                + "deposit more, or lower the limit");
    }

    Reply buyBack(Command.BuyBack wanted) {
        return orders.buyForTheHouse(wanted.window(), wanted.lots(), wanted.limit(), this::burn);
    }

    private void burn(Parcel parcel) {
        List<LegSettlement> legs = new ArrayList<>();
        long feesBefore = state.clearing.fees();
        for (long hour = parcel.window().start(); hour < parcel.window().end(); hour++) {
            legs.addAll(state.clearing
                    .takeBack(parcel, hour, parcel.lots(), WHOLE_HOUR)
                    .legs());
        }
        state.emit(new Event.BoughtBack(
                parcel.id(), parcel.window(), parcel.lots(), legs, state.clearing.fees() - feesBefore));
    }
}
