package io.tidemark.connectors.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tidemark.connectors.document.SharedDatabase;
import io.tidemark.connectors.document.SharedDocuments;
import io.tidemark.pricing.check.Draft;
import io.tidemark.pricing.life.Entry;
import io.tidemark.pricing.life.Entry.Action;
import io.tidemark.pricing.life.LiveRules;
import io.tidemark.pricing.life.RuleLife;
import io.tidemark.pricing.life.RuleStore;
import io.tidemark.pricing.life.RuleStoreException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DocumentStoreTest {
    private static final String CONTENT = "ab".repeat(32);
    private static final Instant NOW = Instant.parse("2026-11-18T12:00:00Z");

    @TempDir
    private Path directory;

    private SharedDatabase database;
    private SharedDocuments here;
    private SharedDocuments there;

    @BeforeEach
    void start() {
        database = SharedDatabase.start(directory);
        here = new SharedDocuments(database.connections());
        there = new SharedDocuments(database.connections());
    }

    @AfterEach
    void stop() {
        here.close();
        there.close();
        database.close();
    }

    private static Entry entry(long number) {
        return new Entry(number, NOW, Action.PROPOSED, "cd".repeat(32), CONTENT, "ada", "because " + number);
    }

    @Test
    void whatOneMemberKeepsAndAppendsTheOthersFind() {
        RuleStore store = new DocumentStore(here);
        RuleStore other = new DocumentStore(there);
        assertThat(other.history()).isEmpty();
        assertThat(other.find(CONTENT)).isEmpty();
        store.keep(CONTENT, Map.of("fees", "one", "cases", "two"));
        store.keep(CONTENT, Map.of("fees", "another"));
        assertThat(store.append(entry(1))).isTrue();
        assertThat(other.find(CONTENT)).contains(Map.of("fees", "one", "cases", "two"));
        assertThat(other.history()).containsExactly(entry(1));
        assertThat(other.append(entry(3))).isFalse();
        assertThat(other.append(entry(2))).isTrue();
        assertThat(store.history()).containsExactly(entry(1), entry(2));
    }

    @Test
    void ofTwoMembersThatAppendTheSameNumberOneIsTold() {
        List<RuleStore> stores = List.of(new DocumentStore(here), new DocumentStore(there));
        for (long number = 1; number <= 20; number++) {
            Entry next = entry(number);
            List<CompletableFuture<Boolean>> told = new ArrayList<>();
            stores.forEach(store -> told.add(CompletableFuture.supplyAsync(() -> store.append(next))));
            assertThat(told.stream().map(CompletableFuture::join)).containsExactlyInAnyOrder(true, false);
        }
        assertThat(stores.get(0).history()).hasSize(20).isEqualTo(stores.get(1).history());
    }

    @Test
    void membersThatStartTogetherAdoptOneSetAndFollowTheOneThatIsActivated() {
        RuleLife one = new RuleLife(new DocumentStore(here));
        RuleLife other = new RuleLife(new DocumentStore(there));
        CompletableFuture<LiveRules> second =
                CompletableFuture.supplyAsync(() -> LiveRules.open(other, Draft.builtIn(), NOW));
        try (LiveRules first = LiveRules.open(one, Draft.builtIn(), NOW);
                LiveRules third = second.join()) {
            assertThat(one.history()).hasSize(1).isEqualTo(other.history());
            Map<String, String> dearer = new HashMap<>(Draft.builtIn().sheets());
            dearer.computeIfPresent(
                    "hour-of-week", (name, text) -> text.replace("it is the weekend", "it is Saturday or Sunday"));
            String set = one.propose(Draft.of(dearer), "ada", "said otherwise", NOW);
            other.activate(set, "ben", "", NOW);
            assertThat(first.follow().join()).isEqualTo(set);
            assertThat(third.follow().join()).isEqualTo(set);
        }
    }

    @Test
    void whileTheDatabaseIsAwayTheStoreSaysSo() {
        RuleStore store = new DocumentStore(here);
        assertThat(store.append(entry(1))).isTrue();
        database.close();
        assertThatExceptionOfType(RuleStoreException.class).isThrownBy(store::history);
        assertThatExceptionOfType(RuleStoreException.class).isThrownBy(() -> store.append(entry(2)));
    }
}
