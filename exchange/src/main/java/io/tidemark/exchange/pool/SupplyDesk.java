package io.tidemark.exchange.pool;

import io.tidemark.exchange.book.Ask;
import io.tidemark.exchange.clearing.Clearing;
import io.tidemark.exchange.contract.Hours;
import io.tidemark.exchange.pool.Command.HourSupply;
import io.tidemark.exchange.pool.Reply.Refused;
import io.tidemark.exchange.spot.Tranche;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The operator's side: capacity, the firm titles minted against it, and the asks they stand in the book with. Supply
 * enters in calls only and can be taken back at any time.
 */
final class SupplyDesk {
    private static final long NEVER = Long.MAX_VALUE;

    private final PoolState state;
    private final NavigableMap<Long, HourSupply> waiting = new TreeMap<>();
    private final NavigableMap<Long, Shortage> told = new TreeMap<>();
    private long admittedAt = NEVER;

    SupplyDesk(PoolState state) {
        this.state = state;
    }

    /** When waiting supply calls for a call of its own, or {@link Long#MAX_VALUE}. */
    long callAt() {
        return admittedAt;
    }

    /** A supply that breaks a guard is refused whole, and what stood before stays. */
    Optional<Refused> refusal(Command.OfferSupply supply) {
        for (HourSupply hour : supply.hours()) {
            long last = state.sheet.bandLow();
            for (Tranche tranche : hour.ladder()) {
                if (tranche.ticks() < last || tranche.ticks() > state.sheet.bandHigh()) {
                    return Refusals.of(
                            Refusal.GUARD_BROKEN,
                            "hours",
                            "the ladder of hour " + Hours.format(hour.hour())
                                    + " is not monotone inside the static band",
                            "asks that never fall, from " + state.sheet.bandLow() + " to " + state.sheet.bandHigh()
                                    + " ticks");
                }
                last = tranche.ticks();
            }
        }
        return Optional.empty();
    }

    void announce(Command.OfferSupply supply) {
        for (HourSupply hour : supply.hours()) {
            waiting.put(hour.hour(), hour);
        }
        if (admittedAt == NEVER) {
            long quarter = (Math.floorDiv(state.now, state.rules.supplyQuarter()) + 1) * state.rules.supplyQuarter();
            long haste = noOperatorAskIsLeft() ? state.now + state.rules.supplyHaste() : NEVER;
            admittedAt = Math.min(quarter, haste);
        }
        state.emit(new Event.SupplyAnnounced(supply.hours().size(), admittedAt));
    }

    private boolean noOperatorAskIsLeft() {
        return state.book.hoursOffered().stream()
                .flatMap(hour -> state.book.ladder(hour).stream())
                .noneMatch(ask -> ask.account() == Clearing.OPERATOR);
    }

    /** A call begins or runs: what waited stands in the book now. */
    void admit() {
        admittedAt = NEVER;
        if (waiting.isEmpty()) {
            return;
        }
        long orderId = state.nextId();
        for (HourSupply supply : waiting.values()) {
            if (state.isListed(supply.hour())) {
                replace(orderId, supply);
            }
        }
        waiting.clear();
    }

    private void replace(long orderId, HourSupply supply) {
        long hour = supply.hour();
        operatorAsks(hour).forEach(state.book::remove);
        long firm = Math.min(supply.firmLots(), state.capacityOf(hour));
        List<Tranche> ladder = lastLots(insideBand(supply.ladder()), Math.max(0, firm - state.clearing.sold(hour)));
        long unsold = ladder.stream().mapToLong(Tranche::lots).sum();
        long before = state.clearing.unsold(hour);
        if (unsold > before) {
            state.clearing.mint(hour, unsold - before);
        } else {
            state.clearing.burn(hour, before - unsold);
        }
        for (Tranche tranche : ladder) {
            state.book.rest(new Ask(
                    orderId,
                    Clearing.OPERATOR,
                    state.groupOf(Clearing.OPERATOR),
                    hour,
                    tranche.ticks(),
                    orderId,
                    tranche.lots()));
        }
        state.emit(new Event.SupplyEntered(orderId, hour, state.clearing.minted(hour), ladder));
    }

    /** The band may have moved while the supply waited: what it shuts out now is not offered. */
    private List<Tranche> insideBand(List<Tranche> ladder) {
        return ladder.stream()
                .filter(tranche ->
                        tranche.ticks() >= state.sheet.bandLow() && tranche.ticks() <= state.sheet.bandHigh())
                .toList();
    }

