package io.tidemark.exchange.cluster;

import io.tidemark.exchange.cluster.StartingPoints.StartingPoint;
import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.feed.PoolLog;
import io.tidemark.exchange.journal.Journal;
import io.tidemark.exchange.journal.JournalEntry;
import io.tidemark.exchange.journal.JournalException;
import io.tidemark.exchange.journal.JournalReader;
import io.tidemark.exchange.journal.JournalRecord;
import io.tidemark.exchange.journal.PoolHead;
import io.tidemark.exchange.pool.PoolEngine;
import io.tidemark.exchange.pool.PoolSnapshots;
import io.tidemark.exchange.snapshot.SnapshotStore;
import io.tidemark.exchange.snapshot.StoredSnapshot;
import java.time.Duration;
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
 * it decides with what was written down, and whoever takes a pool over goes on from it once it has the last record.
 *
 * <p>This is instead of a backup in the map: that would cost each batch a second hop and could be ahead of the journal, or
 * beside it.
 */
final class Standby implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Standby.class);
    private static final long PAUSE_AFTER_FAILURE_MILLIS = 200;

    private final Journal journal;
    private final Feed feed;
    private final long pollMillis;
    private final TreeMap<PoolId, Copy> copies = new TreeMap<>();
    private final Thread thread = new Thread(this::run, "standby");
    private final Progress progress = new Progress(System::nanoTime, LOG::info);
    private long offset;
    private long commands;
    private long latestTime = Long.MIN_VALUE;
    private @Nullable RuntimeException broken;
    private boolean wanted;
    private volatile Set<PoolId> pools;
    private volatile boolean closed;

    /** A pool and the head of its records up to there: equal heads mean equal histories. */
    private static final class Copy {
        private final PoolReplay replay;
        private PoolHead head;

        Copy(PoolEngine engine, PoolHead head) {
            this.replay = new PoolReplay(engine);
            this.head = head;
        }

        long sequence() {
            return head.sequence();
        }
    }

    /**
     * Goes on from the newest snapshots that can be used and reads the journal up to where it is now.
     *
     * @param snapshots empty to begin at the first record
     * @param feed hears what is read later on
     * @throws ReplayDivergedException if an engine decides otherwise than it did
     * @throws RecoveryException if there are records that are needed and are nowhere
     * @throws JournalException if the journal cannot be read
     */
    Standby(Journal journal, Optional<SnapshotStore> snapshots, Set<PoolId> pools, Feed feed, Duration poll) {
        this.journal = journal;
        this.feed = feed;
        this.pollMillis = poll.toMillis();
        this.pools = Set.copyOf(pools);
        Map<String, StartingPoint> points =
                snapshots.map(store -> points(store, journal.pools())).orElse(Map.of());
        points.forEach((pool, point) -> copies.put(
                PoolId.parse(pool), new Copy(point.engine(), point.snapshot().head())));
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

    /** Whether they are of the journal's history shows at the next takeover, by the chain: the journal moves meanwhile. */
    private static Map<String, StartingPoint> points(SnapshotStore store, Set<String> pools) {
        Map<String, StartingPoint> points = new TreeMap<>();
        for (String pool : pools) {
            for (StoredSnapshot snapshot : store.newestFirst(pool)) {
                Optional<PoolEngine> engine = StartingPoints.restore(snapshot);
                if (engine.isPresent()) {
                    points.put(pool, new StartingPoint(snapshot, engine.get(), List.of()));
                    break;
                }
            }
        }
        return points;
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
        Copy copy = copies.get(pool);
        return copy == null ? 0 : copy.sequence();
    }

    /**
     * An engine of its own for whoever took a pool over.
     *
     * @param end where the pool's records end: nothing can follow while its new owner waits here
     * @throws IllegalStateException if it is not reached in time, if the copy cannot go on, or if it is of another history
     */
    PoolEngine copy(PoolId pool, PoolHead end, Duration patience) throws InterruptedException {
        byte[] state;
        synchronized (this) {
            awaitSequence(pool, end.sequence(), patience);
            if (broken != null) {
                throw new IllegalStateException(
                        "the copy of the pools on this member cannot go on: " + broken.getMessage(), broken);
            }
            Copy copy = copyOf(pool);
            if (copy.sequence() != end.sequence()) {
                throw new IllegalStateException(
                        "the copy of " + pool + " is at sequence " + copy.sequence() + " and the journal at "
                                + end.sequence() + ", after " + patience.toSeconds() + " s of reading");
            }
            if (!copy.head.chain().equals(end.chain())) {
                throw new IllegalStateException("the copy of " + pool + " at sequence " + copy.sequence()
                        + " is not of the history that the journal tells: compare the snapshots with the journal");
            }
            state = PoolSnapshots.encode(copy.replay.engine().snapshot());
        }
        return PoolEngine.restore(PoolSnapshots.decode(state));
    }

    private synchronized void awaitSequence(PoolId pool, long sequence, Duration patience) throws InterruptedException {
        wanted = true;
        notifyAll();
        long deadline = System.nanoTime() + patience.toNanos();
        for (long left = patience.toNanos();
                broken == null && sequence(pool) < sequence && left > 0;
                left = deadline - System.nanoTime()) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        wanted = false;
    }

    private void run() {
        boolean said = false;
        while (!closed) {
            try (JournalReader reader = journal.read(offset)) {
                said = false;
                follow(reader);
            } catch (JournalException unreadable) {
                if (!said) {
                    LOG.warn("the journal cannot be followed, trying again: {}", unreadable.getMessage());
                    said = true;
                }
                pause(PAUSE_AFTER_FAILURE_MILLIS);
            } catch (RuntimeException wrong) {
                if (!closed) {
                    LOG.error("the copies of the pools stop before record {} of the journal", offset, wrong);
                }
                synchronized (this) {
                    broken = wrong;
                    notifyAll();
                }
                return;
            }
        }
    }

    private void follow(JournalReader reader) {
        while (!closed) {
            Optional<JournalEntry> next = reader.next();
            if (next.isPresent()) {
                JournalRecord batch = next.get().record();
                apply(next.get());
                PoolId pool = PoolId.parse(batch.pool());
                if (feed.isNews(pool, batch.lastSequence())) {
                    feed.tell(pool, PoolLog.decode(batch));
                }
            } else {
                pause(pollMillis);
            }
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
        Copy copy = copyOf(PoolId.parse(batch.pool()));
        int applied = copy.replay.apply(batch);
        if (applied > 0) {
            copy.head = copy.head.after(batch);
            commands += applied;
            latestTime = Math.max(latestTime, batch.time());
        }
        offset = entry.offset() + 1;
        notifyAll();
    }

    private synchronized Copy copyOf(PoolId pool) {
        Copy copy =
                copies.computeIfAbsent(pool, none -> new Copy(new PoolEngine(none), PoolHead.origin(none.toString())));
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
    }
}
