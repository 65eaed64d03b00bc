package io.tidemark.connectors.explain;

/** Why prices of the past cannot be made again. */
public final class NotExplainableException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** What is missing. */
    public enum Missing {
        /** The journal has no such pool. */
        NO_SUCH_POOL,
        /** Nothing was priced until then, or not the hour. */
        NOT_PRICED,
        /** The journal was released behind a snapshot. */
        JOURNAL_RELEASED,
        /** The tables of the rule set are not in the store. */
        RULES_NOT_KEPT,
        /** This release makes other rules of the tables, or reads another form. */
        OTHER_RELEASE
    }

    private final Missing missing;

    NotExplainableException(Missing missing, String message) {
        super(message);
        this.missing = missing;
    }

    public Missing missing() {
        return missing;
    }
}
