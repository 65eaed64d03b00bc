package io.tidemark.exchange.clearing;

import io.tidemark.exchange.contract.PoolId;
import org.jspecify.annotations.Nullable;

/**
 * What the sales of a title come to: in escrow while its hour is to come, and paid when it is over. Arithmetic alone; it
 * moves nothing.
 */
final class SaleMoney {
    private static final long SECONDS = 3_600;

    private final PoolId pool;

    SaleMoney(PoolId pool) {
        this.pool = pool;
    }

    /**
     * What the buyer of one sale in a chain has in escrow for it: its price, less what the next buyer's escrow passes on
     * after the fee. Neither term needs rounding.
     */
    long escrow(Link sale, @Nullable Link next, long lots) {
        long price = pool.lotHourMoney(sale.ticks(), lots);
        if (next == null) {
            return price;
        }
        long passedOn =
                pool.lotHourMoney(next.ticks(), lots) - pool.lotHourFee(next.ticks(), lots, next.sellerFeeBps());
        return Math.max(0, price - passedOn);
    }

    /** What one account has in escrow for a leg, as the buyer of any of its sales. */
    long escrowOf(long account, Leg leg) {
        long sum = 0;
        Link next = null;
        for (Link sale = leg.lastSale(); sale != null; sale = sale.before()) {
            sum += sale.buyer() == account ? escrow(sale, next, leg.lots()) : 0;
            next = sale;
        }
        return sum;
    }

    /**
     * What one sale of a leg comes to.
     *
     * @param next the sale after it, or null for the last one
     * @param seconds of the hour that were delivered, 0 to 3,600
     */
    LegSettlement settlement(Leg leg, Link sale, @Nullable Link next, long hour, int seconds) {
        long price = pool.lotHourMoney(sale.ticks(), leg.lots());
        long buyerFee = pool.lotHourFee(sale.ticks(), leg.lots(), sale.buyerFeeBps());
        long sellerFee = pool.lotHourFee(sale.ticks(), leg.lots(), sale.sellerFeeBps());
        return new LegSettlement(
                leg.parcel().id(),
                hour,
                sale.seller(),
                sale.buyer(),
                leg.lots(),
                sale.ticks(),
                seconds,
                escrow(sale, next, leg.lots()),
                delivered(price, seconds),
                delivered(sellerFee, seconds),
                buyerFee - delivered(buyerFee, seconds));
    }

    /** Multiplied first, divided once, rounded down: the remainder stays with the buyer. */
    private static long delivered(long fullHour, int seconds) {
        return Math.multiplyExact(fullHour, (long) seconds) / SECONDS;
    }
}
