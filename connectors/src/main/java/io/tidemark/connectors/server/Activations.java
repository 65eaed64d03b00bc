package io.tidemark.connectors.server;

import io.tidemark.exchange.pool.RuleActivation;
import io.tidemark.pricing.life.Entry;
import io.tidemark.pricing.life.Entry.Action;
import io.tidemark.pricing.life.RuleLife;
import java.util.List;

/** Who let a rule set price, as far as is known here. */
@FunctionalInterface
interface Activations {
    /** Of a rule set that prices from now on. */
    RuleActivation of(String ruleSet);

    /** As the store of a market has it: whoever proposed it, and whoever activated it or went back to it last. */
    static Activations in(RuleLife life) {
        return ruleSet -> {
            List<Entry> its = life.history().stream()
                    .filter(entry -> entry.set().equals(ruleSet))
                    .toList();
            if (its.isEmpty()) {
                return byConfiguration().of(ruleSet);
            }
            Entry origin = its.get(0);
            Entry latest = its.stream()
                    .filter(entry -> entry.action() != Action.PROPOSED)
                    .reduce(origin, (earlier, later) -> later);
            return new RuleActivation(
                    ruleSet, origin.operator(), latest.operator(), latest.at().toEpochMilli(), latest.note());
        };
    }

    /** Where nobody but the configuration says what prices; nobody knows since when. */
    static Activations byConfiguration() {
        return ruleSet -> new RuleActivation(ruleSet, RuleLife.CONFIGURATION, RuleLife.CONFIGURATION, 0, "");
    }
}
