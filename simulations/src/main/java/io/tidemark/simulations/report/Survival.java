package io.tidemark.simulations.report;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The share of leases that have not been reclaimed, by their age: Kaplan and Meier's estimate. A lease that ends in another
 * way, or still runs, is censored: it says that it was not reclaimed so far, and nothing of what would have been.
 */
final class Survival {
    private static final double Z95 = 1.959964;

    private final NavigableMap<Long, Ends> byAge = new TreeMap<>();
    private long leases;
    private long reclaims;

    private static final class Ends {
        private long reclaimed;
        private long censored;
    }

    /**
     * A step of the curve.
     *
     * @param low the lower end of the 95 % interval, Greenwood's variance on the log-log scale
     */
    record Step(long seconds, double share, double low, double high, long atRisk) {}

    void add(long seconds, boolean reclaimed) {
        Ends ends = byAge.computeIfAbsent(seconds, first -> new Ends());
        leases++;
        if (reclaimed) {
            ends.reclaimed++;
            reclaims++;
        } else {
            ends.censored++;
        }
    }

    long leases() {
        return leases;
    }

    long reclaims() {
        return reclaims;
    }

    /** The longest that any lease was watched, in seconds; 0 without any. */
    long longest() {
        return byAge.isEmpty() ? 0 : byAge.lastKey();
    }

    /** The curve: a step for each age at which a lease was reclaimed. At equal age the reclaimed count as first. */
    List<Step> steps() {
        List<Step> steps = new ArrayList<>();
        long atRisk = leases;
        double share = 1;
        double greenwood = 0;
        for (var entry : byAge.entrySet()) {
            long gone = entry.getValue().reclaimed;
            if (gone > 0) {
                share *= (double) (atRisk - gone) / atRisk;
                greenwood += (double) gone / ((double) atRisk * (atRisk - gone));
                steps.add(step(entry.getKey(), share, greenwood, atRisk));
            }
            atRisk -= gone + entry.getValue().censored;
        }
        return steps;
    }

    private static Step step(long seconds, double share, double greenwood, long atRisk) {
        if (share <= 0 || share >= 1) {
            return new Step(seconds, share, share, share, atRisk);
        }
        double log = StrictMath.log(share);
        double width = Z95 * StrictMath.sqrt(greenwood) / Math.abs(log);
        return new Step(
                seconds,
                share,
                StrictMath.pow(share, StrictMath.exp(width)),
                StrictMath.pow(share, StrictMath.exp(-width)),
                atRisk);
    }

    /** The share that lives to an age. Meaningful only up to {@link #longest}. */
    double shareAt(long seconds) {
        double share = 1;
        for (Step step : steps()) {
            if (step.seconds() > seconds) {
                break;
            }
            share = step.share();
        }
        return share;
    }
}
