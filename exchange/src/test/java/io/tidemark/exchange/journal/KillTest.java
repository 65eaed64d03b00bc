package io.tidemark.exchange.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A child appends as fast as it can and says which sequences were acknowledged; it is killed at any moment, again and
 * again on one directory. Whatever it said must be there.
 *
 * <p>This proves what a dying process loses, not what a dying machine does: the system's memory survives the kill.
 */
class KillTest {
    private static final int KILLS = 6;
    private static final int POOLS = 3;
    private static final FileJournalOptions OPTIONS =
            new FileJournalOptions(64 << 10, 1 << 20, Duration.ofNanos(150_000));

    @TempDir
    Path directory;

    @Test
    void nothingThatWasAcknowledgedIsLost() throws IOException, InterruptedException {
        SplittableRandom random = new SplittableRandom(20_261_121);
        Map<String, Long> acknowledged = new HashMap<>();
        for (int kill = 0; kill < KILLS; kill++) {
            Process child = Processes.java(Child.class, directory.toString());
            long until = Long.MAX_VALUE;
            try (BufferedReader said = child.inputReader(StandardCharsets.US_ASCII)) {
                for (String line = said.readLine(); line != null; line = said.readLine()) {
                    int space = line.indexOf(' ');
                    // The last line may be cut off by the kill; only whole ones were said.
                    if (line.endsWith(".")) {
                        long sequence = Long.parseLong(line.substring(space + 1, line.length() - 1));
                        acknowledged.merge(line.substring(0, space), sequence, Math::max);
                    }
                    if (until == Long.MAX_VALUE) {
                        until = System.nanoTime() + random.nextLong(1_000_000, 300_000_000);
                    }
                    if (System.nanoTime() > until && child.isAlive()) {
                        // By its handle: the process object would also throw away what was said and not yet read.
                        child.toHandle().destroyForcibly();
                    }
                }
            }
            assertThat(child.waitFor()).as("died of the kill").isEqualTo(128 + 9);
            verify(acknowledged);
        }
        assertThat(acknowledged).hasSize(POOLS);
        assertThat(Segment.files(directory)).hasSizeGreaterThan(1);
    }

    private void verify(Map<String, Long> acknowledged) {
        try (FileJournal journal = FileJournal.open(directory, OPTIONS)) {
            acknowledged.forEach((pool, sequence) ->
                    assertThat(journal.durableSequence(pool)).as(pool).isGreaterThanOrEqualTo(sequence));
            journal.recover(record -> assertThat(record.payload()).isEqualTo(payload(record.firstSequence())));
        }
    }

    private static byte[] payload(long sequence) {
        return ByteBuffer.allocate(8 + (int) (sequence % 200)).putLong(sequence).array();
    }

    /** Appends to all pools for ever. */
    static final class Child {
        private static final FileOutputStream OUT = new FileOutputStream(FileDescriptor.out);

        private Child() {}

        public static void main(String[] arguments) throws InterruptedException {
            FileJournal journal = FileJournal.open(Path.of(arguments[0]), OPTIONS);
            long[] sequences = new long[POOLS];
            for (int pool = 0; pool < POOLS; pool++) {
                sequences[pool] = journal.durableSequence("POOL" + pool);
            }
            while (true) {
                for (int pool = 0; pool < POOLS; pool++) {
                    long sequence = ++sequences[pool];
                    journal.append(
                            new JournalRecord("POOL" + pool, 1, sequence, sequence, sequence, payload(sequence)),
                            new Said());
                }
                while (journal.pendingBytes() > 64 << 10) {
                    Thread.sleep(1);
                }
            }
        }

        private static final class Said implements DurableListener {
            @Override
            public void durable(JournalEntry entry) {
                try {
                    OUT.write((entry.record().pool() + " " + entry.record().lastSequence() + ".\n")
                            .getBytes(StandardCharsets.US_ASCII));
                } catch (IOException gone) {
                    Runtime.getRuntime().halt(1);
                }
            }

            @Override
            public void failed(JournalRecord record, Throwable cause) {
                Runtime.getRuntime().halt(2);
            }
        }
    }
}
