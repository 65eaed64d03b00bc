package io.tidemark.exchange.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
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

    @TempDir
    Path directory;

    @Test
    void nothingThatWasAcknowledgedIsLost() throws IOException, InterruptedException {
        SplittableRandom random = new SplittableRandom(20_261_121);
        Acknowledged acknowledged = new Acknowledged();
        for (int kill = 0; kill < KILLS; kill++) {
            Process child = Appender.start(List.of(), directory);
            long until = Long.MAX_VALUE;
            try (BufferedReader said = child.inputReader(StandardCharsets.US_ASCII)) {
                for (String line = said.readLine(); line != null; line = said.readLine()) {
                    acknowledged.hear(line);
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
            acknowledged.verify(directory);
        }
        assertThat(acknowledged.last()).hasSize(Appender.POOLS);
        assertThat(Segment.files(directory)).hasSizeGreaterThan(1);
    }
}
