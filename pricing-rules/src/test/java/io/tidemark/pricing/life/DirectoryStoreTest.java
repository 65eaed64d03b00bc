package io.tidemark.pricing.life;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tidemark.pricing.life.Entry.Action;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryStoreTest {
    private static final String CONTENT = "ab".repeat(32);

    @TempDir
    Path directory;

    private RuleStore store;

    @BeforeEach
    void open() {
        store = new DirectoryStore(directory.resolve("rules"));
    }

    @Test
    void anEmptyStoreHasNothing() {
        assertThat(store.history()).isEmpty();
        assertThat(store.find(CONTENT)).isEmpty();
        assertThat(directory.resolve("rules")).doesNotExist();
    }

    @Test
    void whatIsKeptIsThereAndIsWrittenOnce() {
        store.keep(CONTENT, Map.of("fees", "one", "cases", "two"));
        store.keep(CONTENT, Map.of("fees", "other"));
        assertThat(store.find(CONTENT)).contains(Map.of("fees", "one", "cases", "two"));
    }

    @Test
    void nothingIsWrittenOutsideOfTheStore() {
        assertThatIllegalArgumentException().isThrownBy(() -> store.keep(CONTENT, Map.of("../../fees", "one")));
        assertThatIllegalArgumentException().isThrownBy(() -> store.keep("../" + CONTENT, Map.of("fees", "one")));
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void whatACrashLeftOfSheetsIsNoSetAndGoesAway() throws IOException {
        Path unfinished = Files.createDirectories(directory.resolve("rules/sets/.new-1"));
        Files.writeString(unfinished.resolve("fees.csv"), "ha");
        store.keep(CONTENT, Map.of("fees", "whole"));
        assertThat(unfinished).doesNotExist();
        assertThat(store.find(CONTENT)).contains(Map.of("fees", "whole"));
    }

    @Test
    void whatACrashLeftOfALineIsNotThereWhereverItWasCut() throws IOException {
        assertThat(store.append(entry(1))).isTrue();
        assertThat(store.append(entry(2))).isTrue();
        Path history = directory.resolve("rules/history");
        byte[] whole = Files.readAllBytes(history);
        int first = new String(whole, StandardCharsets.UTF_8).indexOf('\n') + 1;
        for (int length = first; length < whole.length; length++) {
            Files.write(history, Arrays.copyOf(whole, length));
            assertThat(store.history()).as("cut at byte %d", length).containsExactly(entry(1));
        }
        assertThat(store.append(entry(2))).isTrue();
        assertThat(history).hasBinaryContent(whole);
    }

    @Test
    void aLineThatWasChangedOrTakenOutIsDamage() throws IOException {
        for (int number = 1; number <= 3; number++) {
            assertThat(store.append(entry(number))).isTrue();
        }
        Path history = directory.resolve("rules/history");
        List<String> lines = Files.readAllLines(history);
        Files.writeString(history, String.join("\n", lines).replace("because 2", "because 4") + "\n");
        assertThatExceptionOfType(RuleStoreException.class)
                .isThrownBy(() -> store.history())
                .withMessageContaining("is damaged in line 2");
        Files.write(history, List.of(lines.get(0), lines.get(2)));
        assertThatExceptionOfType(RuleStoreException.class)
                .isThrownBy(() -> store.append(entry(3)))
                .withMessageContaining("is damaged in line 2");
        Files.write(history, lines);
        Files.writeString(history, "\n", StandardOpenOption.APPEND);
        assertThatExceptionOfType(RuleStoreException.class).isThrownBy(() -> store.history());
    }

    @Test
    void ofTwoWhoAppendTheSameNumberOneIsTold() throws Exception {
        List<Callable<Boolean>> appends =
                Collections.nCopies(8, () -> new DirectoryStore(directory.resolve("rules")).append(entry(1)));
        ExecutorService threads = Executors.newFixedThreadPool(4);
        List<Boolean> answers = new ArrayList<>();
        try {
            for (Future<Boolean> answer : threads.invokeAll(appends)) {
                answers.add(answer.get());
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(answers).containsOnlyOnce(true).contains(false);
        assertThat(store.history()).containsExactly(entry(1));
        assertThat(store.append(entry(3))).isFalse();
    }

    private static Entry entry(long number) {
        return new Entry(
                number,
                Instant.parse("2026-11-18T12:00:00Z"),
                Action.PROPOSED,
                "cd".repeat(32),
                CONTENT,
                "ada",
                number == 3 ? "" : "because " + number);
    }
}
