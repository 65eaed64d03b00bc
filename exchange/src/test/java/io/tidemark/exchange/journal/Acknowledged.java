package io.tidemark.exchange.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** The client's own log: what an {@link Appender} has said, to be held against what is in its journal. */
final class Acknowledged {
    private final Map<String, Long> last = new TreeMap<>();
    private int failed;
    private boolean ended;

    /** Last acknowledged sequence by pool. */
    Map<String, Long> last() {
        return last;
    }

    int failed() {
        return failed;
    }

    /** Whether the process came to its own end. */
    boolean ended() {
        return ended;
    }

    void hear(String line) {
        // The last line may be cut off by a kill; only whole ones were said.
        if (line.equals("failed.")) {
            failed++;
        } else if (line.equals("end.")) {
            ended = true;
        } else if (line.endsWith(".")) {
            int space = line.indexOf(' ');
            last.merge(
                    line.substring(0, space), Long.parseLong(line.substring(space + 1, line.length() - 1)), Math::max);
        }
    }

    /** Listens until the process has nothing more to say. */
    Acknowledged hearAll(Process process) throws IOException {
        try (BufferedReader said = process.inputReader(StandardCharsets.US_ASCII)) {
            for (String line = said.readLine(); line != null; line = said.readLine()) {
                hear(line);
            }
        }
        return this;
    }

    /** All of it is in the journal, and every record as it was appended. */
    void verify(Path directory) {
        try (FileJournal journal = FileJournal.open(directory, Appender.OPTIONS)) {
            last.forEach((pool, sequence) ->
                    assertThat(journal.durableSequence(pool)).as(pool).isGreaterThanOrEqualTo(sequence));
            journal.recover(record -> assertThat(record.payload()).isEqualTo(Appender.payload(record.firstSequence())));
        }
    }

    /** How many of it are not in the journal. */
    long lost(Path directory) {
        try (FileJournal journal = FileJournal.open(directory, Appender.OPTIONS)) {
            return last.entrySet().stream()
                    .mapToLong(said -> Math.max(0, said.getValue() - journal.durableSequence(said.getKey())))
                    .sum();
        } catch (JournalCorruptedException unusable) {
            return last.values().stream().mapToLong(Long::longValue).sum();
        }
    }
}
