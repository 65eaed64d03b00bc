package io.tidemark.exchange.pool;

import io.tidemark.exchange.pool.Reply.Refused;
import org.jspecify.annotations.Nullable;

/** How fast groups may enter orders, replacements and bids. It is asked first of all, and asking counts. */
final class OrderRate {
    private OrderRate() {}

    /** As {@link #refusal(PoolState, Standing, Tier)}, for whoever enters firm orders. */
    static @Nullable Refused refusal(PoolState state, Participant whose, Tier tier) {
        return tier.ordersPerSecond() == 0 ? null : refusal(state, whose.standing(), tier);
    }

    /** Why a group must wait before it enters anything, or null: then what it enters now is counted. */
    static @Nullable Refused refusal(PoolState state, Standing standing, Tier tier) {
        long wait = standing.enter(state.now, tier);
        return wait == 0
                ? null
                : Refusals.refused(
                        Refusal.TOO_MANY_ORDERS,
                        "account",
                        "your group enters more than " + tier.ordersPerSecond()
                                + (tier.ordersPerSecond() == 1 ? " order" : " orders") + " a second on average",
                        "enter it again in " + wait + " ms; cancels are not counted");
    }
}
