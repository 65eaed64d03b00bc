package io.tidemark.pricing.compile;

import io.tidemark.pricing.table.Tables;
import java.util.Map;

/** Rules that compile and fail. Public for the tests of the other packages. */
public final class BrokenRules {
    private BrokenRules() {}

    /** Every consequence throws: nothing knows the rows it was written from. */
    public static RuleSet failing() {
        Tables tables = Tables.read(RuleSet.builtInTables());
        return new RuleSet("broken", tables, Map.of(), RuleCompiler.compiled(RuleWriter.write(tables)));
    }
}
