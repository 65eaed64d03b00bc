package io.tidemark.exchange.cluster;

import static io.tidemark.exchange.cluster.Histories.POOL;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.exchange.feed.LoggedCommand;
import io.tidemark.exchange.feed.PoolLog;
import io.tidemark.exchange.journal.DurableListener;
import io.tidemark.exchange.journal.FileJournal;
import io.tidemark.exchange.journal.Journal;
import io.tidemark.exchange.journal.JournalEntry;
import io.tidemark.exchange.journal.JournalRecord;
import io.tidemark.exchange.journal.Processes;
import io.tidemark.exchange.pool.PoolEngine;
import io.tidemark.exchange.snapshot.FileSnapshots;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A child trades, follows itself with a replica that does little else than write snapshots, and is killed at any moment,
 * again and again on the same directories. Whatever it said must come back, and from snapshots as from the whole journal.
 */
class SnapshotKillTest {
    private static final int KILLS = 5;
    private static final int BATCH = 16;
    private static final ShadowOptions ALL_THE_TIME = new ShadowOptions(20, Duration.ofDays(1), 3, Duration.ofDays(1));

    @TempDir
    private Path directory;

    @Test
    void whateverIsKilledComesBackFromItsSnapshots() throws IOException, InterruptedException {
        SplittableRandom random = new SplittableRandom(20_261_122);
        long acknowledged = 0;
        long covered = 0;
        for (int kill = 0; kill < KILLS; kill++) {
            Process child = Processes.java(Child.class, directory.toString());
            long until = Long.MAX_VALUE;
            try (BufferedReader said = child.inputReader(StandardCharsets.US_ASCII)) {
                for (String line = said.readLine(); line != null; line = said.readLine()) {
                    // The last line may be cut off by the kill; only whole ones were said.
                    if (line.endsWith(".")) {
                        acknowledged = Math.max(acknowledged, Long.parseLong(line.substring(0, line.length() - 1)));
                    }
                    if (until == Long.MAX_VALUE) {
                        until = System.nanoTime() + random.nextLong(100_000_000, 900_000_000);
                    }
                    if (System.nanoTime() > until && child.isAlive()) {
                        child.toHandle().destroyForcibly();
                    }
                }
            }
            assertThat(child.waitFor()).as("died of the kill").isEqualTo(128 + 9);
            covered = verify(acknowledged, covered);
        }
        assertThat(covered).isPositive();
    }

    /** Gives the last command that a snapshot covers. */
    private long verify(long acknowledged, long coveredBefore) {
        try (Journal journal = journal(directory)) {
            FileSnapshots snapshots = FileSnapshots.open(directory.resolve("snapshots"));
            Recovery fast = Recovery.replay(journal, Optional.of(snapshots));
            Recovery whole = Recovery.replay(journal, Optional.empty());
            PoolEngine engine = Shadows.engine(fast, POOL);
            assertThat(engine.sequence()).isGreaterThanOrEqualTo(acknowledged);
            assertThat(engine.stateHash()).isEqualTo(Shadows.engine(whole, POOL).stateHash());
            long covered = engine.sequence() - fast.commands();
            assertThat(covered).as("no snapshot was lost").isGreaterThanOrEqualTo(coveredBefore);
            return covered;
        }
    }

    private static Journal journal(Path directory) {
        return FileJournal.open(directory.resolve("journal"), Histories.SMALL);
    }

    /** Trades for ever. */
    static final class Child {
        private static final FileOutputStream OUT = new FileOutputStream(FileDescriptor.out);

        private Child() {}

        public static void main(String[] arguments) throws InterruptedException {
            Path directory = Path.of(arguments[0]);
            Journal journal = journal(directory);
            FileSnapshots snapshots = FileSnapshots.open(directory.resolve("snapshots"));
            Recovery recovery = Recovery.replay(journal, Optional.of(snapshots));
            PoolEngine engine = recovery.engines().getOrDefault(POOL.toString(), new PoolEngine(POOL));
            ShadowReplica shadow = new ShadowReplica(
                    journal, snapshots, recovery.points(), new Shadows.Live(), ALL_THE_TIME, System::nanoTime);
            shadow.start();
            OrderFlow flow = new OrderFlow(engine);
            while (true) {
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
                        new Said());
                // No faster than the replica, or it would have little to do with what is said.
                while (shadow.status().lagRecords() > 50 || journal.pendingBytes() > 64 << 10) {
                    Thread.sleep(1);
                }
            }
        }

        private static final class Said implements DurableListener {
            @Override
            public void durable(JournalEntry entry) {
                try {
                    OUT.write((entry.record().lastSequence() + ".\n").getBytes(StandardCharsets.US_ASCII));
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
