package io.tidemark.exchange.benchmark;

import io.tidemark.exchange.journal.DurableListener;
import io.tidemark.exchange.journal.JournalEntry;
import io.tidemark.exchange.journal.JournalRecord;
import io.tidemark.exchange.journal.postgres.JournalDatabase;
import io.tidemark.exchange.journal.postgres.PostgresJournal;
import io.tidemark.exchange.journal.postgres.PostgresJournalOptions;
import io.tidemark.exchange.journal.postgres.TestServer;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/**
 * What the journal in PostgreSQL takes in and how long a lone record waits, on a server that keeps what it commits. Arguments:
 * seconds for each line, and the URL of an empty database of user {@code postgres}; without one a server is started here.
 */
public final class PostgresJournalCost {
    /** A command and its events, as a small order has them. */
    private static final int COMMAND_BYTES = 128;

    private static final int MOST_PENDING = 4 << 20;
    private static final int LONE = 2_000;

    private PostgresJournalCost() {}

    public static void main(String[] arguments) throws InterruptedException {
        long seconds = arguments.length > 0 ? Long.parseLong(arguments[0]) : 5;
        JournalDatabase database = JournalDatabase.open(
                arguments.length > 1 ? arguments[1] : TestServer.shared().newDatabase(), "postgres", "");
        load(database, "warm-up", 1, 64, seconds);
        for (int commands : new int[] {1, 64, 1_024}) {
            lone(database, commands);
        }
        for (int members : new int[] {1, 2, 3}) {
            for (int commands : new int[] {1, 64, 1_024}) {
                load(database, members + " members", members, commands, seconds);
            }
        }
        System.exit(0); // The server that was started here goes with this process.
    }

    private static void lone(JournalDatabase database, int commands) {
        try (PostgresJournal journal = PostgresJournal.open(database, PostgresJournalOptions.of("lone"))) {
            Appender appender = new Appender(journal, "LONE", commands);
            long[] micros = new long[LONE];
            for (int i = 0; i < LONE; i++) {
                CountDownLatch durable = new CountDownLatch(1);
                long began = System.nanoTime();
                appender.append(durable::countDown);
                await(durable);
                micros[i] = (System.nanoTime() - began) / 1_000;
            }
            Arrays.sort(micros);
            System.out.printf(
                    "lone records of %,5d commands: p50 %,6d us, p99 %,6d us, most %,6d us%n",
                    commands, micros[LONE / 2], micros[LONE * 99 / 100], micros[LONE - 1]);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }

    private static void load(JournalDatabase database, String who, int members, int commands, long seconds)
            throws InterruptedException {
        AtomicLong records = new AtomicLong();
        AtomicLong flushes = new AtomicLong();
        AtomicLong flushNanos = new AtomicLong();
        long began = System.nanoTime();
        long end = began + TimeUnit.SECONDS.toNanos(seconds);
        List<Thread> threads = IntStream.range(0, members)
                .mapToObj(i -> new Thread(() -> {
                    try (PostgresJournal journal =
                            PostgresJournal.open(database, PostgresJournalOptions.of("member" + i))) {
                        journal.observe((count, bytes, nanos) -> {
                            flushes.incrementAndGet();
                            flushNanos.addAndGet(nanos);
                        });
                        Appender appender = new Appender(journal, "POOL" + i, commands);
                        while (System.nanoTime() < end) {
                            if (journal.pendingBytes() > MOST_PENDING) {
                                LockSupport.parkNanos(100_000);
                            } else {
                                appender.append(records::incrementAndGet);
                            }
                        }
                    }
                }))
                .toList();
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        double took = (System.nanoTime() - began) / 1e9;
        System.out.printf(
                "%-9s, %,5d commands a record: %,9.0f records/s, %,11.0f commands/s, %6.1f MB/s, %,5.0f flushes/s of %,7.0f us%n",
                who,
                commands,
                records.get() / took,
                records.get() * (double) commands / took,
                records.get() * (double) commands * COMMAND_BYTES / took / 1e6,
                flushes.get() / took,
                flushNanos.get() / 1e3 / Math.max(1, flushes.get()));
    }

    /** Appends records of random bytes, as commands do not compress well either. */
    private static final class Appender {
        private final PostgresJournal journal;
        private final String pool;
        private final int commands;
        private final long epoch;
        private final byte[] payload;
        private long sequence;

        Appender(PostgresJournal journal, String pool, int commands) {
            this.journal = journal;
            this.pool = pool;
            this.commands = commands;
            var head = journal.takeOver(pool);
            this.epoch = head.epoch();
            this.sequence = head.sequence();
            this.payload = new byte[commands * COMMAND_BYTES];
            new SplittableRandom(7).nextBytes(payload);
        }

        void append(Runnable durable) {
            long first = sequence + 1;
            sequence += commands;
            journal.append(new JournalRecord(pool, epoch, first, sequence, first, payload), new DurableListener() {
                @Override
                public void durable(JournalEntry entry) {
                    durable.run();
                }

                @Override
                public void failed(JournalRecord record, Throwable cause) {
                    throw new IllegalStateException("lost " + record, cause);
                }
            });
        }
    }
}
