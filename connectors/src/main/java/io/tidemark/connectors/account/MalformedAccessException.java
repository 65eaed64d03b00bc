package io.tidemark.connectors.account;

/** What was given cannot be how an account gets into its nodes. */
public final class MalformedAccessException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    private final String field;
    private final String expected;

    MalformedAccessException(String field, String problem, String expected) {
        super(problem);
        this.field = field;
        this.expected = expected;
    }

    /** Which part of it: {@code sshPublicKey} or {@code cloudInit}. */
    public String field() {
        return field;
    }

    /** What would have been right, as a phrase. */
    public String expected() {
        return expected;
    }
}
