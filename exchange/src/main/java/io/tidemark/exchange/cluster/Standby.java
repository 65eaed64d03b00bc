package io.tidemark.exchange.cluster;

import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.feed.LoggedCommand;
import io.tidemark.exchange.feed.PoolLog;
import io.tidemark.exchange.journal.Journal;
import io.tidemark.exchange.journal.JournalEntry;
import io.tidemark.exchange.journal.JournalException;
import io.tidemark.exchange.journal.JournalReader;
import io.tidemark.exchange.journal.JournalRecord;
import io.tidemark.exchange.pool.PoolEngine;
import io.tidemark.exchange.pool.PoolEngine.Outcome;
import io.tidemark.exchange.pool.PoolSnapshots;
import java.time.Duration;
import java.util.List;
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
    private final TreeMap<PoolId, PoolEngine> engines = new TreeMap<>();
    private final Thread thread = new Thread(this::run, "standby");
    private final Progress progress = new Progress(System::nanoTime, LOG::info);
    private long offset;
    private long commands;
    private long latestTime = Long.MIN_VALUE;
    private @Nullable RuntimeException broken;
    private boolean wanted;
    private volatile Set<PoolId> pools;
    private volatile boolean closed;

    /**
     * Reads the journal up to where it is now.
     *
     * @param feed hears what is read later on
     * @throws ReplayDivergedException if an engine decides otherwise than it did
     * @throws JournalException if the journal cannot be read
     */
    Standby(Journal journal, Set<PoolId> pools, Feed feed, Duration poll) {
        this.journal = journal;
        this.feed = feed;
        this.pollMillis = poll.toMillis();
        this.offset = journal.firstOffset();
        this.pools = Set.copyOf(pools);
        pools.forEach(pool -> engines.put(pool, new PoolEngine(pool)));
        long end = journal.durableOffset();
        try (JournalReader reader = journal.read(offset)) {
            while (offset < end) {
                apply(reader.next().orElseThrow());
                progress.reached(commands);
            }
        }
        engines.forEach((pool, engine) -> feed.beginBehind(pool, engine.sequence()));
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
        PoolEngine engine = engines.get(pool);
        return engine == null ? 0 : engine.sequence();
    }

    /**
     * An engine of its own for whoever took a pool over.
     *
     * @param sequence where the pool's records end: nothing can follow while its new owner waits here
     * @throws IllegalStateException if it is not reached in time, or if the copy cannot go on
     */
    PoolEngine copy(PoolId pool, long sequence, Duration patience) throws InterruptedException {
        byte[] state;
        synchronized (this) {
            wanted = true;
            notifyAll();
            long deadline = System.nanoTime() + patience.toNanos();
            for (long left = patience.toNanos();
                    broken == null && sequence(pool) < sequence && left > 0;
                    left = deadline - System.nanoTime()) {
                TimeUnit.NANOSECONDS.timedWait(this, left);
            }
            wanted = false;
            if (broken != null) {
                throw new IllegalStateException(
                        "the copy of the pools on this member cannot go on: " + broken.getMessage(), broken);
            }
            if (sequence(pool) != sequence) {
                throw new IllegalStateException("the copy of " + pool + " is at sequence " + sequence(pool)
                        + " and the journal at " + sequence + ", after " + patience.toSeconds() + " s of reading");
            }
            state = PoolSnapshots.encode(engine(pool).snapshot());
        }
        return PoolEngine.restore(PoolSnapshots.decode(state));
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
                List<LoggedCommand> logged = apply(next.get());
                feed.tell(PoolId.parse(next.get().record().pool()), logged);
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

    private List<LoggedCommand> apply(JournalEntry entry) {
        JournalRecord batch = entry.record();
        List<LoggedCommand> logged = PoolLog.decode(batch);
        synchronized (this) {
            PoolEngine engine = engine(PoolId.parse(batch.pool()));
            if (batch.firstSequence() != engine.sequence() + 1) {
                throw new IllegalStateException("record " + entry.offset() + " of the journal is " + batch
                        + ", and the copy of the pool ends at sequence " + engine.sequence());
            }
            logged.forEach(command -> replay(engine, command));
            commands += logged.size();
            latestTime = Math.max(latestTime, batch.time());
            offset = entry.offset() + 1;
            notifyAll();
        }
        return logged;
    }

    private PoolEngine engine(PoolId pool) {
        PoolEngine engine = engines.computeIfAbsent(pool, PoolEngine::new);
        if (!pools.contains(pool)) {
            pools = Set.copyOf(engines.keySet());
        }
        return engine;
    }

    private static void replay(PoolEngine engine, LoggedCommand logged) {
        Outcome outcome = engine.apply(logged.time(), logged.draw(), logged.command());
        if (outcome.sequence() != logged.sequence()
                || !outcome.reply().equals(logged.reply())
                || !outcome.events().equals(logged.events())) {
            throw new ReplayDivergedException(engine.pool(), logged.sequence());
        }
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
