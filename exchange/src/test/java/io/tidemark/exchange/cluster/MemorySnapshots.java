package io.tidemark.exchange.cluster;

import io.tidemark.exchange.snapshot.SnapshotException;
import io.tidemark.exchange.snapshot.SnapshotPlace;
import io.tidemark.exchange.snapshot.SnapshotStore;
import io.tidemark.exchange.snapshot.StoredSnapshot;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Snapshots in a list that tests may change; refuses to take more when it is told to. */
final class MemorySnapshots implements SnapshotStore {
    private final List<StoredSnapshot> kept = new ArrayList<>();
    volatile boolean full;

    @Override
    public synchronized void save(StoredSnapshot snapshot) {
        if (full) {
            throw new SnapshotException("no room", new IOException("No space left on device"));
        }
        kept.add(snapshot);
    }

    synchronized void replace(StoredSnapshot old, StoredSnapshot by) {
        kept.set(kept.indexOf(old), by);
    }

    @Override
    public synchronized List<StoredSnapshot> newestFirst(String pool) {
        return kept.stream()
                .filter(snapshot -> snapshot.head().pool().equals(pool))
                .sorted(Comparator.comparingLong(StoredSnapshot::offset).reversed())
                .toList();
    }

    @Override
    public synchronized Map<String, List<SnapshotPlace>> places() {
        Map<String, List<SnapshotPlace>> places = new TreeMap<>();
        pools().forEach(pool -> places.put(
                pool,
                newestFirst(pool).stream()
                        .map(each -> new SnapshotPlace(each.head().sequence(), each.offset()))
                        .toList()));
        return places;
    }

    @Override
    public synchronized Set<String> pools() {
        Set<String> pools = new TreeSet<>();
        kept.forEach(snapshot -> pools.add(snapshot.head().pool()));
        return pools;
    }

    @Override
    public synchronized void prune(int keep) {
        pools().forEach(pool ->
                kept.removeAll(newestFirst(pool).stream().skip(keep).toList()));
    }
}
