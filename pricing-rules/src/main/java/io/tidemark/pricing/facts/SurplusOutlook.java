package io.tidemark.pricing.facts;

import java.util.List;

/**
 * What a forecast says internal demand will leave of a pool in an hour, in lots: the surplus is at least {@code p99} with a
 * probability of 99 %, and so on.
 *
 * @param p99 lots, never negative; none of those that follow is less than the one before
 */
public record SurplusOutlook(long p99, long p95, long p90, long p75, long p50, long p25, long p10) {
    /** The probabilities in basis points, in the order of the figures. */
    public static final List<Long> LEVELS_BPS = List.of(9_900L, 9_500L, 9_000L, 7_500L, 5_000L, 2_500L, 1_000L);

    private static final long NOTHING = -1;

    /** Nothing is forecast. */
    public static final SurplusOutlook UNKNOWN =
            new SurplusOutlook(NOTHING, NOTHING, NOTHING, NOTHING, NOTHING, NOTHING, NOTHING);

    public SurplusOutlook {
        boolean nothing = p99 == NOTHING && p10 == NOTHING;
        Check.between("p99", p99, nothing ? NOTHING : 0, HourFacts.MAX_LOTS);
        Check.between("p95", p95, p99, HourFacts.MAX_LOTS);
        Check.between("p90", p90, p95, HourFacts.MAX_LOTS);
        Check.between("p75", p75, p90, HourFacts.MAX_LOTS);
        Check.between("p50", p50, p75, HourFacts.MAX_LOTS);
        Check.between("p25", p25, p50, HourFacts.MAX_LOTS);
        Check.between("p10", p10, p25, HourFacts.MAX_LOTS);
    }

    /** From one figure for each of {@link #LEVELS_BPS}. */
    public static SurplusOutlook of(List<Long> lots) {
        if (lots.size() != LEVELS_BPS.size()) {
            throw new IllegalArgumentException("a figure for each of " + LEVELS_BPS + " is needed: " + lots);
        }
        return new SurplusOutlook(
                lots.get(0), lots.get(1), lots.get(2), lots.get(3), lots.get(4), lots.get(5), lots.get(6));
    }

    /** The figures in the order of {@link #LEVELS_BPS}. */
    public List<Long> lots() {
        return List.of(p99, p95, p90, p75, p50, p25, p10);
    }

    public boolean isKnown() {
        return p99 != NOTHING;
    }

    /**
     * The most lots that the surplus reaches with a probability of at least so much: linear between two levels, rounded
     * down. No lot is certain, so from 99 % to certainty it falls to none; below 10 % there is no more than at 10 %.
     *
     * @param probabilityBps from 0 to 10,000
     */
    public long lotsAt(long probabilityBps) {
        long levelAbove = HourFacts.WHOLE_BPS;
        long lotsAbove = 0;
        for (int i = 0; i < LEVELS_BPS.size(); i++) {
            long level = LEVELS_BPS.get(i);
            long its = lots().get(i);
            if (probabilityBps >= level) {
                return lotsAbove + (its - lotsAbove) * (levelAbove - probabilityBps) / (levelAbove - level);
            }
            levelAbove = level;
            lotsAbove = its;
        }
        return lotsAbove;
    }
}
