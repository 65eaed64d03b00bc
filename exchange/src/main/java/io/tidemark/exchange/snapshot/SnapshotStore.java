package io.tidemark.exchange.snapshot;

import java.util.List;
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

    /** The pools that have a snapshot. */
    Set<String> pools();

    /** Drops all but the newest {@code keep} snapshots of each pool. */
    void prune(int keep);
}
