package io.tidemark.exchange.cluster;

import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.feed.LoggedCommand;
import io.tidemark.exchange.feed.PoolLog;
import io.tidemark.exchange.journal.DurableListener;
import io.tidemark.exchange.journal.FileJournalOptions;
import io.tidemark.exchange.journal.Journal;
import io.tidemark.exchange.journal.JournalEntry;
import io.tidemark.exchange.journal.JournalRecord;
import io.tidemark.exchange.pool.Event;
import io.tidemark.exchange.pool.PoolEngine;
import io.tidemark.exchange.pool.RandomLog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Made-up days of two pools, and how they get into a journal. */
final class Histories {
    static final PoolId POOL = PoolId.parse("B200X8.PRN1");
    static final PoolId RACKS = PoolId.parse("GB200R64.HYP1");
    static final FileJournalOptions SMALL = new FileJournalOptions(1 << 20, 4 << 20, Duration.ofNanos(50_000));

    private static final int LARGEST_BATCH = 8;

    private final TreeMap<PoolId, List<LoggedCommand>> logs = new TreeMap<>();
    private final TreeMap<PoolId, Integer> written = new TreeMap<>();
    private final SplittableRandom random;
    private CompletableFuture<JournalEntry> last = new CompletableFuture<>();

    Histories(long seed, int commands) {
        random = new SplittableRandom(seed);
        logs.put(POOL, RandomLog.of(POOL, seed, commands));
        logs.put(RACKS, RandomLog.of(RACKS, seed + 1, commands / 2));
    }

    List<LoggedCommand> log(PoolId pool) {
        return Objects.requireNonNull(logs.get(pool));
    }

    /** The engine after so many commands of its log. */
    PoolEngine engine(PoolId pool, long commands) {
        PoolEngine engine = new PoolEngine(pool);
        log(pool).stream()
                .limit(commands)
                .forEach(logged -> engine.apply(logged.time(), logged.draw(), logged.command()));
        return engine;
    }

    /** Appends everything that is not written yet, the pools mixed, in batches of random sizes. */
    void write(Journal journal) {
        while (logs.keySet().stream().anyMatch(pool -> left(pool) > 0)) {
            writeOne(journal, random.nextBoolean() ? POOL : RACKS);
        }
        last.orTimeout(20, TimeUnit.SECONDS).join();
    }

    /** Appends so many batches of a pool, as far as there are any. */
    void writeSome(Journal journal, PoolId pool, int batches) {
        for (int i = 0; i < batches; i++) {
            writeOne(journal, pool);
        }
        last.orTimeout(20, TimeUnit.SECONDS).join();
    }

    private void writeOne(Journal journal, PoolId pool) {
        if (left(pool) > 0) {
            int from = written.getOrDefault(pool, 0);
            int to = from + random.nextInt(1, Math.min(LARGEST_BATCH, left(pool)) + 1);
            last = append(journal, pool, log(pool).subList(from, to));
            written.put(pool, to);
        }
    }

    private int left(PoolId pool) {
        return log(pool).size() - written.getOrDefault(pool, 0);
    }

    /** The last command that is in the journal. */
    long sequence(PoolId pool) {
        return written.getOrDefault(pool, 0);
    }

    /** Makes one command of the log have come to other events, as if another engine had written it. */
    void falsify(PoolId pool, long sequence) {
        List<LoggedCommand> log = log(pool);
        LoggedCommand honest = log.get((int) sequence - 1);
        List<Event> events = new ArrayList<>(honest.events());
        events.add(new Event.HourIndexed(1, 2, 3));
        log.set(
                (int) sequence - 1,
                new LoggedCommand(
                        honest.sequence(), honest.time(), honest.draw(), honest.command(), honest.reply(), events));
    }

    /** Appends a batch, with the right sequences, checksums and links, whatever it says. */
    private static CompletableFuture<JournalEntry> append(Journal journal, PoolId pool, List<LoggedCommand> batch) {
        CompletableFuture<JournalEntry> durable = new CompletableFuture<>();
        LoggedCommand end = batch.get(batch.size() - 1);
        journal.append(
                new JournalRecord(
                        pool.toString(), 1, batch.get(0).sequence(), end.sequence(), end.time(), PoolLog.encode(batch)),
                new DurableListener() {
                    @Override
                    public void durable(JournalEntry entry) {
                        durable.complete(entry);
                    }

                    @Override
                    public void failed(JournalRecord lost, Throwable cause) {
                        durable.completeExceptionally(cause);
                    }
                });
        return durable;
    }
}
