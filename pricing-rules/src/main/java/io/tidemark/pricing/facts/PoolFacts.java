package io.tidemark.pricing.facts;

import io.tidemark.exchange.contract.PoolId;
import java.util.List;

/**
 * A pool at one instant. Shares are basis points: 10,000 is the whole.
 *
 * @param pool which pool
 * @param nowMillis the instant the facts describe, epoch milliseconds
 * @param usableLots lots that can be delivered now, firm and spot together
 * @param firmTitles lots of those that firm titles of the running hour claim
 * @param utilisationBps how much of the pool internal demand uses, 0 to 10,000
 * @param volatilityBps how far prices swing, 0 or more, or {@link #UNKNOWN_VOLATILITY}
 * @param limits what no rule may overstep
 * @param hours the hours to price, each hour once, in the order of time
 */
public record PoolFacts(
        PoolId pool,
        long nowMillis,
        long usableLots,
        long firmTitles,
        long utilisationBps,
        long volatilityBps,
        Limits limits,
        List<HourFacts> hours) {
    /** No volatility has been measured yet. It is a band of its own in the tables, not a calm market. */
    public static final long UNKNOWN_VOLATILITY = -1;

    public PoolFacts {
        Check.between("usableLots", usableLots, 0, HourFacts.MAX_LOTS);
        Check.between("firmTitles", firmTitles, 0, HourFacts.MAX_LOTS);
        Check.between("utilisationBps", utilisationBps, 0, HourFacts.WHOLE_BPS);
        Check.between("volatilityBps", volatilityBps, UNKNOWN_VOLATILITY, 1_000_000);
        hours = List.copyOf(hours);
        for (int i = 1; i < hours.size(); i++) {
            if (hours.get(i - 1).hour() >= hours.get(i).hour()) {
                throw new IllegalArgumentException(
                        "hours must rise: " + hours.get(i - 1).hour() + " stands before "
                                + hours.get(i).hour());
            }
        }
    }

    /** The same pool with no hour to price. */
    public PoolFacts withoutHours() {
        return new PoolFacts(pool, nowMillis, usableLots, firmTitles, utilisationBps, volatilityBps, limits, List.of());
    }

    /** The kind of machine as the tables name it, such as {@code "B200X8"}. */
    public String sku() {
        return pool.sku().name();
    }

    /** Lots left for spot now. */
    public long spotLots() {
        return Math.max(0, usableLots - firmTitles);
    }
}
