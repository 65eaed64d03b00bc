package io.tidemark.exchange.cluster;

import io.tidemark.exchange.cluster.StartingPoints.StartingPoint;
import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.journal.Journal;
import io.tidemark.exchange.journal.JournalEntry;
import io.tidemark.exchange.journal.JournalReader;
import io.tidemark.exchange.snapshot.SnapshotStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes dropped copies of pools anew, one after the other, beside the ones that go on. The first attempt begins at the newest
 * snapshot, the next at the one before it, the last at the first record: a snapshot that was written of a damaged copy is
 * passed by like that. Then all of it again, with growing pauses, for somebody may put something right.
 */
final class Rebuilding implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Rebuilding.class);
    private static final long FIRST_PAUSE_MILLIS = 100;
    private static final int MOST_DOUBLINGS = 9;
    private static final long NAP_MILLIS = 2;

    private final Journal journal;
    private final Optional<SnapshotStore> snapshots;
    private final Standby standby;
    private final Map<PoolId, Integer> attempts = new ConcurrentHashMap<>();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread rebuild = new Thread(task, "standby-rebuild");
        rebuild.setDaemon(true);
        return rebuild;
    });
    private volatile boolean closed;

    Rebuilding(Journal journal, Optional<SnapshotStore> snapshots, Standby standby) {
        this.journal = journal;
        this.snapshots = snapshots;
        this.standby = standby;
    }

    /** Has a copy made anew, some time soon. */
    void begin(PoolId pool) {
        int attempt = attempts.merge(pool, 1, Integer::sum) - 1;
        long pause = attempt == 0 ? 0 : FIRST_PAUSE_MILLIS << Math.min(attempt - 1, MOST_DOUBLINGS);
        try {
            ScheduledFuture<?> unused = thread.schedule(() -> rebuild(pool, attempt), pause, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException leaving) {
            LOG.debug("the copy of {} is not made anew: this member leaves", pool);
        }
    }

    private void rebuild(PoolId pool, int attempt) {
        try {
            Optional<StartingPoint> from = startingPoint(pool, attempt);
            ShadowPool copy = from.map(point -> ShadowPool.from(point, System.nanoTime()))
                    .orElseGet(() -> ShadowPool.ofNew(pool.toString(), System.nanoTime()));
            long begins = copy.sequence();
            long first = journal.firstOffset();
            follow(
                    copy,
                    from.map(point -> Math.max(first, point.snapshot().offset()))
                            .orElse(first));
            if (!closed) {
                LOG.info("the copy of {} was made anew, from sequence {} to {}", pool, begins, copy.sequence());
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException failed) {
            LOG.error("the copy of {} could not be made anew, attempt {}: {}", pool, attempt + 1, failed.getMessage());
            begin(pool);
        }
    }

    private Optional<StartingPoint> startingPoint(PoolId pool, int attempt) {
        List<StartingPoint> usable = new ArrayList<>();
        snapshots.ifPresent(store -> store.newestFirst(pool.toString())
                .forEach(snapshot -> StartingPoints.restore(snapshot)
                        .ifPresent(engine -> usable.add(new StartingPoint(snapshot, engine, List.of())))));
        int choice = attempt % (usable.size() + 1);
        return choice < usable.size() ? Optional.of(usable.get(choice)) : Optional.empty();
    }

    private void follow(ShadowPool copy, long offset) throws InterruptedException {
        try (JournalReader reader = journal.read(copy.id().toString(), offset)) {
            while (!closed) {
                Optional<JournalEntry> next = reader.next();
                if (next.isPresent()) {
                    copy.apply(next.get(), System.nanoTime());
                } else if (standby.replace(copy)) {
                    return;
                } else {
                    Thread.sleep(NAP_MILLIS);
                }
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.shutdownNow();
    }
}
