package io.tidemark.connectors.server;

import io.tidemark.exchange.pool.RuleActivation;
import io.tidemark.pricing.life.Entry;
import io.tidemark.pricing.life.Entry.Action;
import io.tidemark.pricing.life.RuleLife;
import io.tidemark.pricing.life.RuleStoreException;
import java.util.List;

/** Who let a rule set price, as far as is known here. */
@FunctionalInterface
interface Activations {
    /** Of a rule set that prices from now on. */
    RuleActivation of(String ruleSet);

    /** Stands for an operator where the store cannot tell. */
    String UNKNOWN = "(unknown)";

    /** As the store of a market has it: whoever proposed it, and whoever activated it or went back to it last. */
    static Activations in(RuleLife life) {
        return ruleSet -> {
            List<Entry> its;
            try {
                its = life.history().stream()
                        .filter(entry -> entry.set().equals(ruleSet))
                        .toList();
            } catch (RuleStoreException damaged) {
                // The market must be priced all the same; whoever looks at the store is told.
                its = List.of();
            }
            if (its.isEmpty()) {
                return new RuleActivation(ruleSet, UNKNOWN, UNKNOWN, 0, "");
            }
            Entry origin = its.get(0);
            Entry latest = its.stream()
                    .filter(entry -> entry.action() != Action.PROPOSED)
                    .reduce(origin, (earlier, later) -> later);
            return new RuleActivation(
                    ruleSet, origin.operator(), latest.operator(), latest.at().toEpochMilli(), latest.note());
        };
    }
}