    /** The dear end of a ladder: what was sold since it was drawn up is gone from its cheap end. */
    private static List<Tranche> lastLots(List<Tranche> ladder, long lots) {
        long skip = Math.max(0, ladder.stream().mapToLong(Tranche::lots).sum() - lots);
        List<Tranche> rest = new ArrayList<>();
        for (Tranche tranche : ladder) {
            long skipped = Math.min(skip, tranche.lots());
            skip -= skipped;
            if (tranche.lots() > skipped) {
                rest.add(new Tranche(tranche.ticks(), tranche.lots() - skipped));
            }
        }
        return rest;
    }

    private List<Ask> operatorAsks(long hour) {
        return state.book.ladder(hour).stream()
                .filter(ask -> ask.account() == Clearing.OPERATOR)
                .toList();
    }

    void setCapacity(Command.SetCapacity command) {
        state.capacity.tailMap(command.fromHour(), true).clear();
        for (int i = 0; i < command.lots().size(); i++) {
            state.capacity.put(command.fromHour() + i, command.lots().get(i));
        }
        // What lies behind is never asked for again, but the running hour may have begun with an older entry.
        Long begun = state.capacity.floorKey(state.runningHour());
        if (begun != null) {
            state.capacity.headMap(begun, false).clear();
        }
        state.emit(new Event.CapacityChanged(command.fromHour(), command.lots()));
    }

    /**
     * Takes back unsold titles, the dearest first, wherever more are minted than can be delivered.
     *
     * @return how many lot-hours were withdrawn
     */
    long withdrawUncoveredTitles() {
        long withdrawn = 0;
        for (long hour : state.clearing.hours()) {
            long capacity = state.capacityOf(hour);
            long excess = Math.min(state.clearing.minted(hour) - capacity, state.clearing.unsold(hour));
            if (excess > 0) {
                withdraw(hour, excess);
                withdrawn += excess;
            }
        }
        return withdrawn;
    }

    /** More firm lots of an hour sold than can be delivered. */
    private record Shortage(long soldLots, long capacityLots) {}

    /** The capacity has changed: each hour that is short is told, unless its figures were told before. */
    void tellNewShortages() {
        for (long hour : state.clearing.hours()) {
            if (hour < state.runningHour()) {
                continue;
            }
            Shortage figures = new Shortage(state.clearing.sold(hour), state.capacityOf(hour));
            if (figures.soldLots() <= figures.capacityLots()) {
                told.remove(hour);
            } else if (!figures.equals(told.get(hour))) {
                tell(hour, figures);
            }
        }
    }

    /** An hour starts short: now it hurts, so it is told again. */
    void startHour(long hour) {
        told.headMap(hour, false).clear();
        Shortage figures = new Shortage(state.clearing.sold(hour), state.capacityOf(hour));
        if (figures.soldLots() > figures.capacityLots()) {
            tell(hour, figures);
        }
    }

    private void tell(long hour, Shortage figures) {
        told.put(hour, figures);
        long missing = figures.soldLots() - figures.capacityLots();
        List<Event.Delivery> lastInLine = state.lastInLine(hour, missing).stream()
                .map(PoolState::delivery)
                .toList();
        state.emit(new Event.FirmAtRisk(hour, figures.soldLots(), figures.capacityLots(), lastInLine));
    }

    private void withdraw(long hour, long lots) {
        List<Ask> asks = operatorAsks(hour);
        long left = lots;
        for (int i = asks.size() - 1; i >= 0 && left > 0; i--) {
            long taken = Math.min(left, asks.get(i).remaining());
            state.book.reduce(asks.get(i), taken);
            left -= taken;
        }
        state.clearing.burn(hour, lots);
        state.emit(new Event.SupplyWithdrawn(hour, lots));
    }

    /** At the gate what the operator has not sold is no title any more; the lots are left to spot. */
    void gate(long hour) {
        long unsold = state.clearing.unsold(hour);
        state.clearing.burn(hour, unsold);
        waiting.remove(hour);
        state.emit(new Event.HourGated(hour, state.clearing.sold(hour), unsold, state.deliveries(hour)));
    }

    PoolSnapshot.Supply save() {
        List<PoolSnapshot.Shortage> shortages = new ArrayList<>();
        told.forEach((hour, figures) ->
                shortages.add(new PoolSnapshot.Shortage(hour, figures.soldLots(), figures.capacityLots())));
        return new PoolSnapshot.Supply(List.copyOf(waiting.values()), shortages, admittedAt);
    }

    void load(PoolSnapshot.Supply saved) {
        saved.waiting().forEach(supply -> waiting.put(supply.hour(), supply));
        saved.told().forEach(each -> told.put(each.hour(), new Shortage(each.soldLots(), each.capacityLots())));
        admittedAt = saved.callAt();
    }
}
