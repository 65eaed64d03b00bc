package io.tidemark.exchange.pool;

import static io.tidemark.exchange.contract.Hours.format;

import io.tidemark.exchange.contract.DeliveryWindow;
import io.tidemark.exchange.contract.Lots;
import io.tidemark.exchange.pool.Reply.Refused;
import org.jspecify.annotations.Nullable;

/**
 * How much of an hour one group may have: what it holds and bids for together, against what can be delivered. It is looked
 * at when an order is entered and never afterwards. Reads only.
 */
final class PositionLimit {
    private static final long FULL = 10_000;

    private final PoolState state;
    private final OrderFile orders;

    PositionLimit(PoolState state, OrderFile orders) {
        this.state = state;
        this.orders = orders;
    }

    /**
     * Why a buy goes too far, or null.
     *
     * @param tier that of the participant now
     * @param besides an order that this one takes the place of, or null
     */
    @Nullable Refused refusal(Participant whose, Tier tier, DeliveryWindow window, long lots, @Nullable OrderRecord besides) {
        int bps = tier.positionLimitBps();
        if (bps == 0) {
            return null;
        }
        for (long hour = window.start(); hour < window.end(); hour++) {
            long most = most(hour, bps);
            long has = position(whose.group(), hour, besides);
            if (has + lots > most) {
                long room = Math.max(0, most - has);
                return Refusals.refused(
                        Refusal.POSITION_LIMIT,
                        "lots",
                        "of hour " + format(hour) + " your group holds and bids for " + Lots.format(has)
                                + " already, and may for " + most,
                        room == 0
                                ? "leave that hour out, or cancel other bids for it"
                                : "at most " + Lots.format(room));
            }
        }
        return null;
    }

    /**
     * What is left to spot is part of the capacity; minted titles may be more where capacity was taken back. Of a small pool
     * a share would be nothing: one lot may be anybody's.
     */
    private long most(long hour, int bps) {
        long lots = Math.max(state.capacityOf(hour), state.clearing.minted(hour));
        return Math.max(Math.min(1, lots), lots * bps / FULL);
    }

    private long position(long group, long hour, @Nullable OrderRecord besides) {
        long lots = 0;
        for (long member : state.groups.members(group)) {
            lots += state.clearing.held(member, hour);
            for (OrderRecord record : orders.of(member).open()) {
                if (record != besides && record.isBuy() && record.window().contains(hour)) {
                    lots += record.lots() - record.filledLots();
                }
            }
        }
        return lots;
    }
}
