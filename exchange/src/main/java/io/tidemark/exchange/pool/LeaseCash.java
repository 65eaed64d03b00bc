package io.tidemark.exchange.pool;

import io.tidemark.exchange.contract.Hours;

/**
 * What bids set aside and leases pay. A bid has one hour at its maximum set aside while it waits; when it runs, that hold
 * pays for the hour, and another is set aside before the next.
 */
final class LeaseCash {
    private final PoolState state;
    private final SpotChecks checks;
    private final SpotHour hour;

    LeaseCash(PoolState state, SpotChecks checks, SpotHour hour) {
        this.state = state;
        this.checks = checks;
        this.hour = hour;
    }

    /** Sets aside what a bid that has passed its checks needs first; micro-dollars. */
    long holdFor(Command.SubmitSpotBid bid) {
        long hold = checks.hourAtMax(bid);
        state.clearing.hold(bid.account(), hold);
        return hold;
    }

    /** Gives back what is set aside for an hour to come; micro-dollars. */
    long release(SpotBid bid) {
        long released = bid.releaseNextHold();
        state.clearing.release(bid.account(), released);
        return released;
    }

    /** Sets one more hour aside; false if the account has not so much. */
    boolean fundNextHour(SpotBid bid) {
        long hold = checks.hourAtMax(bid.bid);
        if (!hold(bid, hold)) {
            return false;
        }
        bid.fundNextHour(hold);
        return true;
    }

    /** Sees to the hold of a bid that joins inside the hour; false if the account has not so much. */
    boolean fundJoin(SpotBid bid) {
        if (bid.hourHold() > 0) {
            return true;
        }
        boolean beforeRenewal = state.now < Hours.startMillis(state.runningHour() + 1) - state.rules.gateLead();
        if (beforeRenewal && bid.nextHold() > 0) {
            bid.beginHour();
            return true;
        }
        long hold = checks.hourAtMax(bid.bid);
        if (!hold(bid, hold)) {
            return false;
        }
        bid.fundThisHour(hold);
        return true;
    }

    private boolean hold(SpotBid bid, long hold) {
        if (state.clearing.wallet(bid.account()).free() < hold) {
            return false;
        }
        state.clearing.hold(bid.account(), hold);
        state.emit(new Event.SpotFunded(bid.id, bid.account(), hold));
        return true;
    }

    /** A lease pays for what ran in an hour; the rest of the hold is free. */
    void pay(SpotBid bid, long paidHour) {
        long lotMillis = bid.meter().lotMillis(Hours.startMillis(paidHour), state.now);
        long full = state.pool.lotHourMoney(hour.ticksToPay(), 1);
        // Whole lot-hours apart from the rest: the product of both may not fit a long.
        long amount = Math.addExact(
                Math.multiplyExact(full, lotMillis / Hours.MILLIS), full * (lotMillis % Hours.MILLIS) / Hours.MILLIS);
        long hold = bid.hourHold();
        state.clearing.payLease(bid.account(), hold, amount);
        bid.paid(amount, state.now);
        state.emit(new Event.LeasePaid(
                bid.id, bid.account(), paidHour, lotMillis, hour.ticksToPay(), amount, hold - amount));
    }
}
