package io.tidemark.exchange.pool;

import static io.tidemark.exchange.pool.Refusals.refused;

import io.tidemark.exchange.pool.Reply.Refused;
import java.util.List;
import java.util.Optional;

/** What the operator tells the pool: to open, halt and resume, what there is to sell, which rules stand, what comes back. */
final class HouseDesk {
    private final PoolState state;
    private final SpotDesk spot;
    private final SupplyDesk supply;
    private final PhaseDesk phases;
    private final Timers timers;
    private final CurtailmentDesk curtailment;
    private final BuyBackDesk buyBack;

    HouseDesk(
            PoolState state,
            OrderDesk orders,
            SpotDesk spot,
            SupplyDesk supply,
            PhaseDesk phases,
            DamagesDesk damages,
            Timers timers) {
        this.state = state;
        this.spot = spot;
        this.supply = supply;
        this.phases = phases;
        this.timers = timers;
        this.curtailment = new CurtailmentDesk(state, orders, damages);
        this.buyBack = new BuyBackDesk(state, orders);
    }

    Reply openMarket(Command.OpenMarket open) {
        if (state.phase != Phase.CLOSED) {
            return refused(Refusal.NOT_NOW, "pool", "the market is open already", "nothing needs to be done");
        }
        state.rules = open.rules();
        state.emit(new Event.MarketOpened(open.rules()));
        phases.open();
        timers.begin();
        return new Reply.Done();
    }

    Reply setCapacity(Command.SetCapacity capacity) {
        if (state.phase == Phase.CLOSED) {
            return refused(Refusal.MARKET_CLOSED, "pool", state.pool + " is not open", "open it first");
        }
        if (capacity.lots().isEmpty() || capacity.lots().stream().anyMatch(lots -> lots < 0)) {
            return refused(
                    Refusal.GUARD_BROKEN, "lots", "no figure, or a negative one", "lots from 0 up, for each hour");
        }
        long hour = state.runningHour();
        long before = state.capacityOf(hour);
        supply.setCapacity(capacity);
        long titles = supply.withdrawUncoveredTitles();
        supply.tellNewShortages();
        long need = before - state.capacityOf(hour);
        if (need > 0 || titles > 0) {
            workOff(Math.max(0, need), titles);
        }
        spot.join();
        return new Reply.Done();
    }

    /**
     * Unsold titles are withdrawn already; then idle lots serve, and those that a notice brings back anyway; then leases,
     * with notice.
     */
    private void workOff(long need, long titleHours) {
        long missing = missingInLeases(need, state.capacityOf(state.runningHour()));
        long fromLeases = spot.reclaims().reclaim(missing);
        state.emit(new Event.NeedWorkedOff(
                need,
                titleHours,
                need - missing,
                fromLeases,
                Math.max(0, missing - fromLeases),
                spot.reclaims().fitsAt()));
    }

    /** How much of a need only leases can serve, once the running hour has no more than a capacity. */
    private long missingInLeases(long need, long capacity) {
        return Math.min(need, spot.hour().lotsOver(capacity));
    }

    Reply warnOfNeed(Command.WarnOfNeed warning) {
        if (state.phase == Phase.CLOSED) {
            return refused(Refusal.MARKET_CLOSED, "pool", state.pool + " is not open", "open it first");
        }
        if (warning.lots() <= 0) {
            return refused(Refusal.GUARD_BROKEN, "lots", "a warning of no lots", "lots from 1 up");
        }
        long capacity = state.capacityOf(state.runningHour());
        long need = Math.min(warning.lots(), capacity);
        List<Event.LeaseLots> leases = spot.reclaims().lastInLine(missingInLeases(need, capacity - need));
        if (!leases.isEmpty()) {
            state.emit(new Event.SpotAtRisk(warning.lots(), leases));
        }
        return new Reply.Done();
    }

    Reply offerSupply(Command.OfferSupply offer) {
        if (state.phase == Phase.CLOSED) {
            return refused(Refusal.MARKET_CLOSED, "pool", state.pool + " is not open", "open it first");
        }
        Optional<Refused> broken = supply.refusal(offer);
        if (broken.isPresent()) {
            return broken.get();
        }
        supply.announce(offer);
        if (phases.admitsSupply()) {
            supply.admit();
        }
        return new Reply.Done();
    }

    Reply publish(Command.PublishRules published) {
        RuleSheet sheet = published.sheet();
        Refused broken = RuleGuards.refusal(published);
        if (broken != null) {
            return broken;
        }
        state.follow(sheet);
        state.references.publish(sheet.fairValues());
        state.emit(new Event.RulesPublished(sheet));
        spot.join();
        return new Reply.Done();
    }

    Reply activate(RuleActivation activation) {
        if (activation.isTooLong()) {
            return refused(
                    Refusal.GUARD_BROKEN,
                    "activation",
                    "a text of the activation is too long",
                    "at most " + RuleActivation.MAX_CHARACTERS + " characters each");
        }
        state.emit(new Event.RulesActivated(activation));
        return new Reply.Done();
    }

    Reply buyBack(Command.BuyBack wanted) {
        Optional<Refused> refused = buyBack.refusal(wanted);
        if (refused.isPresent()) {
            return refused.get();
        }
        Reply reply = buyBack.buyBack(wanted);
        supply.tellNewShortages();
        return reply;
    }

    Reply curtail(Command.Curtail wanted) {
        Optional<Refused> refused = curtailment.refusal(wanted);
        if (refused.isPresent()) {
            return refused.get();
        }
        curtailment.curtail(wanted);
        supply.tellNewShortages();
        return new Reply.Done();
    }

    Reply halt() {
        if (state.phase == Phase.CLOSED || state.phase == Phase.HALT) {
            return refused(Refusal.NOT_NOW, "pool", "the pool is " + state.phase, "halt an open pool");
        }
        phases.halt();
        return new Reply.Done();
    }

    Reply resume() {
        if (state.phase != Phase.HALT) {
            return refused(Refusal.NOT_NOW, "pool", "the pool is " + state.phase, "resume a halted pool");
        }
        phases.resume();
        return new Reply.Done();
    }
}
