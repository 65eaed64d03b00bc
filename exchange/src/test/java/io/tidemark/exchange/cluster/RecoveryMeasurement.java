package io.tidemark.exchange.cluster;

import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.feed.LoggedCommand;
import io.tidemark.exchange.feed.PoolLog;
import io.tidemark.exchange.journal.DurableListener;
import io.tidemark.exchange.journal.FileJournal;
import io.tidemark.exchange.journal.FileJournalOptions;
import io.tidemark.exchange.journal.Journal;
import io.tidemark.exchange.journal.JournalEntry;
import io.tidemark.exchange.journal.JournalRecord;
import io.tidemark.exchange.pool.PoolEngine;
import io.tidemark.exchange.pool.PoolSnapshot;
import io.tidemark.exchange.pool.PoolSnapshots;
import io.tidemark.exchange.snapshot.FileSnapshots;
import io.tidemark.exchange.snapshot.StoredSnapshot;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * How long a recovery takes with snapshots and without, what a snapshot costs, and how fast a replica follows. A program:
 * arguments are an empty directory and the number of commands, 2,000,000 unless said otherwise.
 */
final class RecoveryMeasurement {
    private static final PoolId POOL = PoolId.parse("B200X8.PRN1");
    private static final int BATCH = 256;

    private RecoveryMeasurement() {}

    public static void main(String[] arguments) throws InterruptedException {
        Path directory = Path.of(arguments[0]);
        long commands = arguments.length > 1 ? Long.parseLong(arguments[1]) : 2_000_000;
        FileSnapshots snapshots = FileSnapshots.open(directory.resolve("snapshots"));
        try (Journal journal = open(directory)) {
            write(journal, commands);
        }
        try (Journal journal = timed("open the journal, which verifies it", commands, () -> open(directory))) {
            for (int i = 0; i < 3; i++) {
                timed("replay everything", commands, () -> Recovery.replay(journal, Optional.empty()));
            }
            // With snapshots on the way: one every quarter.
            timed("follow with a replica", commands, () -> {
                Shadows.run(journal, snapshots, Shadows.every(commands / 4 - commands / 100));
                return journal;
            });
            for (int i = 0; i < 3; i++) {
                Recovery recovery = timed(
                        "recover from snapshots", commands, () -> Recovery.replay(journal, Optional.of(snapshots)));
                say("  of these were replayed: %,d", recovery.commands());
                cost(snapshots, Shadows.engine(recovery, POOL));
            }
        }
    }

    private static Journal open(Path directory) {
        return FileJournal.open(directory.resolve("journal"), FileJournalOptions.DEFAULTS);
    }

    private static void cost(FileSnapshots snapshots, PoolEngine engine) {
        byte[] state = timed("  take and encode a snapshot", 1, () -> PoolSnapshots.encode(engine.snapshot()));
        StoredSnapshot newest = snapshots.newestFirst(POOL.toString()).get(0);
        timed("  write and sync it", 1, () -> {
            snapshots.save(newest);
            return newest;
        });
        timed("  hash a live pool", 1, engine::stateHash);
        timed("  read it and check it", 1, () -> snapshots.newestFirst(POOL.toString()));
        PoolSnapshot decoded = timed("  decode it", 1, () -> PoolSnapshots.decode(state));
        timed("  restore the engine", 1, () -> PoolEngine.restore(decoded));
        say("  bytes of a snapshot: %,d", state.length);
    }

    /** Of the clock and of the processor: on a busy machine only the latter says anything, and only of this thread. */
    private static <T> T timed(String what, long commands, Supplier<T> work) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long cpu = threads.getCurrentThreadCpuTime();
        long started = System.nanoTime();
        T result = work.get();
        double seconds = (System.nanoTime() - started) / 1e9;
        double busy = (threads.getCurrentThreadCpuTime() - cpu) / 1e9;
        say(
                "%-36s %,10.1f ms, %,10.1f ms of the processor; %,11.0f/s, %,11.0f/s",
                what, seconds * 1e3, busy * 1e3, commands / seconds, commands / busy);
        return result;
    }

    private static void say(String format, Object... values) {
        System.out.println(String.format(Locale.ROOT, format, values));
    }

    private static void write(Journal journal, long commands) throws InterruptedException {
        OrderFlow flow = new OrderFlow(new PoolEngine(POOL));
        for (long done = 0; done < commands; done += BATCH) {
            List<LoggedCommand> batch = flow.next(BATCH);
            LoggedCommand last = batch.get(batch.size() - 1);
            journal.append(
                    new JournalRecord(
                            POOL.toString(),
                            1,
                            batch.get(0).sequence(),
                            last.sequence(),
                            last.time(),
                            PoolLog.encode(batch)),
                    new Quiet());
            while (journal.pendingBytes() > 64 << 20) {
                Thread.sleep(1);
            }
        }
    }

    private static final class Quiet implements DurableListener {
        @Override
        public void durable(JournalEntry entry) {}

        @Override
        public void failed(JournalRecord record, Throwable cause) {
            throw new IllegalStateException(cause);
        }
    }
}
