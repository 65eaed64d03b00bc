package io.tidemark.exchange.snapshot;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** Where snapshots are kept. All methods may be called from any thread. */
public interface SnapshotStore {
    /**
     * Keeps a snapshot; when this returns it survives a power cut, and until then whatever was kept before does.
     *
     * @throws SnapshotException if the storage refuses; nothing that was kept is lost
     */
    void save(StoredSnapshot snapshot);

    /**
     * The snapshots of a pool, the newest first. Damaged ones are passed over and logged.
     *
     * @throws SnapshotException if the storage cannot be read
     */
    List<StoredSnapshot> newestFirst(String pool);

    /**
     * Where the snapshots of each pool stand, the newest first. They are not read, so damaged ones are among them.
     *
     * @throws SnapshotException if the storage cannot be read
     */
    Map<String, List<SnapshotPlace>> places();

    /** The pools that have a snapshot. */
    Set<String> pools();

    /** Drops all but the newest {@code keep} snapshots of each pool. */
    void prune(int keep);

    /**
     * The store for one of several processes that write to it in turns: from now on whoever has a lower epoch is refused. It
     * is the store itself where only one process writes anyway.
     *
     * @param epoch of the one whose turn it is
     * @throws SnapshotException if the storage refuses, or one of a higher epoch was here already
     */
    default SnapshotStore writer(long epoch) {
        return this;
    }
}
