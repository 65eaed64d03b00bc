package io.tidemark.exchange.pool;

import io.tidemark.exchange.auction.CallAuction;
import io.tidemark.exchange.auction.CallResult;
import io.tidemark.exchange.book.Fill;
import io.tidemark.exchange.contract.Hours;
import io.tidemark.exchange.pool.Event.HourPrice;
import io.tidemark.exchange.pool.View.WhyNot;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Phases of the pool: when a call is held, when it ends, and what its end does to the book. */
final class PhaseDesk implements Volatility {
    private static final long NEVER = Long.MAX_VALUE;
    private static final long DAY = 24 * Hours.MILLIS;

    private final PoolState state;
    private final OrderDesk orders;
    private final SupplyDesk supply;
    private CallReason reason = CallReason.NONE;
    private long earliestEnd;
    private long callEnd = NEVER;
    private long lastVolatilityCall = Long.MIN_VALUE;

    PhaseDesk(PoolState state, OrderDesk orders, SupplyDesk supply) {
        this.state = state;
        this.orders = orders;
        this.supply = supply;
        orders.callFor(this);
    }

    /** Lists the first days and holds the first opening call. */
    void open() {
        long day = Math.floorDiv(state.now, DAY);
        boolean listedToday = state.now - day * DAY >= state.rules.listingTime();
        state.firstOpenHour = Hours.containing(state.now + state.rules.gateLead()) + 1;
        listUntilDay(day + state.rules.listedDays() + (listedToday ? 1 : 0));
        call(CallReason.OPENING, state.rules.openingCall());
    }

    /** When the next day is listed. */
    long nextListing() {
        long lastListedDay = Math.floorDiv(Hours.startMillis(state.listedUntil), DAY);
        return (lastListedDay - state.rules.listedDays()) * DAY + state.rules.listingTime();
    }

    void listNextDay() {
        listUntilDay(Math.floorDiv(Hours.startMillis(state.listedUntil), DAY) + 1);
        call(CallReason.OPENING, state.rules.openingCall());
    }

    private void listUntilDay(long day) {
        state.listedUntil = day * 24;
        state.emit(new Event.HoursListed(state.listedUntil));
    }

    /** Reasons that meet join one call, whose end is the latest. A halt overrides. */
    void call(CallReason why, long duration) {
        if (state.phase == Phase.HALT) {
            return;
        }
        boolean running = state.phase == Phase.CALL;
        earliestEnd = running ? Math.max(earliestEnd, state.now + duration) : state.now + duration;
        long randomEnd = earliestEnd + Math.floorMod(state.draw, state.rules.randomEnd() + 1);
        callEnd = running ? Math.max(callEnd, randomEnd) : randomEnd;
        reason = why;
        state.phase = Phase.CALL;
        state.timersMoved = true;
        state.emit(new Event.PhaseChanged(Phase.CALL, why, callEnd));
        supply.admit();
    }

    @Override
    public boolean mayCall() {
        return lastVolatilityCall == Long.MIN_VALUE || state.now - lastVolatilityCall >= state.rules.volatilityPause();
    }

    @Override
    public void call() {
        lastVolatilityCall = state.now;
        call(CallReason.VOLATILITY, state.rules.volatilityCall());
    }

    /** Whether supply may still join the call that runs. */
    boolean admitsSupply() {
        return state.phase == Phase.CALL && state.now <= earliestEnd - state.rules.supplyFreeze();
    }

    /** When the running call ends, or {@link Long#MAX_VALUE}. */
    long callEnd() {
        return state.phase == Phase.CALL ? callEnd : NEVER;
    }

    /** Why nothing trades now, whatever its price; empty in continuous trading. */
    Optional<WhyNot> holds() {
        if (state.phase == Phase.CONTINUOUS) {
            return Optional.empty();
        }
        long end = callEnd();
        return Optional.of(new WhyNot.PhaseHolds(state.phase, end == NEVER ? 0 : end));
    }

    CallReason reason() {
        return state.phase == Phase.CALL ? reason : CallReason.NONE;
    }

    /** Everything that waited meets; then resting buys are tried until the book is quiet. */
    void endCall() {
        CallResult result = CallAuction.uncross(state.book);
        List<HourPrice> prices = new ArrayList<>();
        result.prices()
                .forEach((hour, ticks) -> prices.add(new HourPrice(
                        hour,
                        ticks,
                        result.fills().stream()
                                .filter(fill -> fill.buy().window().contains(hour))
                                .mapToLong(Fill::lots)
                                .sum())));
        CallReason ended = reason;
        callEnd = NEVER;
        state.emit(new Event.Uncrossed(ended, prices));
        for (Fill fill : result.fills()) {
            state.book.execute(fill);
            orders.clearInCall(fill);
        }
        for (CallResult.Paradox paradox : result.paradoxes()) {
            state.emit(new Event.ParadoxicallyRejected(
                    paradox.buy().orderId(), paradox.buy().account(), paradox.bindingHour()));
        }
        state.phase = Phase.CONTINUOUS;
        state.book.resumeSweep(orders::clearInSweep);
        state.emit(new Event.PhaseChanged(Phase.CONTINUOUS, ended, 0));
    }

    void halt() {
        state.phase = Phase.HALT;
        callEnd = NEVER;
        state.emit(new Event.PhaseChanged(Phase.HALT, CallReason.NONE, 0));
    }

    void resume() {
        state.phase = Phase.CONTINUOUS;
        call(CallReason.RESUME, state.rules.resumeCall());
    }

    PoolSnapshot.Call save() {
        return new PoolSnapshot.Call(reason, earliestEnd, callEnd, lastVolatilityCall);
    }

    void load(PoolSnapshot.Call saved) {
        reason = saved.reason();
        earliestEnd = saved.earliestEnd();
        callEnd = saved.end();
        lastVolatilityCall = saved.lastVolatilityCall();
    }
}
