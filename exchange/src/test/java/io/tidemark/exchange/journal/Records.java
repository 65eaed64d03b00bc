package io.tidemark.exchange.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Records that follow each other, of several pools and sizes, from a seed; and short words for what tests do with them. */
final class Records {
    static final FileJournalOptions SMALL = new FileJournalOptions(4096, 1 << 20, Duration.ofNanos(50_000));

    /** For tests that damage files: what is in the system's memory is all they look at. */
    static final Disk UNSYNCED = new Disk() {
        @Override
        public Handle open(Path file) throws IOException {
            Handle real = LOCAL.open(file);
            return new Handle() {
                @Override
                public void write(ByteBuffer from, long position) throws IOException {
                    real.write(from, position);
                }

                @Override
                public void sync() {}

                @Override
                public void close() throws IOException {
                    real.close();
                }
            };
        }

        @Override
        public void syncDirectory(Path directory) {}
    };

    private final SplittableRandom random;
    private final Map<String, Long> ends = new HashMap<>();
    private final int largest;
    private long time = 1_763_700_000_000L;

    Records(long seed) {
        this(seed, 400);
    }

    Records(long seed, int largest) {
        this.random = new SplittableRandom(seed);
        this.largest = largest;
    }

    JournalRecord next() {
        return next("POOL" + random.nextInt(3) + ".PRN1");
    }

    JournalRecord next(String pool) {
        byte[] payload = new byte[random.nextInt(largest)];
        random.nextBytes(payload);
        return next(pool, payload);
    }

    JournalRecord next(String pool, byte[] payload) {
        long first = ends.getOrDefault(pool, 0L) + 1;
        long last = first + random.nextInt(3);
        ends.put(pool, last);
        return new JournalRecord(pool, 7, first, last, time++, payload);
    }

    List<JournalRecord> next(int count) {
        List<JournalRecord> records = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            records.add(next());
        }
        return records;
    }

    /** Appends them one after the other, each a group of its own. */
    static List<JournalRecord> appendOneByOne(Journal journal, List<JournalRecord> records) {
        for (JournalRecord record : records) {
            Recorded heard = new Recorded();
            journal.append(record, heard);
            if (heard.await(1).durable().isEmpty()) {
                throw new AssertionError("not durable: " + record);
            }
        }
        return records;
    }

    /** Opens the directory and reads everything in it. */
    static List<JournalRecord> recover(Path directory) {
        try (FileJournal journal = FileJournal.open(directory, SMALL, UNSYNCED)) {
            return all(journal);
        }
    }

    static List<JournalRecord> all(Journal journal) {
        List<JournalRecord> found = new ArrayList<>();
        journal.recover(found::add);
        return found;
    }
}
