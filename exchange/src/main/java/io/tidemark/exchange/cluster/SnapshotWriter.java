package io.tidemark.exchange.cluster;

import io.tidemark.exchange.cluster.LivePools.Fingerprint;
import io.tidemark.exchange.snapshot.SnapshotException;
import io.tidemark.exchange.snapshot.SnapshotStore;
import io.tidemark.exchange.snapshot.StoredSnapshot;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the snapshots of replicas where enough has happened that none covers, holds a replica against its live pool now and
 * then before it does, and lets go of what no snapshot needs any more. For one thread; the replicas may be brought forward
 * by another.
 */
final class SnapshotWriter {
    private static final Logger LOG = LoggerFactory.getLogger(SnapshotWriter.class);
    private static final long PATIENCE_SECONDS = 10;

    private final Replicas replicas;
    private final SnapshotStore store;
    private final LivePools live;
    private final ShadowOptions options;
    private final Optional<JournalRelease> release;
    private final AtomicLong failures;
    private final LongSupplier nanoTime;

    /** The replicas that follow the journal. The first two are asked by who holds their lock, and so is every pool of them. */
    interface Replicas {
        /** Of the next record that they will be given. */
        long offset();

        /** All of them. */
        Collection<ShadowPool> replicas();

        /** One of them is not what its live pool is, from some command on. */
        void diverged(ShadowPool pool, long sequence, RuntimeException how);
    }

    /**
     * For replicas whose lock is the object itself.
     *
     * @param release who lets go of the journal; empty to keep all of it
     * @param failures counts the snapshots that could not be kept
     */
    SnapshotWriter(
            Replicas replicas,
            SnapshotStore store,
            LivePools live,
            ShadowOptions options,
            Optional<JournalRelease> release,
            AtomicLong failures,
            LongSupplier nanoTime) {
        this.replicas = replicas;
        this.store = store;
        this.live = live;
        this.options = options;
        this.release = release;
        this.failures = failures;
        this.nanoTime = nanoTime;
    }

    /** Writes the snapshot of a pool if it is due, and if its live pool is not just being waited for. */
    void look(ShadowPool pool) {
        long now = nanoTime.getAsLong();
        boolean compare = false;
        synchronized (replicas) {
            if (pool.hasDiverged() || pool.isOnItsWay()) {
                return;
            }
            if (!pool.isWaitedFor()) {
                if (!pool.isDue(options, now) && !isStale(pool)) {
                    return;
                }
                pool.tried(now);
                compare = pool.isComparisonDue(options, now);
            }
        }
        if (compare) {
            expectLive(pool);
        }
        StoredSnapshot snapshot;
        synchronized (replicas) {
            if (pool.hasDiverged() || pool.isOnItsWay()) {
                return;
            }
            snapshot = pool.next(replicas.offset());
        }
        if (isSame(pool, snapshot, now)) {
            keep(pool, snapshot);
        }
    }

    /** An idle pool must not keep the journal from letting go of what all others have passed. */
    private boolean isStale(ShadowPool pool) {
        return release.isPresent()
                && pool.newestOffset()
                        .filter(newest -> replicas.offset() - newest >= options.everyCommands())
                        .isPresent();
    }

    private void expectLive(ShadowPool pool) {
        try {
            // Waiting: a replica that went on meanwhile might pass the command that it is to be compared at.
            Fingerprint seen = live.fingerprint(pool.id()).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            synchronized (replicas) {
                pool.expect(seen, replicas.offset());
            }
        } catch (ExecutionException | TimeoutException silent) {
            LOG.warn("pool {} cannot be held against its replica now: {}", pool.id(), silent.toString());
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isSame(ShadowPool pool, StoredSnapshot snapshot, long now) {
        try {
            synchronized (replicas) {
                pool.compare(snapshot, now);
            }
            return true;
        } catch (ReplayDivergedException other) {
            long sequence = snapshot.head().sequence();
            replicas.diverged(pool, sequence, other);
            // A replica that is made anew comes to the same again: only the live pool can be asked to begin anew as
            // well.
            live.diverged(pool.id(), sequence, other);
            return false;
        }
    }

    private void keep(ShadowPool pool, StoredSnapshot snapshot) {
        try {
            store.save(snapshot);
            synchronized (replicas) {
                pool.covered(snapshot, options.keep());
            }
            LOG.debug("wrote the snapshot of {}", snapshot);
            store.prune(options.keep());
        } catch (SnapshotException refused) {
            failures.incrementAndGet();
            LOG.error("{}; it is tried again later, and a recovery takes longer until then", refused.getMessage());
            return;
        }
        release.ifPresent(letting -> letting.release(replicas));
    }
}
