package io.tidemark.exchange.cluster;

import io.tidemark.exchange.cluster.StartingPoints.StartingPoint;
import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.feed.LoggedCommand;
import io.tidemark.exchange.feed.PoolLog;
import io.tidemark.exchange.journal.Journal;
import io.tidemark.exchange.journal.JournalEntry;
import io.tidemark.exchange.journal.JournalException;
import io.tidemark.exchange.journal.JournalReader;
import io.tidemark.exchange.journal.JournalRecord;
import io.tidemark.exchange.journal.PoolHead;
import io.tidemark.exchange.journal.RecordsReleasedException;
import io.tidemark.exchange.pool.PoolEngine;
import io.tidemark.exchange.pool.PoolSnapshots;
import io.tidemark.exchange.snapshot.SnapshotPlace;
import io.tidemark.exchange.snapshot.SnapshotStore;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A copy of every pool that follows the journal, on every member. It is never ahead of what is durable, it compares what
 * it decides with what was written down, and whoever takes a pool over goes on from it once it has the last record. The
 * snapshots are written from it, so there is no third copy.
 *
 * <p>This is instead of a backup in the map: that would cost each batch a second hop and could be ahead of the journal, or
 * beside it.
 *
 * <p>A copy that decides otherwise than was written down is dropped and made anew, and nobody takes that pool over here until
 * it is. The other pools go on.
 */
