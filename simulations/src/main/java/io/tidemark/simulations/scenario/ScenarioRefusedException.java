package io.tidemark.simulations.scenario;

import io.tidemark.simulations.document.Problem;
import java.util.List;
import java.util.stream.Collectors;

/** A scenario that cannot be run, with everything that is wrong with it. */
public final class ScenarioRefusedException extends Exception {
    private static final long serialVersionUID = 1;

    private final transient List<Problem> problems;

    ScenarioRefusedException(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    public List<Problem> problems() {
        return problems;
    }
}
