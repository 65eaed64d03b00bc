package io.tidemark.exchange.cluster;

import static io.tidemark.exchange.cluster.Histories.POOL;
import static io.tidemark.exchange.cluster.Histories.RACKS;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.exchange.cluster.LivePools.Fingerprint;
import io.tidemark.exchange.cluster.Shadows.Live;
import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.journal.FileJournal;
import io.tidemark.exchange.journal.JournalConsumer;
import io.tidemark.exchange.snapshot.StoredSnapshot;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The pools a second time: what they are held against, what is written of them, and what the journal may forget. */
class ShadowReplicaTest {
    private static final Duration NEVER = Duration.ofDays(1);

    @TempDir
    private Path directory;

    private final MemorySnapshots snapshots = new MemorySnapshots();
    private final Live live = new Live();
    private final Histories histories = new Histories(2_026, 150);
    private ReleasedJournal journal;

    @BeforeEach
    void open() {
        journal = new ReleasedJournal(FileJournal.open(directory, Histories.SMALL));
    }

    @AfterEach
    void close() {
        journal.close();
    }

    private ShadowReplica start(ShadowOptions options) {
        return Shadows.start(journal, snapshots, live, options);
    }

    private void follow(ShadowOptions options) {
        try (ShadowReplica shadow = start(options)) {
            Shadows.awaitCaughtUp(shadow);
        }
    }

    private List<StoredSnapshot> kept() {
        return snapshots.newestFirst(POOL.toString());
    }

    private static ShadowStatus.PoolStatus of(ShadowStatus status, PoolId pool) {
        return Objects.requireNonNull(status.pools().get(pool));
    }

    private long recoveredHash() {
        return Shadows.engine(Recovery.replay(journal, Optional.of(snapshots)), POOL)
                .stateHash();
    }

    private static JournalConsumer consumer(String name, AtomicLong position) {
        return new JournalConsumer() {
            @Override
            public String consumerName() {
                return name;
            }

            @Override
            public long neededFrom() {
                long at = position.get();
                if (at < 0) {
                    throw new IllegalStateException("the database is away");
                }
                return at;
            }
        };
    }

    @Test
    void itFollowsTheJournalAndWritesASnapshotEverySoManyCommands() {
        try (ShadowReplica shadow = start(Shadows.every(10))) {
            histories.write(journal);
            Shadows.awaitCaughtUp(shadow);
            ShadowStatus.PoolStatus status = of(shadow.status(), POOL);
            assertThat(status.sequence()).isEqualTo(histories.sequence(POOL));
            assertThat(status.diverged()).isEmpty();
            // It counts a command first, and then writes the snapshot that is due with it.
            Shadows.await(() -> {
                ShadowStatus.PoolStatus now = of(shadow.status(), POOL);
                return now.sequence() - now.snapshotSequence() < 10;
            });
        }
        assertThat(live.diverged).isEmpty();
        assertThat(kept()).hasSize(3);
        StoredSnapshot newest = kept().get(0);
        assertThat(newest.stateHash())
                .isEqualTo(histories.engine(POOL, newest.head().sequence()).stateHash());
    }

    @Test
    void whatWaitsLongEnoughIsCoveredWithoutMoreCommands() {
        ShadowOptions soon = new ShadowOptions(1_000_000, Duration.ofMillis(1), 3, NEVER);
        try (ShadowReplica shadow = start(soon)) {
            histories.writeSome(journal, POOL, 5);
            Shadows.await(() -> !kept().isEmpty() && kept().get(0).head().sequence() == histories.sequence(POOL));
            Shadows.await(() -> of(shadow.status(), POOL).uncovered().isZero());
        }
    }

    @Test
    void whatNoSnapshotCoversGetsOlder() {
        try (ShadowReplica shadow = start(Shadows.every(1_000))) {
            histories.writeSome(journal, POOL, 3);
            Shadows.awaitCaughtUp(shadow);
            Duration before = of(shadow.status(), POOL).uncovered();
            Shadows.await(() -> of(shadow.status(), POOL).uncovered().compareTo(before) > 0);
        }
    }

