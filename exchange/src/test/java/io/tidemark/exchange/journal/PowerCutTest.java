package io.tidemark.exchange.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.exchange.faults.LoopFileSystem;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The power goes while a process appends and releases: it is stopped, the disk is copied as it is at that moment, and the
 * journal is opened on the copy. The next cut happens there.
 */
class PowerCutTest {
    private static final int CUTS = 3;
    private static final int MEGABYTES = 24;

    @TempDir
    Path scratch;

    @BeforeEach
    void aDiskCanBeMade() {
        LoopFileSystem.assumeUsable(scratch);
    }

    @Test
    void whatWasAcknowledgedSurvivesEveryCut() throws IOException, InterruptedException {
        SplittableRandom random = new SplittableRandom(20_261_122);
        Acknowledged acknowledged = new Acknowledged();
        LoopFileSystem disk = LoopFileSystem.make(scratch.resolve("disk0"), MEGABYTES);
        try {
            for (int cut = 1; cut <= CUTS; cut++) {
                LoopFileSystem left = cut(disk, cut, random.nextInt(300, 3_000), acknowledged, Appender.RELEASE);
                disk.close();
                disk = left;
                acknowledged.verify(disk.root().resolve("journal"));
            }
        } finally {
            disk.close();
        }
        assertThat(acknowledged.last()).hasSize(Appender.POOLS);
    }

    /** Which every kill of the process alone would forgive. */
    @Test
    void aJournalThatDoesNotSyncIsCaught() throws IOException, InterruptedException {
        Acknowledged acknowledged = new Acknowledged();
        try (LoopFileSystem disk = LoopFileSystem.make(scratch.resolve("disk"), MEGABYTES);
                LoopFileSystem left = cut(disk, 1, 1_000, acknowledged, Appender.UNSYNCED)) {
            assertThat(acknowledged.lost(left.root().resolve("journal"))).isPositive();
        }
    }

    /** After so many lines of what the process says. */
    private LoopFileSystem cut(LoopFileSystem disk, int number, int lines, Acknowledged acknowledged, String word)
            throws IOException, InterruptedException {
        Process process = Appender.start(List.of(), disk.root().resolve("journal"), word);
        try (BufferedReader said = process.inputReader(StandardCharsets.US_ASCII)) {
            for (int i = 0; i < lines; i++) {
                String line = said.readLine();
                assertThat(line).as("what it says").isNotNull();
                acknowledged.hear(line);
            }
            Processes.stop(process);
            // All that it could have told anyone.
            while (said.ready()) {
                acknowledged.hear(said.readLine());
            }
            return disk.afterPowerCut(scratch.resolve("left" + number));
        } finally {
            process.destroyForcibly().waitFor();
        }
    }
}
