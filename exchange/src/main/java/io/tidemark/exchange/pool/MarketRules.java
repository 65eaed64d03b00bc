package io.tidemark.exchange.pool;

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
        long memory) {
    private static final long SECOND = 1_000;
    private static final long MINUTE = 60 * SECOND;
    private static final long HOUR = 60 * MINUTE;

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
                24 * HOUR);
    }

    /** The same, with another limit to the lots of one order: more than a pool has can never trade. */
    public MarketRules withMaxLots(long lots) {
        if (lots < 1) {
            throw new IllegalArgumentException("an order must be able to have one lot: " + lots);
        }
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
                listedDays,
                listingTime,
                lots,
                youngLease,
                leasesWaitForHandOver,
                memory);
    }

    /** The same, with spot lots paid from their hand-over. */
    public MarketRules withHandOver() {
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
                listedDays,
                listingTime,
                maxLots,
                youngLease,
                true,
                memory);
    }
}
