package io.tidemark.pricing.compile;

import io.tidemark.pricing.publish.Effect;
import io.tidemark.pricing.publish.Output;
import io.tidemark.pricing.table.Row;
import io.tidemark.pricing.table.Schema;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * Where the rules of one session put what they found. Public only because the code Drools generates calls it from a
 * package and class loader of its own. For one session, one thread.
 */
public final class Findings {
    /** The row a rule was written from. */
    record Source(Schema schema, Row row) {}

    private final Map<String, Source> sources;
    private final List<Effect> effects = new ArrayList<>();

    Findings(Map<String, Source> sources) {
        this.sources = sources;
    }

    /** Called by the rules: a row holds, for an hour or for {@link Effect#WHOLE_POOL}. */
    public void add(String ruleId, String output, long value, long hour, String input) {
        Source source = sources.get(ruleId);
        if (source == null) {
            throw new IllegalStateException("no table holds the rule " + ruleId);
        }
        effects.add(new Effect(
                ruleId,
                source.schema().table(),
                source.row().number(),
                hour,
                Output.valueOf(output),
                value,
                input,
                source.row().reason()));
    }

    /** Everything that was found, in an order that does not depend on the order of firing. */
    List<Effect> sorted() {
        Collections.sort(effects);
        return List.copyOf(effects);
    }
}
