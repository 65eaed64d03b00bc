package io.tidemark.exchange.cluster;

import io.tidemark.exchange.cluster.LivePools.Fingerprint;
import io.tidemark.exchange.cluster.ShadowStatus.PoolStatus;
import io.tidemark.exchange.cluster.StartingPoints.StartingPoint;
import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.journal.JournalEntry;
import io.tidemark.exchange.journal.PoolHead;
import io.tidemark.exchange.pool.PoolSnapshots;
import io.tidemark.exchange.snapshot.SnapshotPlace;
import io.tidemark.exchange.snapshot.StoredSnapshot;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One pool a second time: an engine of its own that follows the journal, and what is known of its snapshots. Only its status
 * is for others than the one who holds the lock under which it is kept.
 */
final class ShadowPool {
    private final PoolReplay replay;
    private PoolHead head;

    /** Of the snapshots that are kept, the oldest first. */
    private final Deque<Long> snapshotOffsets = new ArrayDeque<>();

    /** What the live pool is, until this one gets there. */
    private @Nullable Fingerprint expected;

    /** This pool where the live one was looked at. */
    private @Nullable StoredSnapshot reached;

    private long comparedAt;
    private long triedAt;
    private long triedSequence;

    /** The last command that was left out because this pool had diverged. */
    private long passedOver;

    private volatile long sequence;
    private volatile long snapshotSequence;
    private volatile long uncoveredSince;
    private volatile @Nullable Divergence diverged;

    /**
     * Why a pool and its replica are not the same.
     *
     * @param sequence the command from which on they are not known to be
     */
    record Divergence(PoolId pool, long sequence, RuntimeException how) {
        String why() {
            return String.valueOf(how.getMessage());
        }
    }

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

    /** The head of the records that were applied: equal heads mean equal histories. */
    PoolHead head() {
        return head;
    }

    long sequence() {
        return sequence;
    }

    /**
     * Applies a record.
     *
     * @return how many commands were applied
     * @throws RuntimeException if this pool is not what the live one was
     */
    int apply(JournalEntry entry, long now) {
        int applied = replay.apply(entry.record());
        if (applied > 0) {
            if (isCovered()) {
                uncoveredSince = now;
            }
            head = head.after(entry.record());
            sequence = head.sequence();
            if (expected != null && expected.sequence() == sequence) {
                reached = snapshot(entry.offset() + 1);
            }
        }
        return applied;
    }

    /** The engine as bytes, of which another one can be made. */
    byte[] state() {
        return PoolSnapshots.encode(replay.engine().snapshot());
    }

    // ---- not the same

    /** From now on nothing is applied any more. */
    void diverge(long atSequence, RuntimeException how) {
        diverged = new Divergence(id(), atSequence, how);
        expected = null;
        reached = null;
        passedOver = sequence;
    }

    Optional<Divergence> divergence() {
        return Optional.ofNullable(diverged);
    }

    boolean hasDiverged() {
        return diverged != null;
    }

    /** A record was left out. */
    void passOver(long lastSequence) {
        passedOver = Math.max(passedOver, lastSequence);
    }

    /** Whether this one, made anew, has all that another one has applied or left out: then it can take its place. */
    boolean canReplace(ShadowPool other) {
        return sequence >= Math.max(other.sequence, other.passedOver);
    }

    /** Takes over what the one before it knew of the snapshots. */
    void takePlaceOf(ShadowPool other) {
        snapshotOffsets.clear();
        snapshotOffsets.addAll(other.snapshotOffsets);
        snapshotSequence = Math.max(snapshotSequence, other.snapshotSequence);
        comparedAt = other.comparedAt;
    }

    private boolean isCovered() {
        return sequence <= snapshotSequence;
    }

    // ---- held against the live pool

    /** Whether it is time to look at the live pool again. */
    boolean isComparisonDue(ShadowOptions options, long now) {
        return now - comparedAt >= options.compareEvery().toNanos();
    }

