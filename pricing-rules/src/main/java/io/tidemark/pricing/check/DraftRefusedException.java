package io.tidemark.pricing.check;

import io.tidemark.pricing.sheet.Problem;
import java.util.List;
import java.util.stream.Collectors;

/** A draft that may not become the rules of a market. Nothing was changed by trying. */
public final class DraftRefusedException extends RuntimeException {
    private final transient List<Problem> problems;

    DraftRefusedException(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining(System.lineSeparator())));
        this.problems = List.copyOf(problems);
    }

    /** Everything that is wrong; never empty. */
    public List<Problem> problems() {
        return problems;
    }
}
