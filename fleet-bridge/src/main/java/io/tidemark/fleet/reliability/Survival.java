package io.tidemark.fleet.reliability;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The share of leased lots that have not been reclaimed, by their age: Kaplan and Meier's estimate. A lot that ends in
 * another way, or still runs, is censored: it says that it was not reclaimed so far, and nothing of what would have been.
 *
 * <p>Lots and not parts of leases: a lease that gives back one lot after another is in many parts, one that ends at once
 * in a single one, and counted by parts the reclaimed would weigh too much. Lots of one part share their fate, so the
 * variance is taken times the lots in the part of a lot, on average.
 */
public final class Survival {
    private static final double Z95 = 1.959964;

    private final NavigableMap<Long, Ends> byAge = new TreeMap<>();
    private long lots;
    private long lotsInTheirParts;
    private long reclaimedLots;

    private static final class Ends {
        private long reclaimed;
        private long censored;
    }

    /**
     * A step of the curve.
     *
     * @param low the lower end of the 95 % interval, Greenwood's variance on the log-log scale
     */
    public record Step(long seconds, double share, double low, double high, long atRisk) {}

    /** Adds a part of a lease: lots that began and ended together. */
    public void add(long seconds, long partLots, boolean reclaimed) {
        Ends ends = byAge.computeIfAbsent(seconds, first -> new Ends());
        lots += partLots;
        lotsInTheirParts += partLots * partLots;
        if (reclaimed) {
            ends.reclaimed += partLots;
            reclaimedLots += partLots;
        } else {
            ends.censored += partLots;
        }
    }

    public long lots() {
        return lots;
    }

    public long reclaimedLots() {
        return reclaimedLots;
    }

    /** The longest that any lot was watched, in seconds; 0 without any. */
    public long longest() {
        return byAge.isEmpty() ? 0 : byAge.lastKey();
    }

    /** The curve: a step for each age at which a lot was reclaimed. At equal age the reclaimed count as first. */
    public List<Step> steps() {
        List<Step> steps = new ArrayList<>();
        long atRisk = lots;
        double together = (double) lotsInTheirParts / lots;
        double share = 1;
        double greenwood = 0;
        for (var entry : byAge.entrySet()) {
            long gone = entry.getValue().reclaimed;
            if (gone > 0) {
                share *= (double) (atRisk - gone) / atRisk;
                greenwood += (double) gone / ((double) atRisk * (atRisk - gone));
                steps.add(step(entry.getKey(), share, greenwood * together, atRisk));
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

    /** Lots that were watched to an age or longer. */
    public long watchedFor(long seconds) {
        long watched = 0;
        for (Ends ends : byAge.tailMap(seconds, true).values()) {
            watched += ends.reclaimed + ends.censored;
        }
        return watched;
    }

    /** The last step up to an age; empty if no lot was reclaimed so early. */
    public Optional<Step> stepAt(long seconds) {
        return steps().stream().filter(step -> step.seconds() <= seconds).reduce((earlier, later) -> later);
    }

    /** The share that lives to an age. Meaningful only up to {@link #longest}. */
    public double shareAt(long seconds) {
        return stepAt(seconds).map(Step::share).orElse(1.0);
    }
}
