package io.tidemark.exchange.pool;

import io.tidemark.exchange.spot.Tranche;
import java.util.List;

/**
 * What the pricing rules say a pool should do until they say otherwise. It comes as an input event, stamped with the
 * hash of the rule set that made it.
 *
 * @param ruleSet the hash
 * @param bandLow the static band: no order below, in ticks
 * @param bandHigh the static band: no order above, in ticks
 * @param noticeSeconds how long a reclaimed lease still runs, at least 120
 * @param reserve the spot reserve, cheapest first
 * @param fairValues the reference of hours that have not traded
 * @param dynamicBandBps how far continuous trading may leave the reference of an hour before a call is held, in basis
 *     points of it; 0 for no such band
 * @param buyBackTicks the most that the operator pays to get a title back, per GPU-hour; 0 if it does not
 * @param tiers what groups are asked and allowed by what they traded lately: the first is everybody's, and no later one
 *     pays more
 */
public record RuleSheet(
        String ruleSet,
        long bandLow,
        long bandHigh,
        int noticeSeconds,
        List<Tranche> reserve,
        List<FairValue> fairValues,
        int dynamicBandBps,
        long buyBackTicks,
        List<Tier> tiers) {
    /** More tiers than anybody could explain. */
    public static final int MOST_TIERS = 10;

    /** The least notice that a reclaimed lease is given, in seconds. */
    public static final int LEAST_NOTICE_SECONDS = 120;

    /** The highest price a band may allow: ten thousand dollars per GPU-hour. Up to here no product leaves a long. */
    public static final long HIGHEST_TICKS = 1_000_000;

    /** A sheet with one tier, for everybody, in which orders may be entered as fast as they come. */
    public RuleSheet(
            String ruleSet,
            long bandLow,
            long bandHigh,
            int makerBps,
            int takerBps,
            int noticeSeconds,
            List<Tranche> reserve,
            List<FairValue> fairValues,
            int dynamicBandBps,
            int positionLimitBps,
            long buyBackTicks) {
        this(
                ruleSet,
                bandLow,
                bandHigh,
                noticeSeconds,
                reserve,
                fairValues,
                dynamicBandBps,
                buyBackTicks,
                List.of(Tier.ofFees(makerBps, takerBps, positionLimitBps)));
    }

    /** A sheet without dynamic band, position limit and buy-back. */
    public RuleSheet(
            String ruleSet,
            long bandLow,
            long bandHigh,
            int makerBps,
            int takerBps,
            int noticeSeconds,
            List<Tranche> reserve,
            List<FairValue> fairValues) {
        this(ruleSet, bandLow, bandHigh, makerBps, takerBps, noticeSeconds, reserve, fairValues, 0, 0, 0);
    }

    /** The same with another notice. */
    public RuleSheet withNotice(int seconds) {
        return new RuleSheet(
                ruleSet, bandLow, bandHigh, seconds, reserve, fairValues, dynamicBandBps, buyBackTicks, tiers);
    }

    /** The same with other tiers. */
    public RuleSheet withTiers(List<Tier> others) {
        return new RuleSheet(
                ruleSet, bandLow, bandHigh, noticeSeconds, reserve, fairValues, dynamicBandBps, buyBackTicks, others);
    }

    /** The largest fee rate of all tiers, in basis points. */
    public int largestFeeBps() {
        return tiers.get(0).largestFeeBps();
    }

    Tier tierOf(Standing standing, long now) {
        return tiers.get(tierAt(standing.lotHours(now)));
    }

    /** The place among the tiers of whoever traded so many lot-hours lately, from 0. */
    public int tierAt(long lotHours) {
        int tier = tiers.size() - 1;
        while (tier > 0 && tiers.get(tier).fromLotHours() > lotHours) {
            tier--;
        }
        return tier;
    }

    /** Before any rule has spoken: a band that shuts nobody out, no fees, no spot. */
    static RuleSheet blank() {
        return new RuleSheet("none", 1, HIGHEST_TICKS, 0, 0, LEAST_NOTICE_SECONDS, List.of(), List.of());
    }

    /** What the rules think an hour is worth, in ticks per GPU-hour. */
    public record FairValue(long hour, long ticks) {}
}
