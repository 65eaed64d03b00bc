package io.tidemark.simulations.trace;

/**
 * How much of a trace's queue waits for machines.
 *
 * <p>Not all of it does. On Helios Earth something was queued in 89 % of samples while a third of the cluster stood idle:
 * each virtual cluster has its quota, and work waits for its quota and not for a machine. To count all of it as pending
 * would keep back lots that nobody internal could use; to count none would sell them in a real rush.
 */
@FunctionalInterface
public interface QueuedDemand {
    /**
     * The part of a queue that waits for machines.
     *
     * @param queued GPUs or nodes asked for in the queue, never negative
     * @param total GPUs or nodes of the cluster, positive
     * @return from 0 to {@code queued}
     */
    long pending(long queued, long total);

    /** None of it: whatever queues beside idle machines waits for something else. */
    static QueuedDemand none() {
        return (queued, total) -> 0;
    }

    /** All of it, the most careful reading. */
    static QueuedDemand all() {
        return (queued, total) -> queued;
    }

    /**
     * Only what exceeds a share of the cluster, rounded down: so much of a queue stands there on any day.
     *
     * @param perMille the share, from 0 to 1000
     */
    static QueuedDemand beyond(int perMille) {
        if (perMille < 0 || perMille > 1000) {
            throw new IllegalArgumentException("a share must be from 0 to 1000 per mille: " + perMille);
        }
        return (queued, total) -> Math.max(0, queued - total * perMille / 1000);
    }

    /** What exceeds a tenth of the cluster: on Helios Earth seven samples in ten have no more than that in their queue. */
    static QueuedDemand usual() {
        return beyond(100);
    }
}
