package io.tidemark.pricing.life;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.pricing.Drafts;
import io.tidemark.pricing.Samples;
import io.tidemark.pricing.check.Draft;
import io.tidemark.pricing.check.DraftRefusedException;
import io.tidemark.pricing.compile.RuleSet;
import io.tidemark.pricing.facts.PoolFacts;
import io.tidemark.pricing.life.Entry.Action;
import io.tidemark.pricing.price.Pricer;
import io.tidemark.pricing.publish.PoolPrices;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LiveRulesTest {
    private static final Instant AT = Instant.parse("2026-11-18T12:00:00Z");
    private static final PoolFacts FACTS = Samples.pool(7_000, Samples.hour(3, 20, 310), Samples.hour(40, 60));

    @TempDir
    Path directory;

    private RuleStore store;
    private RuleLife life;

    @BeforeEach
    void open() {
        store = new DirectoryStore(directory);
        life = new RuleLife(store);
    }

    @Test
    void aMarketBeginsWithItsConfigurationAndGoesOnWithWhatIsActive() {
        try (LiveRules live = LiveRules.open(life, Draft.builtIn(), AT)) {
            assertThat(live.ruleSetId()).isEqualTo(Samples.RULES.id());
        }
        activate(Drafts.cutInto(7));
        try (LiveRules live = LiveRules.open(life, Draft.builtIn(), AT)) {
            assertThat(live.ruleSetId()).isEqualTo(RuleSet.id(Drafts.cutInto(7).tables()));
            assertThat(tick(live).ruleSetId()).isEqualTo(live.ruleSetId());
        }
        assertThat(life.history())
                .map(Entry::action)
                .containsExactly(Action.ADOPTED, Action.PROPOSED, Action.ACTIVATED);
    }

    @Test
    void twelveSwapsDuringEightHundredTicksAndNoTickIsOfTwoSets() throws Exception {
        Map<String, PoolPrices> expected = new HashMap<>();
        List<Draft> drafts = new ArrayList<>();
        for (int tranches = 5; tranches <= 8; tranches++) {
            Draft draft = Drafts.cutInto(tranches);
            drafts.add(draft);
            try (RuleSet alone = RuleSet.of(draft.tables())) {
                expected.put(alone.id(), new Pricer(alone).price(FACTS, Optional.empty()));
            }
        }
        assertThat(expected).hasSize(4);
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try (LiveRules live = LiveRules.open(life, drafts.get(0), AT)) {
            AtomicBoolean swapped = new AtomicBoolean();
            AtomicLong ticks = new AtomicLong();
            Set<String> seen = ConcurrentHashMap.newKeySet();
            Callable<Void> pricing = () -> {
                while (!swapped.get() || ticks.get() < 800) {
                    PoolPrices prices = tick(live);
                    assertThat(prices).isEqualTo(expected.get(prices.ruleSetId()));
                    seen.add(prices.ruleSetId());
                    ticks.incrementAndGet();
                }
                return null;
            };
            List<Future<Void>> pricers = List.of(threads.submit(pricing), threads.submit(pricing));
            for (int swap = 1; swap <= 12; swap++) {
                long before = ticks.get();
                String set = activate(drafts.get(swap % 4));
                assertThat(live.follow().get()).isEqualTo(set);
                assertThat(tick(live).ruleSetId()).isEqualTo(set);
                assertThat(ticks.get()).as("pricing went on meanwhile").isGreaterThan(before);
            }
            swapped.set(true);
            for (Future<Void> pricer : pricers) {
                pricer.get();
            }
            assertThat(seen).isEqualTo(expected.keySet());
            assertThat(live.counts()).isEqualTo(new Pricer.Counts(ticks.get() + 12, 0, 0));
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void aSetThatFailsItsCasesNeverTakesThePlaceOfAGoodOne() throws Exception {
        try (LiveRules live = LiveRules.open(life, Draft.builtIn(), AT)) {
            String good = live.ruleSetId();
            Draft wrong = new Draft(Drafts.cutInto(7).tables(), Draft.builtIn().cases());
            // Past the check of the proposal, as another release or a hand in the store may have let it.
            activate(wrong);
            for (int attempt = 0; attempt < 2; attempt++) {
                assertThatExceptionOfType(ExecutionException.class)
                        .isThrownBy(() -> live.follow().get())
                        .withCauseInstanceOf(DraftRefusedException.class);
            }
            assertThat(live.ruleSetId()).isEqualTo(good);
            assertThat(tick(live)).isEqualTo(new Pricer(Samples.RULES).price(FACTS, Optional.empty()));

            life.rollBack("ada", "it failed", AT);
            assertThat(live.follow().get()).isEqualTo(good);
        }
    }

    @Test
    void aSetWhoseSheetsWereChangedInTheStoreNeverPrices() throws Exception {
        try (LiveRules live = LiveRules.open(life, Draft.builtIn(), AT)) {
            String good = live.ruleSetId();
            activate(Drafts.cutInto(8));
            Path sheets = directory.resolve("sets").resolve(Drafts.cutInto(8).content());
            Files.writeString(
                    sheets.resolve("reclaim.csv"), Drafts.cutInto(7).tables().get("reclaim"));
            assertThatThrownBy(() -> live.follow().get())
                    .hasCauseInstanceOf(RuleStoreException.class)
                    .hasMessageContaining("are not what was proposed");
            assertThat(live.ruleSetId()).isEqualTo(good);
        }
    }

    private static PoolPrices tick(LiveRules live) {
        return live.price(FACTS, Optional.empty());
    }

    /** Straight into the store: how a set becomes active is another test's matter. */
    private String activate(Draft draft) {
        String set = RuleSet.id(draft.tables());
        store.keep(draft.content(), draft.sheets());
        for (Action action : List.of(Action.PROPOSED, Action.ACTIVATED)) {
            long next = store.history().size() + 1L;
            assertThat(store.append(new Entry(next, AT, action, set, draft.content(), "test", "")))
                    .isTrue();
        }
        return set;
    }
}
