package io.tidemark.pricing.facts;

import io.tidemark.exchange.contract.Hours;

/**
 * One delivery hour of a pool.
 *
 * @param hour the epoch hour
 * @param leadMinutes whole minutes until it starts, rounded down, 0 to {@value #MAX_LEAD_MINUTES}
 * @param hourOfWeek 0 to 167; 0 is Monday 00:00 UTC
 * @param capacityLots lots that can be delivered in the hour
 * @param mintedLots titles that exist, sold or not
 * @param soldLots titles of those in the hands of buyers
 * @param referenceTicks the last trade or call price, 0 if there is none
 * @param outlook what is forecast to be left by internal demand
 */
public record HourFacts(
        long hour,
        long leadMinutes,
        long hourOfWeek,
        long capacityLots,
        long mintedLots,
        long soldLots,
        long referenceTicks,
        SurplusOutlook outlook) {
    /** Two weeks: seven days are listed, and the eighth opens at 14:00 UTC. */
    public static final long MAX_LEAD_MINUTES = 20_159;

    static final long WHOLE_BPS = 10_000;
    static final long MAX_LOTS = 1_000_000;
    private static final long MILLIS_PER_MINUTE = 60_000;
    private static final long HOURS_PER_DAY = 24;
    private static final long HOURS_PER_WEEK = 168;
    /** Epoch hour 0 was a Thursday. */
    private static final long HOURS_FROM_MONDAY_TO_EPOCH = 72;

    public HourFacts {
        Check.between("leadMinutes", leadMinutes, 0, MAX_LEAD_MINUTES);
        Check.between("hourOfWeek", hourOfWeek, 0, HOURS_PER_WEEK - 1);
        Check.between("capacityLots", capacityLots, 0, MAX_LOTS);
        Check.between("mintedLots", mintedLots, 0, MAX_LOTS);
        Check.between("soldLots", soldLots, 0, mintedLots);
        Check.between("referenceTicks", referenceTicks, 0, Limits.MAX_TICKS);
    }

    /**
     * The facts of an hour as seen at an instant, without a forecast.
     *
     * @throws IllegalArgumentException if the hour has started or starts in more than {@value #MAX_LEAD_MINUTES} minutes
     */
    public static HourFacts at(
            long nowMillis, long hour, long capacityLots, long mintedLots, long soldLots, long referenceTicks) {
        return new HourFacts(
                hour,
                Math.floorDiv(Hours.startMillis(hour) - nowMillis, MILLIS_PER_MINUTE),
                Math.floorMod(hour + HOURS_FROM_MONDAY_TO_EPOCH, HOURS_PER_WEEK),
                capacityLots,
                mintedLots,
                soldLots,
                referenceTicks,
                SurplusOutlook.UNKNOWN);
    }

    /** The same hour with what is forecast of it. */
    public HourFacts with(SurplusOutlook forecast) {
        return new HourFacts(
                hour, leadMinutes, hourOfWeek, capacityLots, mintedLots, soldLots, referenceTicks, forecast);
    }

    /** Titles that were minted and found no buyer yet. */
    public long unsoldLots() {
        return mintedLots - soldLots;
    }

    /** 0 is Monday, 6 is Sunday, in UTC. */
    public long dayOfWeek() {
        return hourOfWeek / HOURS_PER_DAY;
    }

    /** 0 to 23, in UTC. */
    public long hourOfDay() {
        return hourOfWeek % HOURS_PER_DAY;
    }

    /** Sold lots as a share of the minted ones, in basis points rounded down; 0 if nothing was minted. */
    public long soldShareBps() {
        return mintedLots == 0 ? 0 : soldLots * WHOLE_BPS / mintedLots;
    }
}
