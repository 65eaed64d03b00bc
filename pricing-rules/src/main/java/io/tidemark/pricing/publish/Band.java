package io.tidemark.pricing.publish;

/**
 * The static band of a pool, both ends inclusive, and how far a price may go from its reference.
 *
 * @param lowTicks nothing trades below
 * @param highTicks nothing trades above
 * @param dynamicBps half the width of the dynamic band, in basis points of an hour's reference
 */
public record Band(long lowTicks, long highTicks, long dynamicBps) {
    public boolean contains(long ticks) {
        return ticks >= lowTicks && ticks <= highTicks;
    }

    /** The price of the band nearest to another. */
    public long nearest(long ticks) {
        return Math.max(lowTicks, Math.min(highTicks, ticks));
    }
}
