package io.tidemark.exchange.cluster;

import io.tidemark.exchange.cluster.ShadowPool.Divergence;
import io.tidemark.exchange.cluster.ShadowStatus.PoolStatus;
import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.duty.Duties;
import io.tidemark.exchange.duty.SoleDuty;
import io.tidemark.exchange.journal.Journal;
import io.tidemark.exchange.journal.JournalConsumer;
import io.tidemark.exchange.snapshot.SnapshotException;
import io.tidemark.exchange.snapshot.SnapshotStore;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The shadow replica of several machines: every member has the copies of its standby, and one member at a time writes snapshots
 * of them, holds them against the live pools, and has a pool halted whose copy is not the same, wherever it is served.
 *
 * <p>A member that was stopped and goes on may believe for a moment that it still has the duty. What it writes carries the epoch
 * of the duty and is refused.
 */
final class SnapshotDuty implements SoleDuty.Work, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SnapshotDuty.class);
    private static final String NAME = "snapshots";
    private static final Duration LOOK_FOR_DUTY = Duration.ofMillis(500);
    private static final long NAP_MILLIS = 20;
    private static final long REFRESH_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long SAY_AGAIN_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Standby standby;
    private final Journal journal;
    private final SnapshotStore store;
    private final LivePools live;
    private final ShadowOptions options;
    private final LongFunction<Optional<String>> addresses;
    private final AtomicLong failures = new AtomicLong();
    private final Map<PoolId, Long> saidAt = new HashMap<>();
    private final Thread thread = new Thread(this::run, "snapshots");
    private final SoleDuty duty;

    /** Held while a pool is looked at, so that the duty is not given up meanwhile. */
    private final Object turn = new Object();

    private @Nullable SnapshotStore mine;
    private @Nullable SnapshotWriter writer;
    private Optional<JournalRelease> release = Optional.empty();
    private long refreshedAt = System.nanoTime() - REFRESH_NANOS;
    private volatile boolean closed;

    /**
     * Tries for the duty from now on.
     *
     * @param addresses of members by their numbers, as far as they are in sight
     */
    SnapshotDuty(
            Standby standby,
            Journal journal,
            SnapshotStore store,
            LivePools live,
            ShadowOptions options,
            Duties duties,
            LongFunction<Optional<String>> addresses) {
        this.standby = standby;
        this.journal = journal;
        this.store = store;
        this.live = live;
        this.options = options;
        this.addresses = addresses;
        this.duty = new SoleDuty(duties, NAME, LOOK_FOR_DUTY, this);
        thread.start();
    }

    @Override
    public void begin(long epoch) {
        synchronized (turn) {
            SnapshotStore own = store.writer(epoch);
            standby.keeps(own.places());
            mine = own;
            writer = writer(own);
        }
    }

    private SnapshotWriter writer(SnapshotStore own) {
        return new SnapshotWriter(standby, own, live, options, release, failures, System::nanoTime);
    }

    /** From now on this member lets go of what neither a kept snapshot nor one of these needs, whenever it has the duty. */
    void releaseBehind(List<JournalConsumer> consumers) {
        synchronized (turn) {
            release = Optional.of(new JournalRelease(journal, consumers, options));
            if (mine != null) {
                writer = writer(mine);
            }
        }
    }

    @Override
    public void end() {
        synchronized (turn) {
            mine = null;
            writer = null;
        }
    }

    ShadowStatus status() {
        long now = System.nanoTime();
        Map<PoolId, PoolStatus> pools = new TreeMap<>();
        standby.replicas().forEach(copy -> pools.put(copy.id(), copy.status(now)));
        return new ShadowStatus(
                Math.max(0, journal.durableOffset() - standby.offset()),
                standby.problem(),
                failures.get(),
                pools,
                addresses.apply(duty.holder()));
    }

    private void run() {
        try {
            while (!closed) {
                standby.replicas().forEach(this::look);
                refreshIfIdle();
                Thread.sleep(NAP_MILLIS);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error broken) {
            LOG.error("this member writes no snapshots any more until it is started again", broken);
            duty.close();
        }
    }

    private void look(ShadowPool copy) {
        synchronized (turn) {
            SnapshotWriter now = writer;
            if (now != null) {
                copy.divergence().ifPresent(this::halt);
                now.look(copy);
            }
        }
    }

    /** What others have written is for the status. */
    private void refreshIfIdle() {
        long now = System.nanoTime();
        synchronized (turn) {
            if (writer != null || now - refreshedAt < REFRESH_NANOS) {
                return;
            }
            refreshedAt = now;
            try {
                standby.keeps(store.places());
            } catch (SnapshotException away) {
                LOG.debug("it is not known which snapshots there are: {}", away.getMessage());
            }
        }
    }

    /**
     * Said again while it is so: a message may be lost, and whoever has made the pool anew since then does not mind. A copy that
     * merely cannot go on, because records are gone or another release wrote them, says nothing of the pool.
     */
    private void halt(Divergence found) {
        if (!(found.how() instanceof ReplayDivergedException)) {
            return;
        }
        long now = System.nanoTime();
        Long before = saidAt.get(found.pool());
        if (before == null || now - before >= SAY_AGAIN_NANOS) {
            saidAt.put(found.pool(), now);
            live.diverged(found.pool(), found.sequence(), found.how());
        }
    }

    @Override
    public void close() {
        closed = true;
        duty.close();
        thread.interrupt();
    }
}
