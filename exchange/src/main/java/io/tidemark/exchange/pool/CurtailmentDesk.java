package io.tidemark.exchange.pool;

import io.tidemark.exchange.clearing.Clearing;
import io.tidemark.exchange.clearing.Clearing.Bought;
import io.tidemark.exchange.clearing.Clearing.Due;
import io.tidemark.exchange.clearing.LegSettlement;
import io.tidemark.exchange.contract.DeliveryWindow;
import io.tidemark.exchange.contract.Hours;
import io.tidemark.exchange.contract.Lots;
import io.tidemark.exchange.pool.Reply.Refused;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The last resort when capacity is missing: firm titles are taken from their holders, refunded and paid for. Two people
 * must say so, and long enough before.
 */
final class CurtailmentDesk {
    private final PoolState state;
    private final OrderDesk orders;
    private final DamagesDesk damages;

    CurtailmentDesk(PoolState state, OrderDesk orders, DamagesDesk damages) {
        this.state = state;
        this.orders = orders;
        this.damages = damages;
    }

    Optional<Refused> refusal(Command.Curtail wanted) {
        String declarer = wanted.declaredBy().strip();
        String confirmer = wanted.confirmedBy().strip();
        if (state.phase == Phase.CLOSED) {
            return Refusals.of(Refusal.MARKET_CLOSED, "pool", state.pool + " is not open", "open it first");
        }
        if (wanted.lots() < 1) {
            return Refusals.of(Refusal.LOTS_NOT_POSITIVE, "lots", Lots.format(wanted.lots()), "at least 1 lot");
        }
        if (declarer.isEmpty()) {
            return Refusals.of(
                    Refusal.GUARD_BROKEN,
                    "declaredBy",
                    "nobody declares it",
                    "the name of the person who does, and in confirmedBy that of another");
        }
        if (confirmer.isEmpty() || confirmer.equalsIgnoreCase(declarer)) {
            return Refusals.of(
                    Refusal.GUARD_BROKEN,
                    "confirmedBy",
                    confirmer.isEmpty() ? "nobody confirms it" : declarer + " declares and confirms it",
                    "the name of a second person");
        }
        return hoursRefused(wanted.hours());
    }

    private Optional<Refused> hoursRefused(DeliveryWindow hours) {
        long noticed = Hours.containing(state.now + state.rules.curtailmentNotice() - 1) + 1;
        long earliest = Math.max(noticed, state.firstOpenHour);
        if (hours.start() < earliest) {
            return Refusals.of(
                    Refusal.GUARD_BROKEN,
                    "hours",
                    Hours.format(hours.start()) + " starts too soon for the notice that holders are given",
                    "start at " + Hours.format(earliest) + " or later");
        }
        if (hours.end() > state.listedUntil) {
            return Refusals.of(
                    Refusal.WINDOW_NOT_LISTED,
                    "hours",
                    "hours are listed until " + Hours.format(state.listedUntil),
                    "end there or earlier");
        }
        return Optional.empty();
    }

    void curtail(Command.Curtail wanted) {
        for (long hour = wanted.hours().start(); hour < wanted.hours().end(); hour++) {
            curtail(hour, wanted);
        }
    }

    private void curtail(long hour, Command.Curtail wanted) {
        List<Event.Delivery> taken = new ArrayList<>();
        List<Bought> bought = new ArrayList<>();
        List<LegSettlement> legs = new ArrayList<>();
        long feesBefore = state.clearing.fees();
        for (Due due : state.lastInLine(hour, wanted.lots())) {
            long account = due.parcel().account();
            long offered = due.lots() - state.clearing.freeTitles(account, hour);
            if (offered > 0) {
                orders.withdrawAsks(account, hour, offered);
            }
            Clearing.TakenBack back = state.clearing.takeBack(due.parcel(), hour, due.lots(), 0);
            taken.add(PoolState.delivery(due));
            bought.addAll(back.bought());
            legs.addAll(back.legs());
        }
        state.emit(new Event.Curtailed(
                hour,
                wanted.lots(),
                taken,
                legs,
                state.clearing.fees() - feesBefore,
                wanted.declaredBy().strip(),
                wanted.confirmedBy().strip()));
        // Only now are the asks in the book those that somebody can still buy.
        Replacements replacements = new Replacements(state, hour);
        bought.forEach(each -> damages.award(hour, each, 0, replacements));
    }
}
