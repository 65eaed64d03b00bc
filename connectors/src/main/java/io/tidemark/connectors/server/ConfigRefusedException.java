package io.tidemark.connectors.server;

import io.tidemark.simulations.document.Problem;
import java.util.List;
import java.util.stream.Collectors;

/** A configuration that cannot be served, with everything that is wrong with it. */
final class ConfigRefusedException extends Exception {
    private static final long serialVersionUID = 1;

    private final transient List<Problem> problems;

    ConfigRefusedException(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    List<Problem> problems() {
        return problems;
    }
}
