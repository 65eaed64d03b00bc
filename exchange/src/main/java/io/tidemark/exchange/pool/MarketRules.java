package io.tidemark.exchange.pool;

import io.tidemark.exchange.contract.Money;

/**
 * The numbers of the rulebook that an operator may set when a pool is opened. All durations are milliseconds.
 *
 * @param gateLead how long before its start an hour stops trading
 * @param spotLead how long before its start the spot auction of an hour is held
 * @param openingCall the daily call that lists a new day
 * @param releaseCall the call that admits operator supply
 * @param resumeCall the call after a halt
 * @param randomEnd a call ends by chance up to so much later
 * @param supplyQuarter operator supply waits for the next multiple of this
 * @param supplyHaste or so long, when no operator ask is left
 * @param supplyFreeze in the last part of a call, so long before its earliest end, no supply joins
 * @param listedDays whole days ahead that are listed
 * @param listingTime when in the UTC day the next day is listed
 * @param maxLots the most lots in one order
 * @param youngLease a lease reclaimed before this age gets the current hour free
 * @param leasesWaitForHandOver whether a spot lot is paid only from the fleet's word that it was handed over; without a
 *     fleet it counts as handed over at once
 * @param memory how long an ended order and its client order id are remembered
 * @param volatilityCall the call that is held when continuous trading would leave the dynamic band
 * @param volatilityPause the least time from one such call to the next
 * @param maxValue the most that one order may be worth at its limit, micro-dollars
 * @param curtailmentNotice the least time from a curtailment to the first hour that it takes
 * @param failureGrace undelivered time of a lot in an hour up to which it is refunded and no damage is done
 * @param damagesBps the least damages, in basis points of their base
 * @param selfMatchAllowed whether a group may trade with itself: only for replaying a stream that does
 */
public record MarketRules(
        long gateLead,
        long spotLead,
        long openingCall,
        long releaseCall,
        long resumeCall,
        long randomEnd,
        long supplyQuarter,
        long supplyHaste,
        long supplyFreeze,
        int listedDays,
        long listingTime,
        long maxLots,
        long youngLease,
        boolean leasesWaitForHandOver,
        long memory,
        long volatilityCall,
        long volatilityPause,
        long maxValue,
        long curtailmentNotice,
        long failureGrace,
        int damagesBps,
        boolean selfMatchAllowed) {
    /** A memory in which an ended order is forgotten before the next command. */
    public static final long NO_MEMORY = -1;

    private static final long SECOND = 1_000;
    private static final long MINUTE = 60 * SECOND;
    private static final long HOUR = 60 * MINUTE;

    /** What one order may be worth: a hundred million dollars. */
    private static final long MOST_VALUE = 100_000_000L * Money.PER_DOLLAR;

    /** The rulebook's own numbers. */
    public static MarketRules standard() {
        return new MarketRules(
                10 * MINUTE,
                5 * MINUTE,
                10 * MINUTE,
                30 * SECOND,
                5 * MINUTE,
                10 * SECOND,
                15 * MINUTE,
                MINUTE,
                10 * SECOND,
                7,
                14 * HOUR,
                100_000,
                HOUR,
                false,
                24 * HOUR,
                2 * MINUTE,
                10 * MINUTE,
                MOST_VALUE,
                30 * MINUTE,
                10 * MINUTE,
                2_500,
                false);
    }

    /** The same, with another limit to the lots of one order: more than a pool has can never trade. */
    public MarketRules withMaxLots(long lots) {
        if (lots < 1) {
            throw new IllegalArgumentException("an order must be able to have one lot: " + lots);
        }
        return with(listedDays, lots, leasesWaitForHandOver, memory, maxValue, selfMatchAllowed);
    }

    /** The same, with spot lots paid from their hand-over. */
    public MarketRules withHandOver() {
        return with(listedDays, maxLots, true, memory, maxValue, selfMatchAllowed);
    }

    /** The same, with no limit to what an order is worth and with groups that trade with themselves. */
    public MarketRules forReplay() {
        return with(listedDays, maxLots, leasesWaitForHandOver, memory, Long.MAX_VALUE, true);
    }

    /** The same, with so many whole days ahead listed. */
    public MarketRules withListedDays(int days) {
        return with(days, maxLots, leasesWaitForHandOver, memory, maxValue, selfMatchAllowed);
    }

    /** The same, with ended orders remembered for so many milliseconds. */
    public MarketRules withMemory(long millis) {
        return with(listedDays, maxLots, leasesWaitForHandOver, millis, maxValue, selfMatchAllowed);
    }

    private MarketRules with(int days, long lots, boolean handOver, long remembered, long value, boolean selfMatch) {
        return new MarketRules(
                gateLead,
                spotLead,
                openingCall,
                releaseCall,
                resumeCall,
                randomEnd,
                supplyQuarter,
                supplyHaste,
                supplyFreeze,
                days,
                listingTime,
                lots,
                youngLease,
                handOver,
                remembered,
                volatilityCall,
                volatilityPause,
                value,
                curtailmentNotice,
                failureGrace,
                damagesBps,
                selfMatch);
    }
}
