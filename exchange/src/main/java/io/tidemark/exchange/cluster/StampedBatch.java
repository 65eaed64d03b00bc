package io.tidemark.exchange.cluster;

import io.tidemark.exchange.pool.Command;
import java.util.List;

/**
 * Commands in their order with the time and the chance that their sequencer gave them.
 *
 * @param epoch of the owner who says so
 * @param base the sequence that the first of them follows
 * @param time market time, epoch milliseconds
 * @param seed what the draw of each follows from; drawn anew for each batch, so that one tells nothing of the next
 */
public record StampedBatch(long epoch, long base, long time, long seed, List<Command> commands) {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    /** The chance of the i-th command, from 0 up: not negative, and of a command alone whatever its neighbours got. */
    public long draw(int index) {
        // SplitMix64: one secure number for a thousand commands instead of one for each.
        long z = seed + (index + 1) * GOLDEN;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return (z ^ (z >>> 31)) >>> 33;
    }
}
