package io.tidemark.exchange.cluster;

import io.tidemark.exchange.cluster.StartingPoints.StartingPoint;
import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.journal.Journal;
import io.tidemark.exchange.journal.JournalConsumer;
import io.tidemark.exchange.journal.JournalEntry;
import io.tidemark.exchange.journal.JournalReader;
import io.tidemark.exchange.journal.Uninterruptibly;
import io.tidemark.exchange.snapshot.SnapshotStore;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The pools a second time, brought forward by the durable journal on a thread of their own, off the way of orders. Every
 * command is applied again and must come to what was written down: so it is known while the market runs, and not only after
 * a crash, that the journal can be replayed. From it come the snapshots, and with them the right to let old records go.
 *
 * <p>A pool that decides otherwise than its replica is halted. One of the two is wrong, and until somebody has found out
 * which, more orders would only make more of what has to be undone. After a restart the journal decides: if it cannot be
 * replayed either, the pool does not come back by itself. No snapshot of such a pool is written, and none is deleted.
 *
 * <p>It needs as much memory as the pools themselves, and while it catches up a processor. It has the lowest priority, which
 * most systems do not heed; a shadow that is behind costs nothing but a longer recovery.
 */
final class ShadowReplica implements SnapshotWriter.Replicas, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ShadowReplica.class);
    private static final long NAP_MILLIS = 20;

    private final Journal journal;
    private final SnapshotStore store;
    private final LivePools live;
    private final ShadowOptions options;
    private final LongSupplier nanoTime;
    private final Map<String, ShadowPool> pools = new ConcurrentHashMap<>();
    private final AtomicLong failedSnapshots = new AtomicLong();
    private final Thread thread = new Thread(this::run, "shadow");

    private Map<String, StartingPoint> points;
    private volatile long offset;
    private volatile boolean closed;
    private volatile @Nullable String problem;
    private volatile SnapshotWriter writer;

    /**
     * Makes a replica that begins where a recovery began.
     *
     * @param points by pool, the snapshots from which the recovery went on
     * @param nanoTime real time, as {@link System#nanoTime()}
     */
    ShadowReplica(
            Journal journal,
            SnapshotStore store,
            Map<String, StartingPoint> points,
            LivePools live,
            ShadowOptions options,
            LongSupplier nanoTime) {
        this.journal = journal;
        this.store = store;
        this.points = points;
        this.live = live;
        this.options = options;
        this.nanoTime = nanoTime;
        this.writer = writer(Optional.empty());
        this.offset = StartingPoints.tail(journal, points, journal.pools());
        lowerPriority(thread);
        thread.setDaemon(true);
    }

    /** A wish and no more: nothing depends on it, and where it is heeded orders go first. */
    @SuppressWarnings("ThreadPriorityCheck")
    private static void lowerPriority(Thread thread) {
        thread.setPriority(Thread.MIN_PRIORITY);
    }

    void start() {
        thread.start();
    }

    /**
     * From now on the journal lets go of records that neither a kept snapshot nor one of these needs; until this is called
     * it keeps everything.
     *
     * @param consumers all that read the journal by offset, now or after a restart
     */
    void releaseBehind(List<JournalConsumer> consumers) {
        writer = writer(Optional.of(new JournalRelease(journal, consumers, options)));
    }

    private SnapshotWriter writer(Optional<JournalRelease> release) {
        return new SnapshotWriter(this, store, live, options, release, failedSnapshots, nanoTime);
    }

    ShadowStatus status() {
        long now = nanoTime.getAsLong();
        Map<PoolId, ShadowStatus.PoolStatus> each = new TreeMap<>();
        pools.values().forEach(pool -> each.put(pool.id(), pool.status(now)));
        return new ShadowStatus(
                Math.max(0, journal.durableOffset() - offset),
                Optional.ofNullable(problem),
                failedSnapshots.get(),
                each,
                Optional.empty());
    }

    private void run() {
        try {
            points.forEach((name, point) -> pools.put(name, ShadowPool.from(point.again(), nanoTime.getAsLong())));
            points = Map.of();
            try (JournalReader reader = journal.read(offset)) {
                follow(reader);
            }
        } catch (InterruptedException | RuntimeException | Error broken) {
            LOG.error(
                    "the shadow replica stops at record {}: no snapshot is written any more, and nobody checks the pools;"
                            + " the market goes on, and a restart brings the replica back",
                    offset,
                    broken);
            problem = broken.toString();
        }
    }

    private void follow(JournalReader reader) throws InterruptedException {
        while (!closed) {
            Optional<JournalEntry> entry = reader.next();
            if (entry.isPresent()) {
                take(entry.get());
            } else {
                pools.values().forEach(writer::look);
                Thread.sleep(NAP_MILLIS);
            }
        }
    }

    private void take(JournalEntry entry) {
        long now = nanoTime.getAsLong();
        ShadowPool pool = pools.computeIfAbsent(entry.record().pool(), name -> ShadowPool.ofNew(name, now));
        if (!pool.hasDiverged()) {
            apply(pool, entry, now);
        }
        offset = entry.offset() + 1;
        writer.look(pool);
    }

    private void apply(ShadowPool pool, JournalEntry entry, long now) {
        try {
            pool.apply(entry, now);
        } catch (RuntimeException other) {
            // Whatever it is: the live pool has applied this record, and its replica cannot.
            long sequence = entry.record().firstSequence();
            diverged(pool, sequence, other);
            live.diverged(pool.id(), sequence, other);
        }
    }

    @Override
    public void diverged(ShadowPool pool, long sequence, RuntimeException how) {
        LOG.error("pool {} and its shadow replica are not the same; the pool is halted", pool.id(), how);
        pool.diverge(sequence, how);
    }

    @Override
    public long offset() {
        return offset;
    }

    @Override
    public Collection<ShadowPool> replicas() {
        return pools.values();
    }

    /** Stops following; what is not covered by a snapshot is replayed after the next start. */
    @Override
    public void close() {
        closed = true;
        Uninterruptibly.join(thread);
    }
}
