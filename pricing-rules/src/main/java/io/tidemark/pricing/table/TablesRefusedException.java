package io.tidemark.pricing.table;

import io.tidemark.pricing.sheet.Problem;
import java.util.List;
import java.util.stream.Collectors;

/** Tables that cannot become a rule set. Nothing was changed by trying. */
public final class TablesRefusedException extends RuntimeException {
    private final transient List<Problem> problems;

    TablesRefusedException(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining(System.lineSeparator())));
        this.problems = List.copyOf(problems);
    }

    /** Everything that is wrong, in the order of tables and rows; never empty. */
    public List<Problem> problems() {
        return problems;
    }
}
