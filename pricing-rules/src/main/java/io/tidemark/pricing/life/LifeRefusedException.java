package io.tidemark.pricing.life;

/** Something that may not happen to a rule set. Nothing was changed by trying. */
public final class LifeRefusedException extends RuntimeException {
    /** Why not. Checked from top to bottom. */
    public enum Reason {
        /** A name of somebody that is none. */
        MALFORMED_OPERATOR,
        /** A note that is not one line of plain text. */
        MALFORMED_NOTE,
        /** No set of this id was ever proposed. */
        UNKNOWN_SET,
        /** The set is there already. */
        ALREADY_PROPOSED,
        /** The set prices already. */
        ALREADY_ACTIVE,
        /** Whoever proposed a set may not activate it. */
        SAME_PERSON,
        /** No other set was active before. */
        NOTHING_BEFORE,
        /** This release makes other rules of the same tables. */
        OTHER_RELEASE,
        /** Somebody else was faster. */
        CHANGED_MEANWHILE
    }

    private final Reason reason;

    LifeRefusedException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
