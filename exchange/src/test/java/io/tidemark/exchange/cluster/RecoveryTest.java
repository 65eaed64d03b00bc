package io.tidemark.exchange.cluster;

import static io.tidemark.exchange.cluster.Histories.POOL;
import static io.tidemark.exchange.cluster.Histories.RACKS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.journal.FileJournal;
import io.tidemark.exchange.journal.Journal;
import io.tidemark.exchange.journal.PoolHead;
import io.tidemark.exchange.snapshot.SnapshotStore;
import io.tidemark.exchange.snapshot.StoredSnapshot;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Snapshots and the records behind them come to what all records come to, or to a refusal that says why. */
class RecoveryTest {
    private static final int COMMANDS = 120;

    @TempDir
    private Path directory;

    private final MemorySnapshots snapshots = new MemorySnapshots();
    private Journal journal;

    @BeforeEach
    void open() {
        journal = FileJournal.open(directory, Histories.SMALL);
    }

    @AfterEach
    void close() {
        journal.close();
    }

    private Recovery recover() {
        return Recovery.replay(journal, Optional.<SnapshotStore>of(snapshots));
    }

    private static Map<String, Long> hashes(Recovery recovery) {
        Map<String, Long> hashes = new TreeMap<>();
        recovery.engines().forEach((pool, engine) -> hashes.put(pool, engine.stateHash()));
        return hashes;
    }

    private Histories written(long seed, int everyCommands) {
        Histories histories = new Histories(seed, COMMANDS);
        histories.write(journal);
        Shadows.run(journal, snapshots, Shadows.every(everyCommands));
        return histories;
    }

    private StoredSnapshot newest(PoolId pool) {
        return snapshots.newestFirst(pool.toString()).get(0);
    }

    private static StoredSnapshot startOf(Recovery recovery) {
        return Objects.requireNonNull(recovery.points().get(POOL.toString())).snapshot();
    }

    private static StoredSnapshot withHead(StoredSnapshot snapshot, PoolHead head) {
        return new StoredSnapshot(head, snapshot.offset(), snapshot.time(), snapshot.stateHash(), snapshot.state());
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {41, 42, 43, 44})
    void snapshotsAndTheirTailsAreAsTheWholeJournal(long seed) {
        written(seed, 17);
        Recovery whole = Recovery.replay(journal, Optional.empty());
        Recovery fromSnapshots = recover();
        assertThat(fromSnapshots.points()).containsOnlyKeys(POOL.toString(), RACKS.toString());
        assertThat(hashes(fromSnapshots)).isEqualTo(hashes(whole)).hasSize(2);
        assertThat(fromSnapshots.commands()).isLessThan(whole.commands());
        assertThat(fromSnapshots.latestTime()).isEqualTo(whole.latestTime());
    }

    @Test
    void nothingIsReplayedBehindASnapshotOfTheVeryEnd() {
        written(1, 1);
        assertThat(recover().commands()).isZero();
    }

    @Test
    void aPoolWithoutASnapshotIsReplayedFromItsFirstRecord() {
        Histories histories = new Histories(2, COMMANDS);
        histories.writeSome(journal, POOL, 10);
        Shadows.run(journal, snapshots, Shadows.every(5));
        histories.write(journal);
        assertThat(recover().points()).containsOnlyKeys(POOL.toString());
        assertThat(hashes(recover())).isEqualTo(hashes(Recovery.replay(journal, Optional.empty())));
    }

    @Test
    void onePoolIsRecoveredWithoutTheOthers() {
        Histories histories = written(3, 11);
        Recovery one = Recovery.replay(journal, Optional.of(snapshots), RACKS.toString());
        assertThat(one.engines()).containsOnlyKeys(RACKS.toString());
        assertThat(hashes(one))
                .containsEntry(
                        RACKS.toString(), histories.engine(RACKS, COMMANDS * 2).stateHash());
        assertThat(Recovery.replay(journal, Optional.of(snapshots), "H100X8.PRN1")
                        .engines())
                .isEmpty();
    }

    @Test
    void aSnapshotOfAnotherReleaseIsPassedOverForAnOlderOne() {
        written(4, 20);
        List<StoredSnapshot> kept = snapshots.newestFirst(POOL.toString());
        assertThat(kept).hasSize(3);
        byte[] state = kept.get(0).state().clone();
        state[0] ^= 1;
        snapshots.replace(
                kept.get(0),
                new StoredSnapshot(
                        kept.get(0).head(),
                        kept.get(0).offset(),
                        kept.get(0).time(),
                        kept.get(0).stateHash(),
                        state));
        Recovery recovery = recover();
        assertThat(startOf(recovery)).isEqualTo(kept.get(1));
        assertThat(hashes(recovery)).isEqualTo(hashes(Recovery.replay(journal, Optional.empty())));
    }

    @Test
    void aSnapshotThatDoesNotComeBackAsItWasWrittenIsPassedOver() {
        written(5, 20);
        StoredSnapshot good = newest(POOL);
        snapshots.replace(
                good, new StoredSnapshot(good.head(), good.offset(), good.time(), good.stateHash() + 1, good.state()));
        assertThat(startOf(recover()).head().sequence()).isLessThan(good.head().sequence());
    }

