package io.tidemark.connectors.explain;

import io.tidemark.connectors.explain.NotExplainableException.Missing;
import io.tidemark.pricing.compile.RuleSet;
import io.tidemark.pricing.life.DirectoryStore;
import io.tidemark.pricing.life.LifeRefusedException;
import io.tidemark.pricing.life.RuleLife;
import java.nio.file.Path;
import java.util.Map;

/** Rule sets by their id: those that a market's store has, and those that come with the program. */
final class KeptRules {
    private final Path store;
    private final RuleLife life;

    KeptRules(Path store) {
        this.store = store;
        this.life = new RuleLife(new DirectoryStore(store));
    }

    /**
     * A set, for the caller to close.
     *
     * @throws NotExplainableException if its tables are nowhere, or this release makes other rules of them
     */
    RuleSet compiled(String set) {
        Map<String, String> tables = tables(set);
        if (!RuleSet.id(tables).equals(set)) {
            throw new NotExplainableException(
                    Missing.OTHER_RELEASE,
                    "this release makes other rules of the tables of " + set + "; ask the release that priced by them");
        }
        return RuleSet.of(tables);
    }

    private Map<String, String> tables(String set) {
        try {
            return life.draft(set).tables();
        } catch (LifeRefusedException unknown) {
            if (RuleSet.id(RuleSet.builtInTables()).equals(set)) {
                return RuleSet.builtInTables();
            }
            throw new NotExplainableException(
                    Missing.RULES_NOT_KEPT,
                    "the tables of rule set " + set + " are not in " + store + "; put the store of its market there");
        }
    }
}