final class Standby implements SnapshotWriter.Replicas, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Standby.class);
    private static final long PAUSE_AFTER_FAILURE_MILLIS = 200;

    private final Journal journal;
    private final Feed feed;
    private final long pollMillis;
    private final TreeMap<PoolId, ShadowPool> copies = new TreeMap<>();
    private final Rebuilding rebuilding;

    /** Of which not everything was told. */
    private final Set<PoolId> interrupted = new HashSet<>();

    private final Thread thread = new Thread(this::run, "standby");
    private final Progress progress = new Progress(System::nanoTime, LOG::info);
    private long commands;
    private long latestTime = Long.MIN_VALUE;
    private boolean wanted;
    private volatile long offset;
    private volatile @Nullable String problem;
    private volatile Set<PoolId> pools;
    private volatile boolean closed;

    /**
     * Goes on from the newest snapshots that can be used and reads the journal up to where it is now.
     *
     * @param snapshots empty to begin at the first record
     * @param feed hears what is read later on
     * @throws JournalException if the journal cannot be read
     */
    Standby(Journal journal, Optional<SnapshotStore> snapshots, Set<PoolId> pools, Feed feed, Duration poll) {
        this.journal = journal;
        this.feed = feed;
        this.pollMillis = poll.toMillis();
        this.pools = Set.copyOf(pools);
        this.rebuilding = new Rebuilding(journal, snapshots, this);
        // That they are of the journal's history shows at the next takeover, by the chain: the journal moves meanwhile.
        Map<String, StartingPoint> points = snapshots
                .map(store -> StartingPoints.newest(store, journal.pools()))
                .orElse(Map.of());
        points.forEach((pool, point) -> copies.put(PoolId.parse(pool), ShadowPool.from(point, System.nanoTime())));
        points.values()
                .forEach(point ->
                        latestTime = Math.max(latestTime, point.snapshot().time()));
        pools.forEach(this::copyOf);
        this.offset = StartingPoints.tail(journal, points, journal.pools());
        long end = journal.durableOffset();
        try (JournalReader reader = journal.read(offset)) {
            while (offset < end) {
                apply(reader.next().orElseThrow());
                progress.reached(commands);
            }
        }
        copies.forEach((pool, copy) -> feed.beginBehind(pool, copy.sequence()));
    }

    void start() {
        thread.start();
    }

    /** Market time of the last record, or {@link Long#MIN_VALUE} if there is none. */
    synchronized long latestTime() {
        return latestTime;
    }

    /** The pools that were asked for and those of the journal. */
    Set<PoolId> pools() {
        return pools;
    }

    /** The last command of a pool that this member has read. */
    synchronized long sequence(PoolId pool) {
        ShadowPool copy = copies.get(pool);
        return copy == null ? 0 : copy.sequence();
    }

    /** How many commands were applied since the start. */
    synchronized long commands() {
        return commands;
    }

    /** Why nothing is read; empty while all is well. */
    Optional<String> problem() {
        return Optional.ofNullable(problem);
    }

    // ---- as replicas

    @Override
    public long offset() {
        return offset;
    }

    @Override
    public synchronized Collection<ShadowPool> replicas() {
        return List.copyOf(copies.values());
    }

    /** These snapshots are kept, whoever has written them. */
    synchronized void keeps(Map<String, List<SnapshotPlace>> places) {
        copies.forEach((pool, copy) -> copy.keeps(places.getOrDefault(pool.toString(), List.of()), System.nanoTime()));
    }

    @Override
    public synchronized void diverged(ShadowPool pool, long sequence, RuntimeException how) {
        LOG.error("the copy of pool {} on this member is dropped at sequence {}", pool.id(), sequence, how);
        pool.diverge(sequence, how);
        rebuilding.begin(pool.id());
        notifyAll();
    }

    /** Puts a copy that was made anew in the place of the one that was dropped, if it has come as far. */
    synchronized boolean replace(ShadowPool rebuilt) {
        ShadowPool dropped = copyOf(rebuilt.id());
        if (!rebuilt.canReplace(dropped)) {
            return false;
        }
        rebuilt.takePlaceOf(dropped);
        copies.put(rebuilt.id(), rebuilt);
        notifyAll();
        return true;
    }

    // ---- for a takeover

    /**
     * An engine of its own for whoever took a pool over.
     *
     * @param end where the pool's records end: nothing can follow while its new owner waits here
     * @throws IllegalStateException if it is not reached in time, if the copy was dropped, or if it is of another history
     */
    PoolEngine copy(PoolId pool, PoolHead end, Duration patience) throws InterruptedException {
        byte[] state;
        synchronized (this) {
            awaitSequence(pool, end.sequence(), patience);
            ShadowPool copy = copyOf(pool);
            if (copy.divergence().isPresent()) {
                throw new IllegalStateException("the copy of " + pool + " on this member was dropped and is being made"
                        + " anew: " + copy.divergence().get().why());
            }
            if (copy.sequence() != end.sequence()) {
                throw new IllegalStateException(
                        "the copy of " + pool + " is at sequence " + copy.sequence() + " and the journal at "
                                + end.sequence() + ", after " + patience.toSeconds() + " s of reading");
            }
            if (!copy.head().chain().equals(end.chain())) {
                IllegalStateException other = new IllegalStateException("the copy of " + pool + " at sequence "
                        + copy.sequence() + " is not of the history that the journal tells: compare the snapshots with"
                        + " the journal");
                diverged(copy, copy.sequence(), other);
                throw other;
            }
            state = copy.state();
        }
        return PoolEngine.restore(PoolSnapshots.decode(state));
    }

    private synchronized void awaitSequence(PoolId pool, long sequence, Duration patience) throws InterruptedException {
        wanted = true;
        notifyAll();
        long deadline = System.nanoTime() + patience.toNanos();
        for (long left = patience.toNanos();
                !copyOf(pool).hasDiverged() && sequence(pool) < sequence && left > 0;
                left = deadline - System.nanoTime()) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        wanted = false;
    }

    // ---- following

    private void run() {
        while (!closed) {
            try (JournalReader reader = journal.read(firstToRead())) {
                problem = null;
                follow(reader);
            } catch (JournalException unreadable) {
                String why = "the journal cannot be followed: " + unreadable.getMessage();
                if (!why.equals(problem)) {
                    LOG.warn("{}; trying again", why);
                }
                problem = why;
                pause(PAUSE_AFTER_FAILURE_MILLIS);
            } catch (RuntimeException wrong) {
                LOG.error("the journal was not followed at record {}, trying again", offset, wrong);
                problem = wrong.toString();
                pause(PAUSE_AFTER_FAILURE_MILLIS);
            }
        }
    }

    /** Where this member goes on; a long pause may have cost it what others did not need any more. */
    private synchronized long firstToRead() {
        long first = journal.firstOffset();
        if (offset < first) {
            RecordsReleasedException gone = new RecordsReleasedException(offset, first);
            LOG.error("{}; nobody here is told what was in between", gone.getMessage());
            copies.values().forEach(copy -> diverged(copy, copy.sequence() + 1, gone));
            interrupted.addAll(copies.keySet());
            offset = first;
        }
        return offset;
    }

    private void follow(JournalReader reader) {
        while (!closed) {
            Optional<JournalEntry> next = reader.next();
            if (next.isPresent()) {
                apply(next.get());
                tell(next.get().record());
            } else {
                pause(pollMillis);
            }
        }
    }

    /** What is in the journal happened, whatever the copy says of it. */
    private void tell(JournalRecord batch) {
        PoolId pool = PoolId.parse(batch.pool());
        if (interrupted.remove(pool)) {
            feed.beginBehind(pool, batch.firstSequence() - 1);
        }
        if (feed.isNews(pool, batch.lastSequence())) {
            List<LoggedCommand> commands;
            try {
                commands = PoolLog.decode(batch);
            } catch (RuntimeException unreadable) {
                LOG.error("{} cannot be read, and nobody here is told of its pool from there on", batch, unreadable);
                return;
            }
            feed.tell(pool, commands);
        }
    }

    private synchronized void pause(long millis) {
        try {
            long began = System.nanoTime();
            // Somebody who waits to take a pool over does not wait for the next look as well.
            while (!closed && TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began) < (wanted ? 1 : millis)) {
                wait(wanted ? 1 : millis);
            }
        } catch (InterruptedException stopped) {
            closed = true;
        }
    }

    private synchronized void apply(JournalEntry entry) {
        JournalRecord batch = entry.record();
        ShadowPool copy = copyOf(PoolId.parse(batch.pool()));
        if (!copy.hasDiverged()) {
            try {
                commands += copy.apply(entry, System.nanoTime());
            } catch (RuntimeException other) {
                diverged(copy, batch.firstSequence(), other);
            }
        }
        if (copy.hasDiverged()) {
            copy.passOver(batch.lastSequence());
        }
        latestTime = Math.max(latestTime, batch.time());
        offset = entry.offset() + 1;
        notifyAll();
    }

    private synchronized ShadowPool copyOf(PoolId pool) {
        ShadowPool copy = copies.computeIfAbsent(pool, none -> ShadowPool.ofNew(none.toString(), System.nanoTime()));
        if (!pools.contains(pool)) {
            pools = Set.copyOf(copies.keySet());
        }
        return copy;
    }

    @Override
    public void close() {
        closed = true;
        synchronized (this) {
            notifyAll();
        }
        try {
            thread.join(TimeUnit.SECONDS.toMillis(10));
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
        rebuilding.close();
    }
}
