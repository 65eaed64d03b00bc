package io.tidemark.connectors.stream;

/** No further stream can be opened now. */
public final class TooManyStreamsException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final boolean own;
    private final int limit;

    TooManyStreamsException(boolean own, int limit) {
        super(limit + " streams are open", null, false, false);
        this.own = own;
        this.limit = limit;
    }

    /** Whether the account itself has them open, and could close one. */
    public boolean isOwn() {
        return own;
    }

    /** How many may be open. */
    public int limit() {
        return limit;
    }
}
