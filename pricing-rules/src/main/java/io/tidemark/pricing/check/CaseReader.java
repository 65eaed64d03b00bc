package io.tidemark.pricing.check;

import io.tidemark.pricing.outcome.Outcome;
import io.tidemark.pricing.outcome.Outcomes;
import io.tidemark.pricing.outcome.Point;
import io.tidemark.pricing.sheet.Line;
import io.tidemark.pricing.sheet.Problem;
import io.tidemark.pricing.sheet.Problem.Code;
import io.tidemark.pricing.sheet.Sheet;
import io.tidemark.pricing.table.Dimension;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The sheet of golden cases. A row has a name, every fact, and the outcomes it expects; an empty cell expects nothing. */
final class CaseReader {
    private static final String NAME = "case";

    /** No outcome is larger; whether it is the right one is seen when the case is asked. */
    private static final long FAR = 1_000_000_000;

    private final List<Problem> problems;
    private final Map<String, Integer> names = new HashMap<>();

    private CaseReader(List<Problem> problems) {
        this.problems = problems;
    }

    static List<Case> read(String text, List<Problem> problems) {
        CaseReader reader = new CaseReader(problems);
        List<Case> cases = new ArrayList<>();
        for (Line line : Sheet.read(Draft.CASES, columns(), text, problems)) {
            reader.row(line).ifPresent(cases::add);
        }
        return cases;
    }

    static List<String> columns() {
        List<String> columns = new ArrayList<>(List.of(NAME));
        for (Dimension dimension : Dimension.values()) {
            columns.add(dimension.label());
        }
        for (Outcome outcome : Outcome.values()) {
            columns.add(outcome.column());
        }
        return columns;
    }

    /** A line of cells with other outcomes in the place of those that it expects. */
    static String expecting(String line, Outcomes outcomes) {
        String[] cells = line.split(",", -1);
        List<String> columns = columns();
        for (Outcome outcome : Outcome.values()) {
            int place = columns.indexOf(outcome.column());
            if (!cells[place].isBlank()) {
                cells[place] = Long.toString(outcomes.of(outcome)) + (cells[place].endsWith("\r") ? "\r" : "");
            }
        }
        return String.join(",", cells);
    }

    private Optional<Case> row(Line line) {
        int before = problems.size();
        Optional<String> name = line.phrase(NAME, " that say what the case is about");
        Map<Dimension, Long> values = new EnumMap<>(Dimension.class);
        for (Dimension dimension : Dimension.values()) {
            if (dimension.isName()) {
                line.name(dimension.label(), dimension.names()).ifPresent(place -> values.put(dimension, (long) place));
            } else {
                line.number(dimension.label(), dimension.least(), dimension.end() - 1)
                        .ifPresent(value -> values.put(dimension, value));
            }
        }
        Map<Outcome, Long> expected = new EnumMap<>(Outcome.class);
        for (Outcome outcome : Outcome.values()) {
            if (!line.isEmpty(outcome.column())) {
                line.number(outcome.column(), -FAR, FAR).ifPresent(value -> expected.put(outcome, value));
            }
        }
        name.ifPresent(given -> once(line, given));
        if (problems.size() == before && expected.isEmpty()) {
            line.problem(Code.NOTHING_EXPECTED, "", "the case expects nothing", "at least one outcome");
        }
        return problems.size() == before && name.isPresent()
                ? Optional.of(new Case(line, name.get(), new Point(values), expected))
                : Optional.empty();
    }

    private void once(Line line, String name) {
        Optional.ofNullable(names.putIfAbsent(name, line.number()))
                .ifPresent(earlier -> line.problem(
                        Code.CASE_TWICE, NAME, "row " + earlier + " has the same name", "a name of its own"));
    }
}