    @Test
    void afterARestartItGoesOnFromItsSnapshots() {
        histories.writeSome(journal, POOL, 20);
        Shadows.run(journal, snapshots, Shadows.every(1));
        long covered = histories.sequence(POOL);
        try (ShadowReplica shadow = start(Shadows.every(1_000))) {
            histories.write(journal);
            Shadows.awaitCaughtUp(shadow);
            ShadowStatus status = shadow.status();
            assertThat(of(status, POOL).snapshotSequence()).isEqualTo(covered);
            assertThat(of(status, POOL).sequence()).isEqualTo(histories.sequence(POOL));
            assertThat(of(status, RACKS).sequence()).isEqualTo(histories.sequence(RACKS));
        }
    }

    @Test
    void aPoolThatDecidedOtherwiseIsReportedAndGetsNoMoreSnapshots() {
        histories.falsify(POOL, 30);
        try (ShadowReplica shadow = start(Shadows.every(1))) {
            histories.write(journal);
            Shadows.awaitCaughtUp(shadow);
            assertThat(live.diverged).containsOnlyKeys(POOL);
            assertThat(live.diverged.get(POOL))
                    .isInstanceOf(ReplayDivergedException.class)
                    .hasMessageContaining("B200X8.PRN1 came to another result at sequence 30:");
            assertThat(of(shadow.status(), POOL).diverged())
                    .hasValueSatisfying(why -> assertThat(why).contains("sequence 30"));
            assertThat(of(shadow.status(), RACKS).diverged()).isEmpty();
        }
        assertThat(kept().get(0).head().sequence()).isLessThan(30);
        assertThat(snapshots.newestFirst(RACKS.toString()).get(0).head().sequence())
                .as("the others go on")
                .isEqualTo(histories.sequence(RACKS));
    }

    @Test
    void aSnapshotWaitsUntilTheReplicaIsWhereTheLivePoolWasSeen() {
        histories.writeSome(journal, POOL, 20);
        long seen = histories.sequence(POOL);
        live.fingerprints = pool -> Optional.of(
                new Fingerprint(1, seen, histories.engine(pool, seen).stateHash()));
        follow(new ShadowOptions(5, NEVER, 3, Duration.ZERO));
        assertThat(live.diverged).isEmpty();
        assertThat(kept()).extracting(snapshot -> snapshot.head().sequence()).containsExactly(seen);
    }

    @Test
    void aPoolInAnotherStateIsReportedAlthoughAllItsResultsWereTheSame() {
        histories.writeSome(journal, POOL, 20);
        long seen = histories.sequence(POOL);
        live.fingerprints = pool -> Optional.of(
                new Fingerprint(1, seen, histories.engine(pool, seen).stateHash() + 1));
        follow(new ShadowOptions(5, NEVER, 3, Duration.ZERO));
        assertThat(live.diverged.get(POOL))
                .hasMessageContaining("is not in the state of the pool itself at sequence " + seen);
        assertThat(kept()).isEmpty();
    }

    @Test
    void whatADeposedOwnerStillHasInMemoryIsNoMeasure() {
        histories.writeSome(journal, POOL, 20);
        long seen = histories.sequence(POOL);
        for (long sequence : new long[] {seen, seen + 5}) {
            live.fingerprints = pool -> Optional.of(
                    new Fingerprint(0, sequence, histories.engine(pool, seen).stateHash() + 1));
            follow(new ShadowOptions(5, NEVER, 3, Duration.ZERO));
            assertThat(live.diverged).isEmpty();
            assertThat(kept().get(0).head().sequence()).isGreaterThan(seen - 10);
        }
    }

