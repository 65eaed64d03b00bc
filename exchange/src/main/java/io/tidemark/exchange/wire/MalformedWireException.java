package io.tidemark.exchange.wire;

/** Bytes that are no encoding of the value asked for: where, and what would have been right. */
public final class MalformedWireException extends IllegalArgumentException {
    private final int position;
    private final String expected;

    MalformedWireException(int position, String expected) {
        super("malformed at byte " + position + ": expected " + expected);
        this.position = position;
        this.expected = expected;
    }

    MalformedWireException(int position, String expected, Throwable cause) {
        super("malformed at byte " + position + ": expected " + expected, cause);
        this.position = position;
        this.expected = expected;
    }

    /** Index into the array that was read, where the offending part begins. */
    public int position() {
        return position;
    }

    /** What would have been right, as a phrase: {@code "a boolean, 0 or 1, found 7"}. */
    public String expected() {
        return expected;
    }
}
