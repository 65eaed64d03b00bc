package io.tidemark.connectors.cli;

/** A command that came to nothing: what to print, and the exit code. */
final class Failure extends RuntimeException {
    private static final long serialVersionUID = 1;
    private static final int NOT_FOUND = 404;
    private static final int REFUSED = 1;
    private static final int UNREACHABLE = 3;

    private final int exitCode;
    private final String text;
    private final boolean missing;

    private Failure(int exitCode, String text, boolean missing) {
        super(text, null, false, false);
        this.exitCode = exitCode;
        this.text = text;
        this.missing = missing;
    }

    /** The server said no. */
    static Failure refused(String text, int status) {
        return new Failure(REFUSED, text, status == NOT_FOUND);
    }

    static Failure unreachable(String text) {
        return new Failure(UNREACHABLE, text, false);
    }

    /** Nothing is wrong with the server. */
    static Failure here(String text) {
        return new Failure(REFUSED, text, false);
    }

    /** More than one thing is meant, and the server was not asked to choose. */
    static Failure ambiguous(String text) {
        return new Failure(REFUSED, text, false);
    }

    /** Whether what was asked for does not exist. */
    boolean isMissing() {
        return missing;
    }

    boolean isRefusal() {
        return exitCode == REFUSED;
    }

    int exitCode() {
        return exitCode;
    }

    String text() {
        return text;
    }
}
