package io.tidemark.pricing.check;

import io.tidemark.pricing.compile.RuleSet;
import io.tidemark.pricing.outcome.Outcome;
import io.tidemark.pricing.outcome.Outcomes;
import io.tidemark.pricing.price.Pricer;
import io.tidemark.pricing.price.PricingFailedException;
import io.tidemark.pricing.publish.Effect;
import io.tidemark.pricing.publish.Output;
import io.tidemark.pricing.sheet.Problem;
import io.tidemark.pricing.sheet.Problem.Code;
import io.tidemark.pricing.table.Row;
import io.tidemark.pricing.table.Schema;
import io.tidemark.pricing.table.Table;
import io.tidemark.pricing.table.TablesRefusedException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Checks a draft from its letters to its outcomes. */
public final class Check {
    private final List<Problem> problems = new ArrayList<>();

    /** By rule, the values of its row that a case has shown in an outcome it expects. */
    private final Map<String, Set<Output>> shown = new HashMap<>();

    private Check() {}

    /**
     * What came of a check.
     *
     * @param rules the compiled rules, for the caller to close; empty if there is any problem
     * @param ruleCount how many rules were compiled
     * @param caseCount how many cases were asked
     * @param problems what is wrong, tables first; of the cases only where the tables are right
     */
    public record Verdict(Optional<RuleSet> rules, int ruleCount, int caseCount, List<Problem> problems) {
        public Verdict {
            problems = List.copyOf(problems);
        }
    }

    /** Checks a draft; this compiles it and so takes seconds in a cold virtual machine. */
    public static Verdict of(Draft draft) {
        Check check = new Check();
        List<Case> cases = check.cases(draft);
        Optional<RuleSet> rules = check.compiled(draft);
        boolean readable = check.problems.isEmpty();
        if (rules.isPresent() && readable) {
            Pricer pricer = new Pricer(rules.get());
            cases.forEach(golden -> check.ask(pricer, golden));
            rules.get().tables().forEach(check::coverage);
        }
        if (!check.problems.isEmpty()) {
            rules.ifPresent(RuleSet::close);
        }
        return new Verdict(
                check.problems.isEmpty() ? rules : Optional.empty(),
                rules.map(compiled -> compiled.ruleIds().size()).orElse(0),
                rules.isPresent() && readable ? cases.size() : 0,
                check.problems);
    }

    /**
     * The rules of a draft that has no problem, for the caller to close.
     *
     * @throws DraftRefusedException with everything that is wrong, if anything is
     */
    public static RuleSet passed(Draft draft) {
        Verdict verdict = of(draft);
        return verdict.rules().orElseThrow(() -> new DraftRefusedException(verdict.problems()));
    }

    /**
     * A draft with cases that expect, wherever they expect something, what its tables come to now. Whoever takes it over
     * has to look at what moved: it is right by definition.
     *
     * @throws DraftRefusedException if the tables or the letters of the cases are not right
     */
    public static Draft accepting(Draft draft) {
        Check check = new Check();
        List<Case> cases = check.cases(draft);
        Optional<RuleSet> rules = check.compiled(draft);
        if (rules.isEmpty() || !check.problems.isEmpty()) {
            throw new DraftRefusedException(check.problems);
        }
        try (RuleSet compiled = rules.get()) {
            Pricer pricer = new Pricer(compiled);
            String[] lines = draft.cases().orElse("").split("\n", -1);
            for (Case golden : cases) {
                int line = golden.line().number() - 1;
                lines[line] = CaseReader.expecting(
                        lines[line],
                        Outcomes.at(pricer, List.of(golden.point())).get(0));
            }
            return new Draft(draft.tables(), Optional.of(String.join("\n", lines)));
        }
    }

    private List<Case> cases(Draft draft) {
        if (draft.cases().isEmpty()) {
            problems.add(new Problem(
                    Code.MISSING_TABLE,
                    Draft.CASES,
                    0,
                    "",
                    "the cases are missing",
                    "a sheet with the columns " + String.join(",", CaseReader.columns())));
            return List.of();
        }
        return CaseReader.read(draft.cases().get(), problems);
    }

    private Optional<RuleSet> compiled(Draft draft) {
        try {
            return Optional.of(RuleSet.of(draft.tables()));
        } catch (TablesRefusedException refused) {
            problems.addAll(0, refused.problems());
            return Optional.empty();
        }
    }

    private void ask(Pricer pricer, Case golden) {
        Outcomes outcomes;
        try {
            outcomes = Outcomes.at(pricer, List.of(golden.point())).get(0);
        } catch (PricingFailedException nothing) {
            golden.line()
                    .problem(
                            Code.NO_OUTCOME,
                            "",
                            "the case comes to nothing: " + nothing.getMessage(),
                            "facts that can be priced");
            return;
        }
        for (Outcome outcome : Outcome.values()) {
            Optional.ofNullable(golden.expected().get(outcome))
                    .filter(expected -> expected != outcomes.of(outcome))
                    .ifPresent(expected -> golden.line()
                            .problem(
                                    Code.OTHER_OUTCOME,
                                    outcome.column(),
                                    "'" + golden.name() + "' comes to " + outcomes.of(outcome) + ", not to " + expected
                                            + ", by " + String.join(", ", outcomes.rulesOf(outcome)),
                                    outcomes.of(outcome) + " here, or tables that come to " + expected));
        }
        Set<Output> expected = EnumSet.noneOf(Output.class);
        golden.expected().keySet().forEach(outcome -> expected.addAll(outcome.sources()));
        for (Effect effect : outcomes.effects()) {
            Set<Output> its = shown.computeIfAbsent(effect.ruleId(), rule -> EnumSet.noneOf(Output.class));
            if (expected.contains(effect.output())) {
                its.add(effect.output());
            }
        }
    }

    /** Every row must be asked, and everything it says must show in something that a case expects. */
    private void coverage(Table table) {
        for (Row row : table.rows()) {
            Optional<Set<Output>> its =
                    Optional.ofNullable(shown.get(table.schema().ruleId(row)));
            if (its.isEmpty()) {
                neverAsked(table.schema(), row, "", "no case asks this row", "a case with " + when(table, row));
                continue;
            }
            for (Output output : table.schema().outputs()) {
                if (!its.get().contains(output)) {
                    neverAsked(
                            table.schema(),
                            row,
                            output.column(),
                            "cases ask this row, but none expects what comes of this value",
                            "a case with " + when(table, row) + " that expects " + showing(output));
                }
            }
        }
    }

    private void neverAsked(Schema schema, Row row, String column, String message, String remedy) {
        problems.add(new Problem(Code.NEVER_ASKED, schema.table(), row.number(), column, message, remedy));
    }

    private static String when(Table table, Row row) {
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < row.bands().size(); i++) {
            parts.add(table.schema().dimensions().get(i).described(row.bands().get(i)));
        }
        return String.join(" and ", parts);
    }

    private static String showing(Output output) {
        return EnumSet.allOf(Outcome.class).stream()
                .filter(outcome -> outcome.sources().contains(output))
                .map(Outcome::column)
                .collect(Collectors.joining(" or "));
    }
}