    /**
     * From now on the live pool is known to have been so at a command that is not reached yet, or just now.
     *
     * @param offset of the next record
     */
    void expect(Fingerprint live, long offset) {
        expected = live;
        reached = live.sequence() == sequence ? snapshot(offset) : null;
    }

    /** Whether the live one was looked at, and this one not yet held against it. */
    boolean isWaitedFor() {
        return expected != null;
    }

    /** Whether this pool is on its way to where the live one was looked at. */
    boolean isOnItsWay() {
        Fingerprint live = expected;
        return live != null && live.sequence() > sequence && !wasDeposed(live, head);
    }

    /** What an owner had in memory when another one went on may never have become durable. */
    private static boolean wasDeposed(Fingerprint live, PoolHead head) {
        return head.epoch() > live.epoch();
    }

    /**
     * Holds a snapshot of this pool against the live one, if it was taken where that one was looked at.
     *
     * @throws ReplayDivergedException if they are not the same
     */
    void compare(StoredSnapshot mine, long now) {
        Fingerprint live = expected;
        expected = null;
        reached = null;
        if (live == null || live.sequence() != mine.head().sequence() || wasDeposed(live, mine.head())) {
            return;
        }
        if (live.stateHash() != mine.stateHash()) {
            throw ReplayDivergedException.state(id(), live.sequence());
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
        return sequence - Math.max(triedSequence, snapshotSequence) >= options.everyCommands()
                || waited >= options.every().toNanos();
    }

    /** A snapshot is tried now: if it fails, the next one is not due at once. */
    void tried(long now) {
        triedAt = now;
        triedSequence = sequence;
    }

    /**
     * This pool where the live one was looked at, or else as it is.
     *
     * @param offset of the next record
     */
    StoredSnapshot next(long offset) {
        StoredSnapshot there = reached;
        return there == null ? snapshot(offset) : there;
    }

    private StoredSnapshot snapshot(long offset) {
        byte[] state = state();
        return new StoredSnapshot(head, offset, replay.engine().time(), PoolSnapshots.hash(state), state);
    }

    /** A snapshot is kept from now on, and all but the newest {@code keep} are not any more. */
    void covered(StoredSnapshot snapshot, int keep) {
        // What came behind it came later than it was tried.
        cover(snapshot.head().sequence(), triedAt);
        snapshotOffsets.addLast(snapshot.offset());
        while (snapshotOffsets.size() > keep) {
            snapshotOffsets.removeFirst();
        }
    }

    /** These are kept, whoever has written them; the newest first. */
    void keeps(List<SnapshotPlace> places, long now) {
        snapshotOffsets.clear();
        places.forEach(place -> snapshotOffsets.addFirst(place.offset()));
        if (!places.isEmpty()) {
            cover(places.get(0).sequence(), now);
        }
    }

    private void cover(long upTo, long since) {
        if (upTo > snapshotSequence) {
            snapshotSequence = upTo;
            if (since - uncoveredSince > 0) {
                uncoveredSince = since;
            }
        }
    }

    /** Whether there was no record of it up to now. */
    boolean isUntouched() {
        return sequence == 0 && passedOver == 0;
    }

    /** The records from here on are needed to go on from any snapshot that is kept; empty if there are too few. */
    Optional<Long> neededFrom(int fewest) {
        return snapshotOffsets.size() < fewest ? Optional.empty() : Optional.of(snapshotOffsets.getFirst());
    }

    /** Where the newest snapshot stands. */
    Optional<Long> newestOffset() {
        return Optional.ofNullable(snapshotOffsets.peekLast());
    }

    PoolStatus status(long now) {
        // The snapshot is read first: the sequence is never behind it, but where another member has written it.
        long covered = snapshotSequence;
        long since = uncoveredSince;
        long applied = sequence;
        Duration uncovered = applied <= covered ? Duration.ZERO : Duration.ofNanos(Math.max(0, now - since));
        return new PoolStatus(applied, covered, uncovered, divergence().map(Divergence::why));
    }
}
