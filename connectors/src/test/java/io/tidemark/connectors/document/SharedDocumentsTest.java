package io.tidemark.connectors.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SharedDocumentsTest {
    private static final AtomicInteger NAMES = new AtomicInteger();

    @TempDir
    private static Path directory;

    private static SharedDatabase database;

    private final String name = "names-" + NAMES.incrementAndGet();

    record Names(List<String> names) {
        boolean isShort() {
            return names.size() < 2;
        }

        Names with(String another) {
            List<String> more = new ArrayList<>(names);
            more.add(another);
            return new Names(more);
        }
    }

    @BeforeAll
    static void start() {
        database = SharedDatabase.start(directory);
    }

    @AfterAll
    static void stop() {
        database.close();
    }

    private static void add(Document<Names> document, String another) {
        document.change(before -> before.orElse(new Names(List.of())).with(another));
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        for (int i = 0; i < 1_000 && !condition.getAsBoolean(); i++) {
            Thread.sleep(10);
        }
        assertThat(condition.getAsBoolean()).isTrue();
    }

    @Test
    void whatOneWritesTheOthersKnowWithoutAsking() throws InterruptedException {
        try (SharedDocuments here = new SharedDocuments(database.connections());
                SharedDocuments there = new SharedDocuments(database.connections())) {
            Document<Names> read = there.document(name, Names.class);
            assertThat(read.read()).isEmpty();
            add(here.document(name, Names.class), "first");
            await(() -> read.read().isPresent());
            assertThat(read.read()).contains(new Names(List.of("first")));
        }
        try (SharedDocuments later = new SharedDocuments(database.connections())) {
            assertThat(later.document(name, Names.class).read()).contains(new Names(List.of("first")));
        }
    }

    @Test
    void whoeverLooksKnowsAllThatWasWrittenBefore() {
        try (SharedDocuments here = new SharedDocuments(database.connections());
                SharedDocuments there = new SharedDocuments(database.connections())) {
            Document<Names> written = here.document(name, Names.class);
            Document<Names> read = there.document(name, Names.class);
            for (int i = 0; i < 50; i++) {
                String next = "name" + i;
                add(written, next);
                read.look();
                assertThat(read.read().orElseThrow().names()).endsWith(next);
            }
        }
    }

    @Test
    void ofTwoChangesAtOnceNoneIsLost() {
        try (SharedDocuments here = new SharedDocuments(database.connections());
                SharedDocuments there = new SharedDocuments(database.connections())) {
            List<CompletableFuture<Void>> changes = new ArrayList<>();
            for (SharedDocuments documents : List.of(here, there)) {
                String who = documents == here ? "here" : "there";
                changes.add(CompletableFuture.runAsync(() -> {
                    for (int i = 0; i < 50; i++) {
                        add(documents.document(name, Names.class), who + i);
                    }
                }));
            }
            changes.forEach(CompletableFuture::join);
            there.document(name, Names.class).look();
            add(there.document(name, Names.class), "last");
            List<String> names =
                    there.document(name, Names.class).read().orElseThrow().names();
            assertThat(names).hasSize(101).doesNotHaveDuplicates().endsWith("last");
        }
    }

    @Test
    void aChangeThatIsRefusedLeavesEverythingAsItWas() {
        try (SharedDocuments documents = new SharedDocuments(database.connections())) {
            Document<Names> document = documents.document(name, Names.class);
            add(document, "first");
            assertThatThrownBy(() -> document.change(before -> {
                        throw new IllegalStateException("no");
                    }))
                    .hasMessage("no");
            assertThat(document.read()).contains(new Names(List.of("first")));
        }
    }

    @Test
    void aNameStandsForOneKindOfDocument() {
        try (SharedDocuments documents = new SharedDocuments(database.connections())) {
            documents.document(name, Names.class);
            assertThatThrownBy(() -> documents.document(name, String.class)).hasMessageContaining(name);
        }
    }

    @Test
    void whileTheDatabaseIsAwayWhatWasKnownStaysKnownAndNothingIsSaidToBeWritten(@TempDir Path elsewhere) {
        SharedDatabase mortal = SharedDatabase.start(elsewhere);
        try (SharedDocuments documents = new SharedDocuments(mortal.connections())) {
            Document<Names> document = documents.document(name, Names.class);
            add(document, "first");
            mortal.close();
            assertThatThrownBy(() -> add(document, "second")).isInstanceOf(UncheckedIOException.class);
            assertThat(document.read()).contains(new Names(List.of("first")));
        }
    }
}
