package io.tidemark.exchange.cluster;

import io.tidemark.exchange.cluster.LivePools.Fingerprint;
import io.tidemark.exchange.cluster.ShadowStatus.PoolStatus;
import io.tidemark.exchange.cluster.StartingPoints.StartingPoint;
import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.journal.JournalRecord;
import io.tidemark.exchange.journal.PoolHead;
import io.tidemark.exchange.pool.PoolEngine;
import io.tidemark.exchange.pool.PoolSnapshots;
import io.tidemark.exchange.snapshot.StoredSnapshot;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One pool of a shadow replica: an engine of its own, and what is known of its snapshots. Only its status is for others. */
final class ShadowPool {
    private final PoolReplay replay;
    private PoolHead head;

    /** Of the snapshots that are kept, the oldest first. */
    private final Deque<Long> snapshotOffsets = new ArrayDeque<>();

    /** What the live pool is, until this one gets there. */
    private @Nullable Fingerprint expected;

    private long comparedAt;
    private long triedAt;
    private long triedSequence;

    private volatile long sequence;
    private volatile long snapshotSequence;
    private volatile long uncoveredSince;
    private volatile @Nullable String diverged;

    private ShadowPool(PoolReplay replay, PoolHead head, long now) {
        this.replay = replay;
        this.head = head;
        this.comparedAt = now;
        this.triedAt = now;
        this.triedSequence = head.sequence();
        this.sequence = head.sequence();
        this.snapshotSequence = head.sequence();
    }

    /** A pool before its first record. */
    static ShadowPool ofNew(String pool, long now) {
        return new ShadowPool(PoolReplay.ofNew(pool), PoolHead.origin(pool), now);
    }

    /** A pool as it was at a snapshot, with an engine that was made of it and is nobody else's. */
    static ShadowPool from(StartingPoint point, long now) {
        ShadowPool pool =
                new ShadowPool(new PoolReplay(point.engine()), point.snapshot().head(), now);
        pool.snapshotOffsets.addAll(point.keptOffsets());
        return pool;
    }

    PoolId id() {
        return replay.engine().pool();
    }

    /**
     * Applies a record.
     *
     * @throws RuntimeException if this pool is not what the live one was
     */
    void apply(JournalRecord batch, long now) {
        if (replay.apply(batch) > 0) {
            if (isCovered()) {
                uncoveredSince = now;
            }
            head = head.after(batch);
            sequence = head.sequence();
        }
    }

    void diverge(String how) {
        diverged = how;
    }

    boolean hasDiverged() {
        return diverged != null;
    }

    private boolean isCovered() {
        return sequence == snapshotSequence;
    }

    // ---- held against the live pool

    /** Whether it is time to look at the live pool again. */
    boolean isComparisonDue(ShadowOptions options, long now) {
        return now - comparedAt >= options.compareEvery().toNanos();
    }

    /** From now on the live pool is known to have been so at a command that is not reached yet, or just now. */
    void expect(Fingerprint live) {
        expected = live;
    }

    /** Whether the live one was looked at, and this one not yet held against it. */
    boolean isWaitedFor() {
        return expected != null;
    }

    /** Whether this pool is on its way to where the live one was looked at. */
    boolean isOnItsWay() {
        Fingerprint live = expected;
        return live != null && live.sequence() > sequence;
    }

    /**
     * Holds this pool against the live one if it stands where that one was looked at.
     *
     * @throws ReplayDivergedException if they are not the same
     */
    void compare(long stateHash, long now) {
        Fingerprint live = expected;
        expected = null;
        if (live == null || live.sequence() != sequence) {
            return;
        }
        if (live.stateHash() != stateHash) {
            throw ReplayDivergedException.state(id(), sequence);
        }
        comparedAt = now;
    }

    // ---- snapshots

    /** Whether there is enough that no snapshot covers, or something that has waited long enough for one. */
    boolean isDue(ShadowOptions options, long now) {
        if (isCovered()) {
            return false;
        }
        long waited = Math.min(now - uncoveredSince, now - triedAt);
        return sequence - triedSequence >= options.everyCommands()
                || waited >= options.every().toNanos();
    }

    /** A snapshot is tried now: if it fails, the next one is not due at once. */
    void tried(long now) {
        triedAt = now;
        triedSequence = sequence;
    }

    /** This pool as it is, with the record after which it is so. */
    StoredSnapshot snapshot(long offset) {
        PoolEngine engine = replay.engine();
        byte[] state = PoolSnapshots.encode(engine.snapshot());
        return new StoredSnapshot(head, offset, engine.time(), PoolSnapshots.hash(state), state);
    }

    /** A snapshot is kept from now on, and all but the newest {@code keep} are not any more. */
    void covered(StoredSnapshot snapshot, int keep) {
        snapshotSequence = snapshot.head().sequence();
        snapshotOffsets.addLast(snapshot.offset());
        while (snapshotOffsets.size() > keep) {
            snapshotOffsets.removeFirst();
        }
    }

    /** The records from here on are needed to go on from any snapshot that is kept; empty if none is. */
    Optional<Long> neededFrom() {
        return Optional.ofNullable(snapshotOffsets.peekFirst());
    }

    /** Where the newest snapshot stands. */
    Optional<Long> newestOffset() {
        return Optional.ofNullable(snapshotOffsets.peekLast());
    }

    PoolStatus status(long now) {
        // The snapshot is read first: the sequence is never behind it.
        long covered = snapshotSequence;
        long since = uncoveredSince;
        long applied = sequence;
        Duration uncovered = applied == covered ? Duration.ZERO : Duration.ofNanos(Math.max(0, now - since));
        return new PoolStatus(applied, covered, uncovered, Optional.ofNullable(diverged));
    }
}
