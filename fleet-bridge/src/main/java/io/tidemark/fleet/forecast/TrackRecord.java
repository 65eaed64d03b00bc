package io.tidemark.fleet.forecast;

import io.tidemark.pricing.facts.SurplusOutlook;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The errors of the last forecasts at one lead, and what follows from them for the next one. */
final class TrackRecord {
    /** Eight weeks: errors of a week ahead hang together for days, and fewer would be the luck of a few. */
    static final int MOST = 8 * Fit.HOURS_PER_WEEK;

    /** A week of errors: with fewer the outer levels would be no more than the worst that was seen. */
    static final int LEAST = Fit.HOURS_PER_WEEK;

    private static final long WHOLE_BPS = 10_000;

    /** How far a fit can be trusted is forgotten as fast as what it is fitted to. */
    private static final double TRUST_KEPT = StrictMath.pow(0.5, 1 / Fit.HALF_LIFE);

    private final List<Long> errors;
    private final List<Integer> kept;
    private final List<Long> sorted;
    private double explained;
    private double offered;

    TrackRecord(ForecastState.Track track) {
        this.errors = new ArrayList<>(track.errors());
        this.kept = new ArrayList<>(track.kept());
        this.sorted = new ArrayList<>(errors);
        Collections.sort(sorted);
        this.explained = track.explained();
        this.offered = track.offered();
    }

    /**
     * Judges a forecast.
     *
     * @param demand what came
     * @param promise what had been said
     */
    void judge(long demand, ForecastState.Promised promise) {
        if (errors.size() == MOST) {
            sorted.remove(Collections.binarySearch(sorted, errors.remove(0)));
            kept.remove(0);
        }
        long error = demand - promise.lots();
        errors.add(error);
        int place = Collections.binarySearch(sorted, error);
        sorted.add(place < 0 ? -place - 1 : place, error);
        kept.add(promise.kept(demand));
        double change = promise.fitted() - promise.shifted();
        explained = explained * TRUST_KEPT + change * (demand - promise.shifted());
        offered = offered * TRUST_KEPT + change * change;
    }

    /**
     * How far the fit was right, until now, about how much of a deviation goes: 1 is a fit to follow, 0 one that should
     * have said that all of it stays.
     */
    double trust() {
        return offered == 0 ? 1 : Math.max(0, Math.min(1, explained / offered));
    }

    boolean isLongEnough() {
        return errors.size() >= LEAST;
    }

    /**
     * What is to be added to a forecast so that demand stays within it with a probability: the order statistic that the
     * next error of n + 1 alike ones stays within at least so often, the greatest of all where there are too few.
     */
    long margin(long probabilityBps) {
        long rank = Math.floorDiv(probabilityBps * (sorted.size() + 1) + WHOLE_BPS - 1, WHOLE_BPS);
        return sorted.get((int) Math.min(sorted.size(), rank) - 1);
    }

    /** The mean size of its errors in lots. */
    double meanError() {
        return errors.stream().mapToLong(Math::abs).average().orElse(0);
    }

    /** Their mean: above zero where demand was forecast too low. */
    double bias() {
        return errors.stream().mapToLong(error -> error).average().orElse(0);
    }

    int size() {
        return errors.size();
    }

    /** Of how many it was said what demand would stay within. */
    int judged() {
        return (int)
                kept.stream().filter(levels -> levels != ForecastState.UNSAID).count();
    }

    /** How often each level held, in basis points of those that were judged; empty if none was. */
    List<Long> coverageBps() {
        long judged = judged();
        List<Long> coverage = new ArrayList<>();
        for (int level = 0; judged > 0 && level < SurplusOutlook.LEVELS_BPS.size(); level++) {
            int place = level;
            long held = kept.stream().filter(levels -> levels > place).count();
            coverage.add(held * WHOLE_BPS / judged);
        }
        return coverage;
    }

    ForecastState.Track state() {
        return new ForecastState.Track(errors, kept, explained, offered);
    }
}
