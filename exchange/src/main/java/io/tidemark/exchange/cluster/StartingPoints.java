package io.tidemark.exchange.cluster;

import io.tidemark.exchange.journal.Journal;
import io.tidemark.exchange.journal.JournalEntry;
import io.tidemark.exchange.journal.JournalReader;
import io.tidemark.exchange.journal.JournalRecord;
import io.tidemark.exchange.journal.PoolHead;
import io.tidemark.exchange.pool.OtherSnapshotException;
import io.tidemark.exchange.pool.PoolEngine;
import io.tidemark.exchange.pool.PoolSnapshots;
import io.tidemark.exchange.snapshot.SnapshotStore;
import io.tidemark.exchange.snapshot.StoredSnapshot;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * From where pools are brought forward: the newest snapshot of each that can be used. One that cannot be read, or that
 * another release wrote, is passed over for an older one; one that contradicts the journal is no choice but an alarm.
 */
final class StartingPoints {
    private static final Logger LOG = LoggerFactory.getLogger(StartingPoints.class);

    private final Journal journal;
    private final Map<String, StartingPoint> points = new TreeMap<>();

    private StartingPoints(Journal journal) {
        this.journal = journal;
    }

    /**
     * A snapshot and the engine that was made of it.
     *
     * @param keptOffsets of all snapshots of the pool that can be read, the oldest first
     */
    record StartingPoint(StoredSnapshot snapshot, PoolEngine engine, List<Long> keptOffsets) {
        /** The same with an engine of one's own. */
        StartingPoint again() {
            return new StartingPoint(snapshot, restore(snapshot).orElseThrow(), keptOffsets);
        }
    }

    /**
     * The starting points of some pools; a pool that has none begins at its first record.
     *
     * @throws RecoveryException if a snapshot is ahead of the journal, or of another history than the journal's
     */
    static Map<String, StartingPoint> find(Journal journal, SnapshotStore store, Set<String> pools) {
        StartingPoints found = new StartingPoints(journal);
        for (String pool : pools) {
            found.newestUsable(pool, store).ifPresent(point -> found.points.put(pool, point));
        }
        found.requireOneHistory();
        return found.points;
    }

    /** The newest usable snapshot of each of some pools, whatever the journal says of it. */
    static Map<String, StartingPoint> newest(SnapshotStore store, Set<String> pools) {
        Map<String, StartingPoint> points = new TreeMap<>();
        for (String pool : pools) {
            for (StoredSnapshot snapshot : store.newestFirst(pool)) {
                Optional<PoolEngine> engine = restore(snapshot);
                if (engine.isPresent()) {
                    points.put(pool, new StartingPoint(snapshot, engine.get(), List.of()));
                    break;
                }
            }
        }
        return points;
    }

    private Optional<StartingPoint> newestUsable(String pool, SnapshotStore store) {
        List<StoredSnapshot> kept = store.newestFirst(pool);
        for (StoredSnapshot snapshot : kept) {
            Optional<PoolHead> head = journal.head(pool);
            if (head.isEmpty() || snapshot.head().sequence() > head.get().sequence()) {
                throw RecoveryException.ahead(snapshot, head);
            }
            if (snapshot.offset() > journal.durableOffset()) {
                throw RecoveryException.otherHistory(
                        snapshot,
                        "it stands before record " + snapshot.offset() + " of " + journal.durableOffset() + " records");
            }
            Optional<PoolEngine> engine = restore(snapshot);
            if (engine.isPresent()) {
                List<Long> offsets =
                        kept.stream().map(StoredSnapshot::offset).sorted().toList();
                return Optional.of(new StartingPoint(snapshot, engine.get(), offsets));
            }
        }
        return Optional.empty();
    }

    /**
     * The engine of a snapshot; empty if this release cannot make one of it that is as the one that was written.
     */
    static Optional<PoolEngine> restore(StoredSnapshot snapshot) {
        try {
            PoolEngine engine = PoolEngine.restore(PoolSnapshots.decode(snapshot.state()));
            if (engine.pool().toString().equals(snapshot.head().pool())
                    && engine.sequence() == snapshot.head().sequence()
                    && engine.stateHash() == snapshot.stateHash()) {
                return Optional.of(engine);
            }
            LOG.error("the snapshot of {} does not come back as it was written, and is passed over", snapshot);
        } catch (OtherSnapshotException | IllegalArgumentException unusable) {
            LOG.warn("the snapshot of {} is passed over: {}", snapshot, unusable.getMessage());
        }
        return Optional.empty();
    }

    /**
     * A snapshot knows the chain of its history up to itself. Followed through the records behind it, it must end where
     * the journal ends: so a snapshot of another market shows, even if its numbers fit.
     */
    private void requireOneHistory() {
        Map<String, PoolHead> heads = new TreeMap<>();
        points.forEach((pool, point) -> heads.put(pool, point.snapshot().head()));
        boolean complete =
                heads.values().stream().allMatch(head -> head.sequence() == journal.durableSequence(head.pool()));
        if (!complete) {
            try (JournalReader reader = journal.read(lowestOffset(journal, points.values()))) {
                for (Optional<JournalEntry> entry = reader.next(); entry.isPresent(); entry = reader.next()) {
                    JournalRecord next = entry.get().record();
                    heads.computeIfPresent(next.pool(), (pool, head) -> behind(head, next));
                }
            }
        }
        heads.forEach(this::requireEnd);
    }

    private void requireEnd(String pool, PoolHead head) {
        PoolHead end = journal.head(pool).orElse(head);
        if (head.sequence() < end.sequence()) {
            throw RecoveryException.gap(pool, head.sequence(), end.sequence() + 1);
        }
        if (!head.chain().equals(end.chain())) {
            throw RecoveryException.otherHistory(
                    snapshot(pool), "followed to sequence " + head.sequence() + " the chains differ");
        }
    }

    private PoolHead behind(PoolHead head, JournalRecord next) {
        if (next.lastSequence() <= head.sequence()) {
            return head;
        }
        if (next.firstSequence() > head.sequence() + 1) {
            throw RecoveryException.gap(head.pool(), head.sequence(), next.firstSequence());
        }
        try {
            return head.after(next);
        } catch (IllegalArgumentException contradiction) {
            throw RecoveryException.otherHistory(
                    snapshot(head.pool()),
                    Objects.requireNonNullElse(contradiction.getMessage(), "the records differ"));
        }
    }

    private StoredSnapshot snapshot(String pool) {
        return Objects.requireNonNull(points.get(pool)).snapshot();
    }

    /** Where the records begin that must be replayed: behind the snapshots only if each of the pools has one. */
    static long tail(Journal journal, Map<String, StartingPoint> points, Set<String> pools) {
        return points.keySet().containsAll(pools) ? lowestOffset(journal, points.values()) : journal.firstOffset();
    }

    private static long lowestOffset(Journal journal, Collection<StartingPoint> points) {
        long lowest = points.stream()
                .mapToLong(point -> point.snapshot().offset())
                .min()
                .orElse(0);
        return Math.max(lowest, journal.firstOffset());
    }
}
