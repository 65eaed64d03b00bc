package io.tidemark.pricing.compile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.tidemark.pricing.Samples;
import io.tidemark.pricing.facts.PoolFacts;
import io.tidemark.pricing.publish.Effect;
import io.tidemark.pricing.table.Table;
import io.tidemark.pricing.table.Tables;
import io.tidemark.pricing.table.TablesRefusedException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class RuleSetTest {
    private static final PoolFacts FACTS = Samples.pool(7_000, Samples.hour(3, 20, 310), Samples.hour(40, 60));

    @Test
    void theIdIsTheHashOfTheContent() {
        assertThat(Samples.RULES.id()).matches("[0-9a-f]{64}");
        assertThat(RuleSet.builtIn().id()).isEqualTo(Samples.RULES.id());
        assertThat(RuleSet.of(dearer()).id()).isNotEqualTo(Samples.RULES.id());
    }

    @Test
    void twoRuleSetsLiveSideBySide() {
        RuleSet dearer = RuleSet.of(dearer());
        assertThat(anchor(dearer)).isEqualTo(330);
        assertThat(anchor(Samples.RULES)).isEqualTo(320);
    }

    @Test
    void equalFactsGiveEqualEffectsAlsoFromRulesCompiledAgain() {
        assertThat(RuleSet.builtIn().judge(FACTS))
                .isEqualTo(Samples.RULES.judge(FACTS))
                .isNotEmpty();
    }

    @Test
    void threadsMayShareARuleSetFromItsFirstUse() throws Exception {
        RuleSet fresh = RuleSet.builtIn();
        List<Callable<List<Effect>>> judgements = Collections.nCopies(200, () -> fresh.judge(FACTS));
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            for (Future<List<Effect>> judgement : threads.invokeAll(judgements)) {
                assertThat(judgement.get()).isEqualTo(Samples.RULES.judge(FACTS));
            }
        } finally {
            threads.shutdown();
        }
    }

    @Test
    void whatWasBuiltWithTheModuleIsItsTablesAndJudgesAsIfItWereCompiledNow() {
        assertThat(RuleCompiler.prebuiltId()).contains(Samples.RULES.id());
        RuleSet compiled = RuleSet.of(commented());
        assertThat(compiled.id()).isNotEqualTo(Samples.RULES.id());
        assertThat(compiled.judge(FACTS)).isEqualTo(Samples.RULES.judge(FACTS)).isNotEmpty();
    }

    @Test
    void equalRuleSetsMayBeCompiledAtOnce() throws Exception {
        String expected = RuleSet.id(commented());
        List<Callable<String>> compilations =
                Collections.nCopies(4, () -> RuleSet.of(commented()).id());
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            for (Future<String> id : threads.invokeAll(compilations)) {
                assertThat(id.get()).isEqualTo(expected);
            }
        } finally {
            threads.shutdown();
        }
    }

    @Test
    void theOrderInWhichRulesFireCannotBeSeen() {
        List<Effect> effects = new ArrayList<>(Samples.RULES.judge(FACTS));
        Map<String, Findings.Source> sources = new HashMap<>();
        for (Table table : Tables.read(RuleSet.builtInTables()).all()) {
            table.rows()
                    .forEach(row -> sources.put(table.schema().ruleId(row), new Findings.Source(table.schema(), row)));
        }
        for (int seed = 0; seed < 20; seed++) {
            Collections.shuffle(effects, new Random(seed));
            Findings findings = new Findings(sources);
            effects.forEach(effect -> findings.add(
                    effect.ruleId(), effect.output().name(), effect.value(), effect.hour(), effect.input()));
            assertThat(findings.sorted()).as("seed %d", seed).isEqualTo(Samples.RULES.judge(FACTS));
        }
    }

    @Test
    void theRulesAreWrittenTheSameWayEveryTime() {
        Tables tables = Tables.read(RuleSet.builtInTables());
        assertThat(RuleWriter.write(tables)).isEqualTo(RuleWriter.write(tables)).contains("""
                rule "utilisation/5"
                when
                  $pool : PoolFacts(utilisationBps >= 8000L, utilisationBps < 9200L)
                  $hour : HourFacts(leadMinutes >= 0L, leadMinutes < 1440L)
                then
                  findings.add("utilisation/5", "FAIR_BPS", 1000L, $hour.hour(), "utilisation_bps=" + $pool.utilisationBps() + " lead_minutes=" + $hour.leadMinutes());
                end
                """);
    }

    @Test
    void noWordOfAnAuthorReachesTheCompiler() {
        Tables tables = Tables.read(RuleSet.builtInTables());
        String text = RuleWriter.write(tables);
        tables.all()
                .forEach(table -> assertThat(table.rows())
                        .allSatisfy(row -> assertThat(text).doesNotContain(row.reason())));
    }

    @Test
    void whatIsClosedJudgesNothingMoreAndOthersOfTheSameRulesGoOn() {
        RuleSet another = RuleSet.builtIn();
        another.close();
        assertThatIllegalStateException().isThrownBy(() -> another.judge(FACTS)).withMessageEndingWith("was closed");
        assertThat(Samples.RULES.judge(FACTS)).isNotEmpty();
    }

    @Test
    void tablesWithAProblemBecomeNoRuleSet() {
        Map<String, String> texts = new HashMap<>(RuleSet.builtInTables());
        texts.remove("fees");
        assertThatExceptionOfType(TablesRefusedException.class)
                .isThrownBy(() -> RuleSet.of(texts))
                .withMessageStartingWith("fees: the table is missing");
    }

    /** The same rules, which nobody built before. */
    private static Map<String, String> commented() {
        Map<String, String> texts = new HashMap<>(RuleSet.builtInTables());
        texts.computeIfPresent("fees", (name, text) -> text + "# Another file, and so another rule set.\n");
        return texts;
    }

    private static Map<String, String> dearer() {
        Map<String, String> texts = new HashMap<>(RuleSet.builtInTables());
        texts.computeIfPresent("machine", (name, text) -> text.replace("B200X8,320", "B200X8,330"));
        return texts;
    }

    private static long anchor(RuleSet rules) {
        return rules.judge(FACTS).stream()
                .filter(effect -> effect.output().name().equals("ANCHOR_TICKS"))
                .findFirst()
                .orElseThrow()
                .value();
    }
}