    @Test
    void aLivePoolThatDoesNotAnswerCostsTheComparisonAndNotTheSnapshot() {
        histories.writeSome(journal, POOL, 20);
        follow(new ShadowOptions(5, NEVER, 3, Duration.ZERO));
        assertThat(live.diverged).isEmpty();
        assertThat(kept()).isNotEmpty();
    }

    @Test
    void aFullDiskIsCountedAndTriedAgain() {
        snapshots.full = true;
        try (ShadowReplica shadow = start(Shadows.every(10))) {
            histories.writeSome(journal, POOL, 10);
            Shadows.awaitCaughtUp(shadow);
            Shadows.await(() -> shadow.status().failedSnapshots() > 0);
            assertThat(shadow.status().failedSnapshots())
                    .as("once for each ten commands, not for each record")
                    .isLessThanOrEqualTo(histories.sequence(POOL) / 10);
            assertThat(kept()).isEmpty();
            snapshots.full = false;
            histories.write(journal);
            Shadows.awaitCaughtUp(shadow);
        }
        assertThat(kept()).isNotEmpty();
        assertThat(live.diverged).isEmpty();
    }

    @Test
    void theJournalKeepsEverythingUntilItIsToldWhoElseReads() {
        try (ShadowReplica shadow = start(Shadows.every(5))) {
            histories.write(journal);
            Shadows.awaitCaughtUp(shadow);
        }
        assertThat(journal.firstOffset()).isZero();
    }

    @Test
    void theJournalLetsGoOfWhatTheSlowestHasPassed() {
        AtomicLong settlement = new AtomicLong(3);
        AtomicLong audit = new AtomicLong(-1);
        try (ShadowReplica shadow = start(Shadows.every(5))) {
            shadow.releaseBehind(List.of(consumer("settlement", settlement), consumer("audit", audit)));
            writeBothPools(8);
            Shadows.awaitCaughtUp(shadow);
            assertThat(journal.firstOffset()).as("one of them cannot be asked").isZero();
            audit.set(Long.MAX_VALUE);
            writeBothPools(6);
            Shadows.awaitCaughtUp(shadow);
            Shadows.await(() -> journal.firstOffset() == 3);
            settlement.set(Long.MAX_VALUE);
            writeBothPools(6);
            Shadows.awaitCaughtUp(shadow);
            Shadows.await(() -> journal.firstOffset() == oldestKept());
        }
        assertThat(journal.firstOffset()).isGreaterThan(3);
        assertThat(recoveredHash())
                .isEqualTo(histories.engine(POOL, histories.sequence(POOL)).stateHash());
    }

    @Test
    void anIdlePoolDoesNotKeepTheJournalFromLettingGo() {
        histories.writeSome(journal, RACKS, 1);
        ShadowOptions options = new ShadowOptions(6, Duration.ofMillis(1), 3, NEVER);
        try (ShadowReplica shadow = start(options)) {
            shadow.releaseBehind(List.of());
            for (int i = 0; i < 12; i++) {
                histories.writeSome(journal, POOL, 6);
                Shadows.awaitCaughtUp(shadow);
                // Idle pools are looked at when nothing comes.
                long written = journal.durableOffset();
                Shadows.await(() -> snapshots.newestFirst(RACKS.toString()).stream()
                        .anyMatch(snapshot -> snapshot.offset() > written - 6));
            }
            Shadows.await(() -> journal.firstOffset() > 20);
        }
        assertThat(snapshots.newestFirst(RACKS.toString()))
                .hasSize(3)
                .allSatisfy(snapshot -> assertThat(snapshot.head().sequence()).isEqualTo(histories.sequence(RACKS)));
    }

    private void writeBothPools(int batches) {
        for (int i = 0; i < batches; i++) {
            histories.writeSome(journal, POOL, 1);
            histories.writeSome(journal, RACKS, 1);
        }
    }

    private long oldestKept() {
        return snapshots.pools().stream()
                .flatMap(pool -> snapshots.newestFirst(pool).stream())
                .mapToLong(StoredSnapshot::offset)
                .min()
                .orElseThrow();
    }
}
