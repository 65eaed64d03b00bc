package io.tidemark.simulations.run;

/** A file that a scenario names is missing or is not what it should be. The message says which, where, and what would do. */
public final class UnusableInputException extends Exception {
    private static final long serialVersionUID = 1;

    UnusableInputException(String message) {
        super(message);
    }
}
