package io.tidemark.exchange.cluster;

import static io.tidemark.exchange.cluster.Histories.POOL;
import static io.tidemark.exchange.cluster.Histories.RACKS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.exchange.cluster.LivePools.Fingerprint;
import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.journal.FileJournal;
import io.tidemark.exchange.journal.Journal;
import io.tidemark.exchange.journal.JournalEntry;
import io.tidemark.exchange.journal.JournalReader;
import io.tidemark.exchange.journal.PoolHead;
import io.tidemark.exchange.journal.RecordsReleasedException;
import io.tidemark.exchange.pool.PoolEngine;
import io.tidemark.exchange.pool.PoolSnapshots;
import io.tidemark.exchange.snapshot.StoredSnapshot;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The copies of the pools on a member: one that cannot go on is made anew, and the others do not notice. */
class StandbyTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    private Path directory;

    private final MemorySnapshots snapshots = new MemorySnapshots();
    private final Histories histories = new Histories(2_027, 150);
    private HeldReaders journal;

    @BeforeEach
    void open() {
        journal = new HeldReaders(FileJournal.open(directory, Histories.SMALL));
    }

    @AfterEach
    void close() {
        journal.close();
    }

    private Standby start() {
        Standby standby =
                new Standby(journal, Optional.of(snapshots), Set.of(POOL, RACKS), new Feed(), Duration.ofMillis(1));
        standby.start();
        return standby;
    }

    private PoolHead end(PoolId pool) {
        return journal.head(pool.toString()).orElseThrow();
    }

    private void awaitSame(Standby standby, PoolId pool) throws InterruptedException {
        Shadows.await(() -> standby.sequence(pool) == histories.sequence(pool)
                && standby.replicas().stream().noneMatch(ShadowPool::hasDiverged));
        assertThat(standby.copy(pool, end(pool), PATIENCE).stateHash())
                .isEqualTo(histories.engine(pool, histories.sequence(pool)).stateHash());
    }

    @Test
    void aSnapshotOfADamagedCopyIsPassedByWhenTheCopyIsMadeAnew() throws InterruptedException {
        histories.writeSome(journal, POOL, 10);
        Shadows.run(journal, snapshots, new ShadowOptions(20, Duration.ofDays(1), 3, Duration.ofDays(1)));
        StoredSnapshot newest = snapshots.newestFirst(POOL.toString()).get(0);
        assertThat(snapshots.newestFirst(POOL.toString())).hasSizeGreaterThan(1);
        snapshots.replace(newest, damaged(newest));
        histories.write(journal);
        try (Standby standby = start()) {
            awaitSame(standby, POOL);
            awaitSame(standby, RACKS);
        }
    }

    @Test
    void whoIsOfAnotherHistoryIsNotGoneOnFromAndMadeAnew() throws InterruptedException {
        histories.write(journal);
        try (Standby standby = start()) {
            Shadows.await(() -> standby.sequence(POOL) == histories.sequence(POOL));
            PoolHead end = end(POOL);
            PoolHead forged = new PoolHead(end.pool(), end.epoch(), end.sequence(), "0".repeat(64));
            assertThatThrownBy(() -> standby.copy(POOL, forged, PATIENCE))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("is not of the history that the journal tells");
            awaitSame(standby, POOL);
        }
    }

    @Test
    void aCopyInAnotherStateThanTheLivePoolHasThePoolHaltedAndIsMadeAnew() throws InterruptedException {
        histories.write(journal);
        Shadows.Live live = new Shadows.Live();
        long end = histories.sequence(POOL);
        live.fingerprints = pool -> pool.equals(POOL)
                ? Optional.of(
                        new Fingerprint(1, end, histories.engine(POOL, end).stateHash() + 1))
                : Optional.empty();
        try (Standby standby = start()) {
            Shadows.await(() -> standby.offset() == journal.durableOffset());
            SnapshotWriter writer = new SnapshotWriter(
                    standby,
                    snapshots,
                    live,
                    new ShadowOptions(1, Duration.ZERO, 3, Duration.ZERO),
                    Optional.empty(),
                    new AtomicLong(),
                    System::nanoTime);
            standby.replicas().forEach(writer::look);
            assertThat(live.diverged).containsOnlyKeys(POOL);
            assertThat(snapshots.pools()).containsExactly(RACKS.toString());
            awaitSame(standby, POOL);
        }
    }

    @Test
    void aMemberThatWasAwayUntilItsRecordsWereReleasedGoesOnFromSnapshots() throws InterruptedException {
        histories.writeSome(journal, POOL, 5);
        histories.writeSome(journal, RACKS, 1);
        try (Standby standby = start()) {
            Shadows.await(() -> standby.offset() == journal.durableOffset());
            journal.held = true;
            histories.writeSome(journal, POOL, 5);
            histories.writeSome(journal, RACKS, 1);
            MemorySnapshots written = new MemorySnapshots();
            Shadows.run(journal.real, written, Shadows.every(1));
            written.pools()
                    .forEach(pool -> snapshots.save(written.newestFirst(pool).get(0)));
            journal.release(journal.durableOffset() - 1);
            journal.held = false;
            histories.write(journal);
            awaitSame(standby, POOL);
            awaitSame(standby, RACKS);
        }
    }

    /** As if the engine had not been what it should: everything about it fits but what is in it. */
    private static StoredSnapshot damaged(StoredSnapshot good) {
        PoolEngine other = new Histories(1, 150).engine(POOL, good.head().sequence());
        byte[] state = PoolSnapshots.encode(other.snapshot());
        return new StoredSnapshot(good.head(), good.offset(), other.time(), PoolSnapshots.hash(state), state);
    }

    /** A journal whose readers hear nothing for a while, as those of a process that was stopped. */
    private static final class HeldReaders extends ForwardingJournal {
        private volatile boolean held;
        private volatile long first;

        HeldReaders(Journal real) {
            super(real);
        }

        @Override
        public long firstOffset() {
            return first;
        }

        @Override
        public void release(long beforeOffset) {
            first = beforeOffset;
        }

        @Override
        public JournalReader read(long fromOffset) {
            JournalReader honest = real.read(fromOffset);
            return new JournalReader() {
                private long next = fromOffset;

                @Override
                public Optional<JournalEntry> next() {
                    if (held) {
                        return Optional.empty();
                    }
                    if (next < first) {
                        throw new RecordsReleasedException(next, first);
                    }
                    Optional<JournalEntry> entry = honest.next();
                    entry.ifPresent(found -> next = found.offset() + 1);
                    return entry;
                }

                @Override
                public void close() {
                    honest.close();
                }
            };
        }
    }
}
