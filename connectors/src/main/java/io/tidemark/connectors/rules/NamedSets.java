package io.tidemark.connectors.rules;

import io.tidemark.pricing.check.Draft;
import io.tidemark.pricing.compile.RuleSet;
import io.tidemark.pricing.life.RuleLife;
import io.tidemark.pricing.sheet.Problem;
import io.tidemark.pricing.table.TablesRefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Rule sets by what a user calls them: {@code built-in}, {@code live}, a directory, or an id of the store. */
final class NamedSets {
    private static final int SHORT = 8;

    private NamedSets() {}

    /**
     * The sheets of a set.
     *
     * @param problems what is no file is added here
     * @throws IOException if there is no such set, or it cannot be read
     */
    static Draft draft(RuleLife life, String name, List<Problem> problems) throws IOException {
        if (name.equals("built-in")) {
            return Draft.builtIn();
        } else if (name.equals("live")) {
            return life.draft(life.active()
                    .orElseThrow(() -> new IOException("no rule set is active in the store of this market")));
        } else if (!Files.exists(Path.of(name)) && name.matches("[0-9a-f]{" + SHORT + ",64}")) {
            return life.draft(id(life, name));
        }
        return Draft.read(Path.of(name), problems);
    }

    /**
     * A set ready to price, whether its cases pass or not.
     *
     * @param problems what is wrong with its tables is added here
     * @return empty if they have problems
     * @throws IOException if there is no such set, or it cannot be read
     */
    static Optional<RuleSet> compiled(RuleLife life, String name, List<Problem> problems) throws IOException {
        try {
            return Optional.of(RuleSet.of(draft(life, name, problems).tables()));
        } catch (TablesRefusedException refused) {
            problems.addAll(refused.problems());
            return Optional.empty();
        }
    }

    /**
     * The id that begins so.
     *
     * @throws IOException if none does, or more than one
     */
    static String id(RuleLife life, String beginning) throws IOException {
        List<String> found = life.sets().stream()
                .map(known -> known.origin().set())
                .filter(set -> set.startsWith(beginning))
                .toList();
        if (beginning.length() < SHORT || found.size() != 1) {
            throw new IOException(
                    (found.isEmpty() ? "there is no rule set " : "it is not clear which rule set is meant: ")
                            + beginning + "; give " + SHORT
                            + " digits or more of an id that 'tidemark rules history' tells");
        }
        return found.get(0);
    }

    /** As much of an id as a person reads. */
    static String shortened(String set) {
        return set.substring(0, SHORT);
    }
}
