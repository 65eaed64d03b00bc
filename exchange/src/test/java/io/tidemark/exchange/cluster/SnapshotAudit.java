package io.tidemark.exchange.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.exchange.journal.Journal;
import io.tidemark.exchange.journal.PoolHead;
import io.tidemark.exchange.snapshot.SnapshotStore;
import io.tidemark.exchange.snapshot.StoredSnapshot;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Replays the whole journal and holds every snapshot that is kept against it. */
final class SnapshotAudit {
    private SnapshotAudit() {}

    static void holds(SnapshotStore store, Journal journal) {
        Map<String, List<StoredSnapshot>> kept = new HashMap<>();
        store.pools().forEach(pool -> kept.put(pool, store.newestFirst(pool)));
        assertThat(kept).isNotEmpty();
        Map<String, PoolReplay> replays = new HashMap<>();
        Map<String, PoolHead> heads = new HashMap<>();
        Map<String, Integer> seen = new HashMap<>();
        journal.recover(batch -> {
            PoolReplay replay = replays.computeIfAbsent(batch.pool(), PoolReplay::ofNew);
            replay.apply(batch);
            PoolHead head = heads.getOrDefault(batch.pool(), PoolHead.origin(batch.pool()))
                    .after(batch);
            heads.put(batch.pool(), head);
            for (StoredSnapshot snapshot : kept.getOrDefault(batch.pool(), List.of())) {
                if (snapshot.head().sequence() == head.sequence()) {
                    assertThat(snapshot.head()).isEqualTo(head);
                    assertThat(snapshot.stateHash()).isEqualTo(replay.engine().stateHash());
                    assertThat(StartingPoints.restore(snapshot)).isPresent();
                    seen.merge(batch.pool(), 1, Integer::sum);
                }
            }
        });
        kept.forEach((pool, snapshots) -> assertThat(seen.getOrDefault(pool, 0))
                .as("snapshots of %s", pool)
                .isEqualTo(snapshots.size()));
    }
}
