package io.tidemark.fleet.surplus;

/**
 * One reading of a pool: how many lots it has, and how many of them internal work uses or waits for.
 *
 * <p>A source that cannot reach its scheduler repeats its last reading with the old {@code asOf}; the age is what makes
 * it stale, so a source cannot forget to say so.
 *
 * @param asOf the instant for which the reading holds, epoch milliseconds
 * @param totalLots lots of the pool, never negative
 * @param internalLots lots in internal use, from 0 to {@code totalLots}
 * @param pendingLots lots that internal work waits for because it lacks machines, never negative; it may exceed what is
 *     idle. Work that waits for a quota beside idle machines does not belong here
 * @param outage whether the cluster is down: its idle lots are then no surplus
 */
public record DemandSnapshot(long asOf, long totalLots, long internalLots, long pendingLots, boolean outage) {
    public DemandSnapshot {
        if (totalLots < 0) {
            throw new IllegalArgumentException("total lots must not be negative: " + totalLots);
        }
        if (internalLots < 0 || internalLots > totalLots) {
            throw new IllegalArgumentException("internal lots must be from 0 to " + totalLots + ": " + internalLots);
        }
        if (pendingLots < 0) {
            throw new IllegalArgumentException("pending lots must not be negative: " + pendingLots);
        }
    }

    /** Lots that no internal work uses; in an outage they are idle all the same. */
    public long idleLots() {
        return totalLots - internalLots;
    }
}
