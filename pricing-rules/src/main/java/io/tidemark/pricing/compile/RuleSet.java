package io.tidemark.pricing.compile;

import io.tidemark.pricing.facts.GroupFacts;
import io.tidemark.pricing.facts.PoolFacts;
import io.tidemark.pricing.publish.Effect;
import io.tidemark.pricing.publish.Output;
import io.tidemark.pricing.table.Row;
import io.tidemark.pricing.table.Schema;
import io.tidemark.pricing.table.Table;
import io.tidemark.pricing.table.Tables;
import io.tidemark.pricing.table.TablesRefusedException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.kie.api.KieBase;
import org.kie.api.runtime.KieContainer;
import org.kie.api.runtime.StatelessKieSession;

/**
 * Compiled rules under the name of their content. Immutable; threads may share one, each judgement has a session of its
 * own.
 *
 * <p>Whoever replaces one by another closes it when no judgement runs any more; one that lasts as long as the program
 * need not be closed.
 */
public final class RuleSet implements AutoCloseable {
    private static final Set<Output> OF_GROUPS = Arrays.stream(Schema.values())
            .filter(Schema::isAboutGroups)
            .flatMap(schema -> schema.outputs().stream())
            .collect(Collectors.toUnmodifiableSet());

    private final String id;
    private final Tables tables;
    private final Map<String, Findings.Source> sources;
    private final KieContainer container;
    private final KieBase rules;
    private volatile boolean closed;

    RuleSet(String id, Tables tables, Map<String, Findings.Source> sources, KieContainer container) {
        this.id = id;
        this.tables = tables;
        this.sources = sources;
        this.container = container;
        this.rules = container.getKieBase();
    }

    /** The tables that come with this module. They were compiled with it, so that this need not be done again. */
    public static RuleSet builtIn() {
        return of(builtInTables());
    }

    /**
     * Reads, analyses and compiles tables. To compile takes seconds in a cold virtual machine.
     *
     * @param texts the CSV text of each table by its name, such as {@code "utilisation"}
     * @throws TablesRefusedException with everything that is wrong with the tables; no earlier rule set is touched
     */
    public static RuleSet of(Map<String, String> texts) {
        Tables tables = Tables.read(texts);
        String text = RuleWriter.write(tables);
        Map<String, Findings.Source> sources = new LinkedHashMap<>();
        for (Table table : tables.all()) {
            for (Row row : table.rows()) {
                sources.put(table.schema().ruleId(row), new Findings.Source(table.schema(), row));
            }
        }
        String id = Hash.sha256(texts, text);
        return new RuleSet(id, tables, sources, RuleCompiler.container(id, text));
    }

    /**
     * The id that the rules of tables have, without compiling them.
     *
     * @throws TablesRefusedException with everything that is wrong with the tables
     */
    public static String id(Map<String, String> texts) {
        return Hash.sha256(texts, text(texts));
    }

    static String text(Map<String, String> texts) {
        return RuleWriter.write(Tables.read(texts));
    }

    /** The texts of the tables that come with this module, by name: a start for one's own. */
    public static Map<String, String> builtInTables() {
        Map<String, String> texts = new TreeMap<>();
        for (Schema schema : Schema.values()) {
            String file = "/io/tidemark/pricing/tables/" + schema.table() + ".csv";
            try (InputStream stream = RuleSet.class.getResourceAsStream(file)) {
                if (stream == null) {
                    throw new IllegalStateException("the module was packed without " + file);
                }
                texts.put(schema.table(), new String(stream.readAllBytes(), StandardCharsets.UTF_8));
            } catch (IOException unreadable) {
                throw new UncheckedIOException("cannot read " + file, unreadable);
            }
        }
        return texts;
    }

    /**
     * The SHA-256 of the tables and of the rules written from them, in hex. The rules are part of it because the same
     * tables may mean something else to a later version of this code.
     */
    public String id() {
        return id;
    }

    /** The tables it was made of. */
    public List<Table> tables() {
        return tables.all();
    }

    /** The ids of all rules, such as {@code "utilisation/4"}, in the order of tables and rows. */
    public Set<String> ruleIds() {
        return sources.keySet();
    }

    /**
     * Shows a pool and its hours to the rules, all in one session.
     *
     * @return what they found, sorted; equal facts give an equal list
     * @throws RuntimeException if a rule fails; then nothing is known about any fact
     * @throws IllegalStateException if it was closed
     */
    public List<Effect> judge(PoolFacts facts) {
        List<Object> all = new ArrayList<>(facts.hours().size() + 1);
        all.add(facts);
        all.addAll(facts.hours());
        return judge(all);
    }

    /**
     * Shows a group in a pool to the rules.
     *
     * @return what those found that speak about groups, sorted
     * @throws RuntimeException if a rule fails
     * @throws IllegalStateException if it was closed
     */
    public List<Effect> judge(PoolFacts pool, GroupFacts group) {
        return judge(List.of(pool, group)).stream()
                .filter(effect -> OF_GROUPS.contains(effect.output()))
                .toList();
    }

    /** Where what {@link #judge(PoolFacts, GroupFacts)} finds may change: traded lot-hours, from 0. */
    public SortedSet<Long> tierStarts() {
        return tables.tierStarts();
    }

    private List<Effect> judge(List<Object> all) {
        if (closed) {
            throw new IllegalStateException("the rule set " + id + " was closed");
        }
        Findings findings = new Findings(sources);
        StatelessKieSession session = rules.newStatelessKieSession();
        session.setGlobal(RuleWriter.FINDINGS, findings);
        session.execute(all);
        return findings.sorted();
    }

    /** Lets go of what the engine holds. Nothing may be judged afterwards. */
    @Override
    public void close() {
        closed = true;
        container.dispose();
    }
}
