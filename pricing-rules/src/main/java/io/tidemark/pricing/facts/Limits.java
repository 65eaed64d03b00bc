package io.tidemark.pricing.facts;

/**
 * The outermost limits of a pool, set by its operator. A rule set may tighten the floor and the cap, never widen them.
 *
 * @param floorTicks no price is published below this, at least 1
 * @param capTicks no price is published above this
 * @param largestStepBps how far a published price may move in one tick, in basis points of what it was, 1 to 10,000
 */
public record Limits(long floorTicks, long capTicks, long largestStepBps) {
    /** A million dollars per GPU-hour: a bound for arithmetic, not for taste. */
    static final long MAX_TICKS = 100_000_000;

    public Limits {
        Check.between("floorTicks", floorTicks, 1, MAX_TICKS);
        Check.between("capTicks", capTicks, floorTicks, MAX_TICKS);
        Check.between("largestStepBps", largestStepBps, 1, HourFacts.WHOLE_BPS);
    }
}
