package io.tidemark.exchange.pool;

import io.tidemark.exchange.contract.Hours;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a pool does by itself when its instant has come, and which of it comes first. */
final class Timers {
    private static final long NEVER = Long.MAX_VALUE;

    private final PoolState state;
    private final OrderDesk orders;
    private final SpotDesk spot;
    private final SupplyDesk supply;
    private final PhaseDesk phases;
    private final DamagesDesk damages;

    private long nextGateHour = NEVER;
    private long nextAuctionHour = NEVER;
    private long nextStartHour = NEVER;

    Timers(PoolState state, OrderDesk orders, SpotDesk spot, SupplyDesk supply, PhaseDesk phases, DamagesDesk damages) {
        this.state = state;
        this.orders = orders;
        this.spot = spot;
        this.supply = supply;
        this.phases = phases;
        this.damages = damages;
    }

    /** In the order in which those of one instant fire. */
    private enum Kind {
        GATE,
        EXPIRY,
        CALL_END,
        LISTING,
        SUPPLY_CALL,
        NOTICE_END,
        SPOT_AUCTION,
        HOUR_START
    }

    private record Timer(long at, Kind kind) {}

    /** The market has been opened: its hours go by from now on. */
    void begin() {
        nextGateHour = state.firstOpenHour;
        nextStartHour = state.runningHour() + 1;
        nextAuctionHour = Hours.containing(state.now + state.rules.spotLead()) + 1;
    }

    /** The instant of the first, epoch milliseconds, or {@link Long#MAX_VALUE}. */
    long first() {
        Timer next = next();
        return next == null ? NEVER : next.at();
    }

    /** Lets every timer up to an instant fire, each at its own. */
    void fireUpTo(long time) {
        for (Timer timer = next(); timer != null && timer.at() <= time; timer = next()) {
            state.now = Math.max(state.now, timer.at());
            fire(timer.kind());
            // A lease may have paid the operator: what it owes goes first, before anything can spend it.
            damages.payOwed();
        }
    }

    private @Nullable Timer next() {
        Timer next = null;
        if (state.phase != Phase.CLOSED) {
            for (Kind kind : Kind.values()) {
                long at = instantOf(kind);
                if (at != NEVER && (next == null || at < next.at())) {
                    next = new Timer(at, kind);
                }
            }
        }
        return next;
    }

    private long instantOf(Kind kind) {
        return switch (kind) {
            case GATE -> Hours.startMillis(nextGateHour) - state.rules.gateLead();
            case EXPIRY -> state.expiries.next();
            case CALL_END -> phases.callEnd();
            case LISTING -> phases.nextListing();
            case SUPPLY_CALL -> state.phase == Phase.HALT ? NEVER : supply.callAt();
            case NOTICE_END -> spot.reclaims().nextNoticeEnd();
            case SPOT_AUCTION -> Hours.startMillis(nextAuctionHour) - state.rules.spotLead();
            case HOUR_START -> Hours.startMillis(nextStartHour);
        };
    }

    private void fire(Kind kind) {
        switch (kind) {
            case GATE -> gate(nextGateHour++);
            case EXPIRY -> orders.expire();
            case CALL_END -> phases.endCall();
            case LISTING -> phases.listNextDay();
            case SUPPLY_CALL -> phases.call(CallReason.RELEASE, state.rules.releaseCall());
            case NOTICE_END -> spot.endNotices();
            case SPOT_AUCTION -> spot.auction(nextAuctionHour++);
            case HOUR_START -> startHour(nextStartHour++);
        }
    }

    private void startHour(long hour) {
        supply.startHour(hour);
        spot.startHour(hour);
    }

    private void gate(long hour) {
        orders.gate(hour);
        supply.gate(hour);
        if (state.index.lots(hour) > 0) {
            state.emit(new Event.HourIndexed(hour, state.index.of(hour), state.index.lots(hour)));
        }
        state.firstOpenHour = hour + 1;
        spot.fundNextHour();
        spot.bids().forgetBefore(state.now - state.rules.memory());
        forgetPricesBefore(Hours.containing(state.now - state.rules.memory()));
    }

    /** Damages are reckoned with the index of their hour and with its last price: until that is settled, both are kept. */
    private void forgetPricesBefore(long hour) {
        List<Long> unsettled = state.clearing.hours();
        long first = unsettled.isEmpty() ? hour : Math.min(hour, unsettled.get(0));
        state.index.forgetBefore(first);
        state.references.forgetBefore(first);
    }

    // ---- all of it, as values

    PoolSnapshot.NextHours save() {
        return new PoolSnapshot.NextHours(nextGateHour, nextAuctionHour, nextStartHour);
    }

    void load(PoolSnapshot.NextHours saved) {
        nextGateHour = saved.gate();
        nextAuctionHour = saved.auction();
        nextStartHour = saved.start();
    }
}
