package io.tidemark.pricing.publish;

import io.tidemark.exchange.contract.PoolId;
import java.util.List;
import java.util.Optional;

/**
 * Everything one pricing tick publishes for a pool. Equal facts, rule set and earlier prices give equal prices.
 *
 * @param nowMillis the instant of the facts, epoch milliseconds
 * @param ruleSetId which rules: the SHA-256 of their content in hex
 * @param terms for groups, by what they traded lately; the first are everybody's, and no later ones cost more
 * @param reclaimNoticeSeconds how long before its end a reclaimed spot lease is told, at least 120
 * @param buyBackTicks the most that the operator pays to get a title back, per GPU-hour; 0 if it buys none
 * @param hours the hours of the facts, in the order of time
 * @param spotReserve least prices of the spot lots, cheapest first; its lots are those of the pool's spot
 * @param effects what made band, notice, ceiling and reserve; the terms have their own
 * @param refusals ladders that broke a guard in this tick: there the earlier ladder stays, or none if there was none
 */
public record PoolPrices(
        PoolId pool,
        long nowMillis,
        String ruleSetId,
        Band band,
        List<Terms> terms,
        long reclaimNoticeSeconds,
        long buyBackTicks,
        List<HourPrices> hours,
        Ladder spotReserve,
        List<Effect> effects,
        List<Refusal> refusals) {
    public PoolPrices {
        terms = List.copyOf(terms);
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

    /** The terms of a group that traded so many lot-hours lately. */
    public Terms termsOf(long tradedLotHours) {
        Terms its = terms.get(0);
        for (Terms later : terms) {
            its = later.fromLotHours() <= tradedLotHours ? later : its;
        }
        return its;
    }

    /** One sentence for a buyer: what an hour is worth and why; empty if the tick was not asked for the hour. */
    public Optional<String> explain(long hour) {
        return hour(hour).map(prices -> Sentence.of(pool, prices));
    }
}
