package io.tidemark.simulations.trace;

import io.tidemark.fleet.surplus.DemandSnapshot;
import io.tidemark.fleet.surplus.DemandSource;
import java.time.Duration;

/**
 * A trace as the internal demand of one of our pools: the same share in use of another number of lots, over and over.
 *
 * <p>What is in use, and what is pending, are rounded up to whole lots: a lot of which one GPU is needed is not idle. It
 * remembers nothing, so any instant may be asked for, before the market's start as well (for a warm-up), and a restart
 * gives the same demand.
 */
public final class ScaledDemand implements DemandSource {
    private final DemandTrace trace;
    private final long poolLots;
    private final long marketStart;
    private final long traceOffset;
    private final QueuedDemand queuedDemand;

    /**
     * Lays a trace along the market's clock.
     *
     * @param poolLots lots of the pool, from 1 to 10,000,000
     * @param marketStart an instant of the market, epoch milliseconds
     * @param traceOffset how far into the trace that instant lies; more than its length, or less than none, wraps around
     */
    public ScaledDemand(
            DemandTrace trace, long poolLots, long marketStart, Duration traceOffset, QueuedDemand queuedDemand) {
        if (poolLots < 1 || poolLots > CsvFile.LARGEST_COUNT) {
            throw new IllegalArgumentException("lots must be from 1 to " + CsvFile.LARGEST_COUNT + ": " + poolLots);
        }
        this.trace = trace;
        this.poolLots = poolLots;
        this.marketStart = marketStart;
        this.traceOffset = Math.floorMod(traceOffset.toMillis(), trace.repeatMillis());
        this.queuedDemand = queuedDemand;
    }

    /**
     * The sample in force. A sample holds for its step, and is as good as new until then; in a gap of the trace the last
     * one is repeated with the {@code asOf} at which it stopped to hold.
     */
    @Override
    public DemandSnapshot snapshot(long now) {
        DemandTrace.Reading reading =
                trace.reading(Math.floorMod(now - marketStart + traceOffset, trace.repeatMillis()));
        long pending = queuedDemand.pending(reading.queued(), reading.total());
        return new DemandSnapshot(
                now - reading.ageMillis(),
                poolLots,
                lots(reading.inUse(), reading.total()),
                lots(pending, reading.total()),
                reading.outage());
    }

    /** The trace's first sample. What lies before it is the end of the same trace, and no past: it has not been yet. */
    @Override
    public long knownFrom() {
        return marketStart - traceOffset;
    }

    private long lots(long part, long total) {
        return (part * poolLots + total - 1) / total;
    }
}
