package io.tidemark.exchange.snapshot.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.exchange.journal.PoolHead;
import io.tidemark.exchange.journal.postgres.JournalDatabase;
import io.tidemark.exchange.journal.postgres.TestServer;
import io.tidemark.exchange.snapshot.SnapshotException;
import io.tidemark.exchange.snapshot.SnapshotPlace;
import io.tidemark.exchange.snapshot.SnapshotStore;
import io.tidemark.exchange.snapshot.StoredSnapshot;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PostgresSnapshotsTest {
    private static final String A = "B200X8.PRN1";
    private static final String B = "H100X8.ORD1";

    private final String url = TestServer.shared().newDatabase();
    private final PostgresSnapshots snapshots = new PostgresSnapshots(JournalDatabase.open(url, "postgres", ""));

    @Test
    void theNewestComesFirstAndEachComesBackAsItWas() {
        snapshots.save(snapshot(A, 20, 100_000));
        snapshots.save(snapshot(A, 30, 5_000_000));
        snapshots.save(snapshot(A, 10, 0));
        snapshots.save(snapshot(B, 5, 10));
        assertThat(snapshots.newestFirst(A))
                .containsExactly(snapshot(A, 30, 5_000_000), snapshot(A, 20, 100_000), snapshot(A, 10, 0));
        assertThat(snapshots.pools()).containsExactly(A, B);
        assertThat(snapshots.newestFirst("NONE")).isEmpty();
    }

    @Test
    void oneOfTheSameSequenceAndOffsetTakesTheOthersPlace() {
        snapshots.save(snapshot(A, 20, 100));
        snapshots.save(snapshot(A, 20, 200));
        assertThat(snapshots.newestFirst(A)).containsExactly(snapshot(A, 20, 200));
    }

    @Test
    void anIdlePoolHasAsManyAsAnyOther() {
        snapshots.save(snapshot(A, 20, 100));
        snapshots.save(at(snapshot(A, 20, 100), 900));
        snapshots.save(at(snapshot(A, 20, 100), 500));
        snapshots.prune(2);
        assertThat(snapshots.newestFirst(A))
                .containsExactly(at(snapshot(A, 20, 100), 900), at(snapshot(A, 20, 100), 500));
        assertThat(snapshots.places())
                .isEqualTo(Map.of(A, List.of(new SnapshotPlace(20, 900), new SnapshotPlace(20, 500))));
    }

    @Test
    void whoeverHadHisTurnBeforeChangesNothingAnyMore() {
        SnapshotStore first = snapshots.writer(3);
        first.save(snapshot(A, 10, 100));
        SnapshotStore second = snapshots.writer(5);
        second.save(snapshot(A, 20, 100));
        assertThatThrownBy(() -> first.save(snapshot(A, 30, 100)))
                .isInstanceOf(SnapshotException.class)
                .hasMessageContaining("another member writes the snapshots now");
        first.prune(1);
        assertThat(snapshots.newestFirst(A)).containsExactly(snapshot(A, 20, 100), snapshot(A, 10, 100));
        assertThatThrownBy(() -> snapshots.writer(4)).isInstanceOf(SnapshotException.class);
        second.prune(1);
        assertThat(snapshots.newestFirst(A)).containsExactly(snapshot(A, 20, 100));
        assertThatThrownBy(() -> snapshots.save(snapshot(A, 30, 100)))
                .as("who has no turn at all")
                .isInstanceOf(SnapshotException.class);
    }

    @Test
    void onlyTheNewestOfEachPoolAreKept() {
        for (int sequence = 1; sequence <= 5; sequence++) {
            snapshots.save(snapshot(A, sequence, 10));
        }
        snapshots.save(snapshot(B, 1, 10));
        snapshots.prune(2);
        assertThat(snapshots.newestFirst(A)).containsExactly(snapshot(A, 5, 10), snapshot(A, 4, 10));
        assertThat(snapshots.newestFirst(B)).hasSize(1);
        assertThatThrownBy(() -> snapshots.prune(0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aDamagedOneIsPassedOver() {
        snapshots.save(snapshot(A, 1, 100));
        snapshots.save(snapshot(A, 2, 100));
        snapshots.save(snapshot(A, 3, 100));
        TestServer.run(url, "UPDATE journal.snapshot SET state = set_byte(state, 50, 0) WHERE sequence = 3");
        TestServer.run(url, "UPDATE journal.snapshot SET \"offset\" = \"offset\" + 1 WHERE sequence = 2");
        assertThat(snapshots.newestFirst(A)).containsExactly(snapshot(A, 1, 100));
    }

    @Test
    void aServerThatRefusesIsNamed() {
        TestServer.run(url, "DROP TABLE journal.snapshot");
        assertThatThrownBy(() -> snapshots.save(snapshot(A, 1, 1)))
                .isInstanceOf(SnapshotException.class)
                .hasMessageContaining("did not keep the snapshot of " + A + " at sequence 1");
    }

    private static StoredSnapshot at(StoredSnapshot snapshot, long offset) {
        return new StoredSnapshot(snapshot.head(), offset, snapshot.time(), snapshot.stateHash(), snapshot.state());
    }

    private static StoredSnapshot snapshot(String pool, long sequence, int bytes) {
        byte[] state = new byte[bytes];
        new SplittableRandom(sequence).nextBytes(state);
        if (bytes > 50) {
            state[50] = 1;
        }
        return new StoredSnapshot(
                new PoolHead(pool, 7, sequence, "0".repeat(64)), sequence * 10, 1_763_700_000_000L, 99, state);
    }
}
