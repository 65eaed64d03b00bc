package io.tidemark.simulations.bench;

/** A file that is no stream of commands: where it breaks, why, and what would have been right. */
public final class StreamFormatException extends Exception {
    private static final long serialVersionUID = 1;

    private final long line;
    private final int column;

    StreamFormatException(long line, int column, String problem, String expected) {
        super(line + ":" + column + ": " + problem + "; expected " + expected);
        this.line = line;
        this.column = column;
    }

    /** From 1. */
    public long line() {
        return line;
    }

    /** The character of the line at which the offending cell begins, from 1. */
    public int column() {
        return column;
    }
}
