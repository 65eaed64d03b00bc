package io.tidemark.simulations.demand;

/**
 * The parts of which generated demand is made. Shares are of the pool's lots.
 *
 * @param meanUse mean share in use outside outages, gangs included, from 0 to 1
 * @param hourSwing how far the hour of the day moves it, up and down; highest at 15:00 UTC, lowest at 03:00
 * @param weekdaySwing how far the day of the week moves it, up and down; highest on Thursday, lowest on Sunday night
 * @param noise standard deviation of what wanders slowly around that
 * @param hourCorrelation correlation of the wandering with itself an hour later, above 0 and below 1
 * @param gangsPerWeek how many gangs start in a week, on average; at most seven, for none or one starts in a day
 * @param smallestGang share that a gang takes at least
 * @param largestGang share that a gang takes at most
 * @param shortestGangHours for how long a gang runs at least, in hours
 * @param longestGangHours for how long a gang runs at most, in hours; at most 24
 * @param outages whether the cluster is down for a day in every 91
 * @param stagedOpening whether the market's first six hours are staged, see {@link #withStagedOpening()}
 */
public record DemandShape(
        double meanUse,
        double hourSwing,
        double weekdaySwing,
        double noise,
        double hourCorrelation,
        double gangsPerWeek,
        double smallestGang,
        double largestGang,
        int shortestGangHours,
        int longestGangHours,
        boolean outages,
        boolean stagedOpening) {
    private static final int DAYS_PER_WEEK = 7;
    private static final int HOURS_PER_WEEK = 168;

    public DemandShape {
        requireShare("mean use", meanUse);
        requireShare("hour swing", hourSwing);
        requireShare("weekday swing", weekdaySwing);
        requireShare("noise", noise);
        requireShare("smallest gang", smallestGang);
        requireShare("largest gang", largestGang);
        // Written so that NaN is refused too.
        if (!(hourCorrelation > 0 && hourCorrelation < 1)) {
            throw new IllegalArgumentException("hour correlation must be between 0 and 1: " + hourCorrelation);
        }
        if (!(gangsPerWeek >= 0 && gangsPerWeek <= DAYS_PER_WEEK)) {
            throw new IllegalArgumentException("gangs per week must be from 0 to 7: " + gangsPerWeek);
        }
        if (smallestGang > largestGang) {
            throw new IllegalArgumentException(
                    "the smallest gang is larger than the largest: " + smallestGang + ", " + largestGang);
        }
        if (shortestGangHours < 1 || shortestGangHours > longestGangHours || longestGangHours > 24) {
            throw new IllegalArgumentException(
                    "a gang runs for 1 to 24 hours: " + shortestGangHours + " to " + longestGangHours);
        }
    }

    /**
     * A training pool as measured: 72 % in use, 4 points each for hour and weekday, noise of 8 points with a correlation
     * of 0.95 after an hour, two gangs a week of 5 to 18 % of the pool, and outages. That a gang runs for 4 to 20 hours
     * is an assumption.
     */
    public static DemandShape trainingPool() {
        return new DemandShape(0.72, 0.04, 0.04, 0.08, 0.95, 2, 0.05, 0.18, 4, 20, true, false);
    }

    /**
     * The same, but it opens with something to see, whenever and from whatever seed it starts: noise and gangs fade in
     * over the market's first six hours, and from its second hour to its fourth a gang as large as gangs get runs. Without it
     * a pool may happen to be full, or to empty steadily, for all of its first hours. For demonstrations: the hours that
     * are staged are no evidence of anything.
     */
    public DemandShape withStagedOpening() {
        return new DemandShape(
                meanUse,
                hourSwing,
                weekdaySwing,
                noise,
                hourCorrelation,
                gangsPerWeek,
                smallestGang,
                largestGang,
                shortestGangHours,
                longestGangHours,
                outages,
                true);
    }

    /** The share that gangs take on average; it is part of {@link #meanUse()}. */
    double meanGangUse() {
        double size = (smallestGang + largestGang) / 2;
        double hours = (shortestGangHours + longestGangHours) / 2.0;
        return gangsPerWeek * size * hours / HOURS_PER_WEEK;
    }

    private static void requireShare(String what, double share) {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException(what + " must be from 0 to 1: " + share);
        }
    }
}
