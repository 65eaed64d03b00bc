package io.tidemark.exchange.spot;

import java.util.Comparator;

/**
 * A spot bid as its rules see it.
 *
 * @param lots what it wants; in a reclaim, what it runs
 * @param maxTicks the most it pays, per GPU-hour
 * @param gang whether only all of its lots will do
 * @param running whether it holds a lease now
 * @param startedAt when that lease started, epoch milliseconds; 0 if none runs
 * @param sequence its place in time
 */
public record Contender(
        long bidId, long lots, long maxTicks, boolean gang, boolean running, long startedAt, long sequence) {

    /** Who is served first: the higher maximum, then a running lease before a newcomer, then the earlier bid. */
    public static final Comparator<Contender> SPOT_PRIORITY = Comparator.comparingLong(Contender::maxTicks)
            .reversed()
            .thenComparing(Contender::running, Comparator.reverseOrder())
            .thenComparingLong(Contender::sequence);
}
