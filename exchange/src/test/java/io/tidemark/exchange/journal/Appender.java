package io.tidemark.exchange.journal;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A process to be hurt: appends to all pools and says which sequences were acknowledged, a line each, at once. Words after
 * its directory change that; some of them make it a liar whom the tests must catch.
 */
final class Appender {
    static final int POOLS = 3;
    static final FileJournalOptions OPTIONS = new FileJournalOptions(64 << 10, 1 << 20, Duration.ofNanos(150_000));

    /** Waits for each record, so that each is a group; otherwise as fast as it can. */
    static final String ONE_BY_ONE = "one-by-one";
    /** Appends 200 records to each pool and ends; otherwise it goes on for a minute. */
    static final String FEW = "few";
    /** Releases all segments but the last ones, again and again. */
    static final String RELEASE = "release";
    /** A lie: says that a record is acknowledged when it is appended. */
    static final String EARLY = "early";
    /** A lie: its disk syncs nothing. */
    static final String UNSYNCED = "unsynced";
    /** A lie: its disk keeps errors to itself. */
    static final String SWALLOW = "swallow";

    private static final FileOutputStream OUT = new FileOutputStream(FileDescriptor.out);
    private static final int A_FEW = 200;
    /** Nobody leaves one behind for longer. */
    private static final long LONGEST_LIFE_NANOS = 60_000_000_000L;

    private final FileJournal journal;
    private final Set<String> words;

    private Appender(FileJournal journal, Set<String> words) {
        this.journal = journal;
        this.words = words;
    }

    /** Starts one behind other words, such as those of strace. */
    static Process start(List<String> before, Path directory, String... words) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(directory.toString()));
        arguments.addAll(List.of(words));
        return Processes.java(before, Appender.class, arguments.toArray(String[]::new));
    }

    static byte[] payload(long sequence) {
        return ByteBuffer.allocate(8 + (int) (sequence % 200)).putLong(sequence).array();
    }

    public static void main(String[] arguments) throws InterruptedException {
        Set<String> words = Set.of(arguments);
        Disk disk = words.contains(UNSYNCED) ? Records.UNSYNCED : words.contains(SWALLOW) ? swallowing() : Disk.LOCAL;
        try (FileJournal journal = FileJournal.open(Path.of(arguments[0]), OPTIONS, disk)) {
            new Appender(journal, words).append();
        }
        say("end");
    }

    private void append() throws InterruptedException {
        long[] sequences = new long[POOLS];
        for (int pool = 0; pool < POOLS; pool++) {
            sequences[pool] = journal.durableSequence("POOL" + pool);
        }
        long end = System.nanoTime() + LONGEST_LIFE_NANOS;
        for (int i = 0; words.contains(FEW) ? i < A_FEW : System.nanoTime() < end; i++) {
            for (int pool = 0; pool < POOLS; pool++) {
                long sequence = ++sequences[pool];
                append(new JournalRecord("POOL" + pool, 1, sequence, sequence, sequence, payload(sequence)));
            }
            if (words.contains(RELEASE) && i % 100 == 0) {
                journal.release(Math.max(0, journal.durableOffset() - 500));
            }
            while (journal.pendingBytes() > (words.contains(ONE_BY_ONE) ? 0 : 64 << 10)) {
                Thread.sleep(1);
            }
        }
    }

    private void append(JournalRecord record) {
        boolean early = words.contains(EARLY);
        if (early) {
            acknowledge(record);
        }
        journal.append(record, new DurableListener() {
            @Override
            public void durable(JournalEntry entry) {
                if (!early) {
                    acknowledge(entry.record());
                }
            }

            @Override
            public void failed(JournalRecord lost, Throwable cause) {
                say("failed");
            }
        });
    }

    private static void acknowledge(JournalRecord record) {
        say(record.pool() + " " + record.lastSequence());
    }

    private static void say(String line) {
        try {
            OUT.write((line + ".\n").getBytes(StandardCharsets.US_ASCII));
        } catch (IOException gone) {
            Runtime.getRuntime().halt(1);
        }
    }

    private static Disk swallowing() {
        return new Disk() {
            @Override
            public Handle open(Path file) throws IOException {
                Handle real = LOCAL.open(file);
                return new Handle() {
                    @Override
                    public void write(ByteBuffer from, long position) {
                        try {
                            real.write(from, position);
                        } catch (IOException swallowed) {
                            from.position(from.limit());
                        }
                    }

                    @Override
                    public void sync() {
                        try {
                            real.sync();
                        } catch (IOException swallowed) {
                            // This is the lie.
                        }
                    }

                    @Override
                    public void close() throws IOException {
                        real.close();
                    }
                };
            }

            @Override
            public void syncDirectory(Path directory) throws IOException {
                LOCAL.syncDirectory(directory);
            }
        };
    }
}
