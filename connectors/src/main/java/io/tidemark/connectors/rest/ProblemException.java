package io.tidemark.connectors.rest;

/** Carries a problem from where it was found to where it is written. */
final class ProblemException extends RuntimeException {
    private static final long serialVersionUID = 1;

    // Transient only because exceptions are serializable by birth; this one never is serialized.
    private final transient Problem problem;

    ProblemException(Problem problem) {
        // No stack trace: a refusal is an everyday answer, and a trace costs more than the order it refuses.
        super(problem.detail(), null, false, false);
        this.problem = problem;
    }

    Problem problem() {
        return problem;
    }
}
