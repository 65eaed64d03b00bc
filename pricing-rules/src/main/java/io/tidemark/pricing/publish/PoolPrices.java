package io.tidemark.pricing.publish;

import io.tidemark.exchange.contract.PoolId;
import java.util.List;
import java.util.Optional;

/**
 * Everything one pricing tick publishes for a pool. Equal facts, rule set and earlier prices give equal prices.
 *
 * @param nowMillis the instant of the facts, epoch milliseconds
 * @param ruleSetId which rules: the SHA-256 of their content in hex
 * @param reclaimNoticeSeconds how long before its end a reclaimed spot lease is told, at least 120
 * @param hours the hours of the facts, in the order of time
 * @param spotReserve least prices of the spot lots, cheapest first; its lots are those of the pool's spot
 * @param effects what made band, fees, notice and reserve
 * @param refusals ladders that broke a guard in this tick: there the earlier ladder stays, or none if there was none
 */
public record PoolPrices(
        PoolId pool,
        long nowMillis,
        String ruleSetId,
        Band band,
        Fees fees,
        long reclaimNoticeSeconds,
        List<HourPrices> hours,
        Ladder spotReserve,
        List<Effect> effects,
        List<Refusal> refusals) {
    public PoolPrices {
        hours = List.copyOf(hours);
        effects = List.copyOf(effects);
        refusals = List.copyOf(refusals);
    }

    /** The prices of one hour, if the tick was asked for it. */
    public Optional<HourPrices> hour(long hour) {
        // Hours rise but may have holes, so their place is found, not computed.
        int low = 0;
        int high = hours.size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            long found = hours.get(middle).hour();
            if (found == hour) {
                return Optional.of(hours.get(middle));
            }
            if (found < hour) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return Optional.empty();
    }

    /** One sentence for a buyer: what an hour is worth and why; empty if the tick was not asked for the hour. */
    public Optional<String> explain(long hour) {
        return hour(hour).map(prices -> Sentence.of(pool, prices));
    }
}