    @Test
    void withoutAnyUsableSnapshotEverythingIsReplayed() {
        written(6, 20);
        for (PoolId pool : List.of(POOL, RACKS)) {
            snapshots
                    .newestFirst(pool.toString())
                    .forEach(good -> snapshots.replace(
                            good,
                            new StoredSnapshot(
                                    good.head(), good.offset(), good.time(), good.stateHash(), new byte[0])));
        }
        Recovery whole = Recovery.replay(journal, Optional.empty());
        assertThat(recover().commands()).isEqualTo(whole.commands());
    }

    @Test
    void aSnapshotAheadOfTheJournalIsRefusedLoudly() {
        Histories histories = new Histories(7, COMMANDS);
        histories.writeSome(journal, POOL, 20);
        Shadows.run(journal, snapshots, Shadows.every(1));
        journal.close();
        journal = FileJournal.open(directory.resolve("another"), Histories.SMALL);
        assertThatThrownBy(this::recover)
                .isInstanceOf(RecoveryException.class)
                .hasMessageContaining("B200X8.PRN1 at sequence " + histories.sequence(POOL))
                .hasMessageContaining("ahead of the journal, where the pool ends at sequence 0")
                .hasMessageContaining("bring the journal back");
    }

    @Test
    void aSnapshotOfAnotherHistoryIsRefusedLoudly() {
        written(8, 20);
        StoredSnapshot good = newest(POOL);
        PoolHead head = good.head();
        String chain = head.chain().substring(1) + "0";
        snapshots.replace(good, withHead(good, new PoolHead(head.pool(), head.epoch(), head.sequence(), chain)));
        assertThatThrownBy(this::recover)
                .isInstanceOf(RecoveryException.class)
                .hasMessageContaining("B200X8.PRN1 at sequence " + head.sequence())
                .hasMessageContaining("the chains differ");
    }

    @Test
    void aSnapshotOfTheVeryEndOfAnotherHistoryIsRefusedToo() {
        written(9, 1);
        StoredSnapshot good = newest(RACKS);
        PoolHead head = good.head();
        snapshots.replace(
                good, withHead(good, new PoolHead(head.pool(), head.epoch(), head.sequence(), "00".repeat(32))));
        assertThatThrownBy(this::recover)
                .isInstanceOf(RecoveryException.class)
                .hasMessageContaining("GB200R64.HYP1 at sequence " + head.sequence())
                .hasMessageContaining("the chains differ");
    }

    @Test
    void aSnapshotOfALaterOwnerThanTheRecordsBehindItIsOfAnotherHistory() {
        written(10, 20);
        StoredSnapshot good = newest(POOL);
        PoolHead head = good.head();
        snapshots.replace(good, withHead(good, new PoolHead(head.pool(), 99, head.sequence(), head.chain())));
        assertThatThrownBy(this::recover)
                .isInstanceOf(RecoveryException.class)
                .hasMessageContaining("comes from a former owner");
    }

    @Test
    void aRecordThatWasDecidedOtherwiseIsNamed() {
        Histories histories = new Histories(11, COMMANDS);
        histories.writeSome(journal, POOL, 10);
        Shadows.run(journal, snapshots, Shadows.every(5));
        long wrong = histories.sequence(POOL) + 7;
        histories.falsify(POOL, wrong);
        histories.write(journal);
        assertThatThrownBy(this::recover)
                .isInstanceOf(ReplayDivergedException.class)
                .hasMessageContaining("replaying B200X8.PRN1 came to another result at sequence " + wrong + ":");
    }

    @Test
    void aJournalThatLetGoOfItsFrontComesBackFromSnapshots() {
        Histories histories = new Histories(12, COMMANDS);
        histories.write(journal);
        Map<String, Long> whole = hashes(Recovery.replay(journal, Optional.empty()));
        Shadows.run(journal, snapshots, Shadows.every(20));
        ReleasedJournal released = new ReleasedJournal(journal);
        released.release(Math.min(newest(POOL).offset(), newest(RACKS).offset()));
        assertThat(released.firstOffset()).isPositive();
        journal = released;
        assertThat(hashes(recover())).isEqualTo(whole);
    }

    @Test
    void aJournalThatLetGoOfWhatNoSnapshotCoversIsNotOpened() {
        Histories histories = written(13, 20);
        ReleasedJournal released = new ReleasedJournal(journal);
        released.release(journal.durableOffset() / 2);
        journal = released;
        assertThatThrownBy(() -> Recovery.replay(released, Optional.empty()))
                .isInstanceOf(RecoveryException.class)
                .hasMessageContaining("cannot be recovered: its commands from sequence 1 to ")
                .hasMessageContaining("no snapshot that can be used covers them");
        released.release(journal.durableOffset());
        assertThatThrownBy(() -> Recovery.replay(released, Optional.empty()))
                .as("not even one record is left that would show it")
                .isInstanceOf(RecoveryException.class)
                .hasMessageContaining("from sequence 1 to " + histories.sequence(POOL) + " are not in the journal");
        assertThatThrownBy(this::recover)
                .as("the tail behind the snapshot is gone")
                .isInstanceOf(RecoveryException.class)
                .hasMessageContaining(
                        "its commands from sequence " + (newest(POOL).head().sequence() + 1) + " to "
                                + histories.sequence(POOL) + " are not in the journal");
    }
}
