package io.tidemark.exchange.pool;

import io.tidemark.exchange.spot.Tranche;
import java.util.Optional;

/** The running hour as spot sees it: which of its lots nobody has, and what one of them costs. Changes nothing but its price. */
final class SpotHour {
    static final long NO_PRICE = -1;

    private final PoolState state;
    private final SpotFile bids;
    private final Notices notices;

    /** What the auction said, or the first who joined; the lowest reserve until then. */
    private long ticks = NO_PRICE;

    SpotHour(PoolState state, SpotFile bids, Notices notices) {
        this.state = state;
        this.bids = bids;
        this.notices = notices;
    }

    // ---- price

    /** From now on it costs so much; {@link #NO_PRICE} for what the reserve asks. */
    void costs(long newTicks) {
        ticks = newTicks;
    }

    /** As {@link #costs} was told. */
    long ticks() {
        return ticks;
    }

    /** What running lots are paid with: nothing before the first auction. */
    long ticksToPay() {
        return Math.max(ticks, 0);
    }

    /** The price in ticks, or the lowest reserve before any auction; empty without a reserve. */
    Optional<Long> price() {
        return Optional.of(priceNow()).filter(price -> price != NO_PRICE);
    }

    private long priceNow() {
        if (ticks != NO_PRICE) {
            return ticks;
        }
        // A step without lots offers nothing, here as in the auction.
        return state.sheet.reserve().stream()
                .filter(tranche -> tranche.lots() > 0)
                .mapToLong(Tranche::ticks)
                .findFirst()
                .orElse(NO_PRICE);
    }

    /** The reserve of so many lots more than run, in ticks; 0 if they are not offered at any price. */
    long reserveOf(long lots) {
        long left = bids.runningLots() + lots;
        for (Tranche tranche : state.sheet.reserve()) {
            left -= tranche.lots();
            if (left <= 0) {
                return tranche.ticks();
            }
        }
        return 0;
    }

    private long reserveWithin(long limit) {
        return state.sheet.reserve().stream()
                .filter(tranche -> tranche.ticks() <= limit)
                .mapToLong(Tranche::lots)
                .sum();
    }

    // ---- lots

    /** Lots that nobody has: neither firm holders nor leases nor those under notice. */
    long idleLots() {
        return Math.max(0, roomBesideLeases() - bids.runningLots() - notices.lots());
    }

    /** Of the idle lots those that a newcomer can have at the price of the hour. */
    long offeredLots() {
        return Math.max(0, Math.min(idleLots(), reserveWithin(priceNow()) - bids.runningLots()));
    }

    /**
     * Lots in leases that the hour could not carry if it had such a capacity. Those under notice do not count: they are on
     * their way back, and nobody else would be back any sooner.
     */
    long lotsOver(long capacity) {
        return Math.max(0, state.clearing.sold(state.runningHour()) + bids.runningLots() - capacity);
    }

    /** Whether it can carry all that firm holders, leases and those under notice have. */
    boolean fits() {
        return bids.runningLots() + notices.lots() <= roomBesideLeases();
    }

    private long roomBesideLeases() {
        long hour = state.runningHour();
        return state.capacityOf(hour) - state.clearing.sold(hour);
    }
}
