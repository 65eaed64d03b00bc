package io.tidemark.fleet.surplus;

import java.util.Map;
import java.util.TreeMap;

/**
 * The readings of one pool so far, as a source: what was read last, and what was known at any instant before.
 *
 * <p>Whoever reads a scheduler adds what it finds; while nothing can be read, nothing is added, and the last reading is
 * repeated with the instant it had. Before the first one every reading is of nothing, and as old as the epoch, so nothing
 * follows from it. Safe for use by several threads.
 */
public final class DemandReadings implements DemandSource {
    /** Nine weeks of readings every five minutes, which is as far as a forecast looks back. */
    private static final int MOST = 20_000;

    private final TreeMap<Long, DemandSnapshot> readings = new TreeMap<>();

    /** Takes a reading in; of two for the same instant the later one counts. */
    public synchronized void add(DemandSnapshot reading) {
        readings.put(reading.asOf(), reading);
        if (readings.size() > MOST) {
            readings.pollFirstEntry();
        }
    }

    @Override
    public synchronized DemandSnapshot snapshot(long now) {
        Map.Entry<Long, DemandSnapshot> known = readings.floorEntry(now);
        return known == null ? new DemandSnapshot(Math.min(0, now), 0, 0, 0, false) : known.getValue();
    }

    /** The first reading that is kept; {@link Long#MAX_VALUE} before there is one. */
    @Override
    public synchronized long knownFrom() {
        return readings.isEmpty() ? Long.MAX_VALUE : readings.firstKey();
    }
}
