package io.tidemark.exchange.cluster;

import io.tidemark.exchange.cluster.StartingPoints.StartingPoint;
import io.tidemark.exchange.journal.Journal;
import io.tidemark.exchange.journal.JournalEntry;
import io.tidemark.exchange.journal.JournalReader;
import io.tidemark.exchange.journal.JournalRecord;
import io.tidemark.exchange.pool.PoolEngine;
import io.tidemark.exchange.snapshot.SnapshotStore;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings engines back: the newest good snapshot of each pool, then the records behind it. Every command is applied again,
 * and what comes of it must be what was written down the first time.
 */
final class Recovery {
    private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);

    private final Journal journal;
    private final Map<String, PoolReplay> replays = new TreeMap<>();
    private final Map<String, PoolEngine> engines = new ConcurrentHashMap<>();
    private final Map<String, StartingPoint> points = new TreeMap<>();
    private long commands;
    private long latestTime = Long.MIN_VALUE;

    private final Progress progress = new Progress(System::nanoTime, LOG::info);

    private Recovery(Journal journal) {
        this.journal = journal;
    }

    /**
     * Recovers every pool of a journal.
     *
     * @param store empty to replay everything
     * @throws ReplayDivergedException if an engine decides otherwise than it did
     * @throws RecoveryException if what is needed is missing, or snapshots and journal are not of one history
     */
    static Recovery replay(Journal journal, Optional<SnapshotStore> store) {
        Set<String> pools = new TreeSet<>(journal.pools());
        store.ifPresent(snapshots -> pools.addAll(snapshots.pools()));
        Recovery recovery = new Recovery(journal);
        recovery.start(store.map(snapshots -> StartingPoints.find(journal, snapshots, pools))
                .orElse(Map.of()));
        try (JournalReader reader = journal.read(recovery.tail(pools))) {
            recovery.follow(reader);
        }
        pools.forEach(recovery::requireComplete);
        return recovery;
    }

    /**
     * Recovers one pool, as whoever takes it over must; otherwise as {@link #replay(Journal, Optional)}.
     *
     * @param pool may have no record yet
     */
    static Recovery replay(Journal journal, Optional<SnapshotStore> store, String pool) {
        Recovery recovery = new Recovery(journal);
        recovery.start(store.map(snapshots -> StartingPoints.find(journal, snapshots, Set.of(pool)))
                .orElse(Map.of()));
        try (JournalReader reader = journal.read(pool, recovery.tail(Set.of(pool)))) {
            recovery.follow(reader);
        }
        recovery.requireComplete(pool);
        return recovery;
    }

    private void start(Map<String, StartingPoint> found) {
        points.putAll(found);
        found.forEach((pool, point) -> {
            LOG.info(
                    "pool {} goes on from its snapshot at sequence {}",
                    pool,
                    point.engine().sequence());
            replays.put(pool, new PoolReplay(point.engine()));
            engines.put(pool, point.engine());
            latestTime = Math.max(latestTime, point.snapshot().time());
        });
    }

    private long tail(Set<String> pools) {
        return StartingPoints.tail(journal, points, pools);
    }

    private void follow(JournalReader reader) {
        for (Optional<JournalEntry> entry = reader.next(); entry.isPresent(); entry = reader.next()) {
            apply(entry.get().record());
        }
    }

    private void apply(JournalRecord batch) {
        PoolReplay replay = replays.computeIfAbsent(batch.pool(), PoolReplay::ofNew);
        engines.putIfAbsent(batch.pool(), replay.engine());
        commands += replay.apply(batch);
        latestTime = Math.max(latestTime, batch.time());
        progress.reached(commands);
    }

    private void requireComplete(String pool) {
        PoolEngine engine = engines.get(pool);
        long recovered = engine == null ? 0 : engine.sequence();
        if (recovered < journal.durableSequence(pool)) {
            throw RecoveryException.gap(pool, recovered, journal.durableSequence(pool) + 1);
        }
    }

    /** By pool, live: engines that are opened later are put here. */
    Map<String, PoolEngine> engines() {
        return engines;
    }

    /** By pool, the snapshots from which engines went on. */
    Map<String, StartingPoint> points() {
        return points;
    }

    /** How many commands were replayed. */
    long commands() {
        return commands;
    }

    /** Market time of the last record, or {@link Long#MIN_VALUE} if the journal is empty. */
    long latestTime() {
        return latestTime;
    }
}
