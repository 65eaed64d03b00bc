package io.tidemark.simulations.trace;

import java.nio.file.Path;

/** A file that is not a trace, or not a list of outages: where it breaks, why, and what would have been right. */
public final class TraceFormatException extends IllegalArgumentException {
    /** Why a file is refused. Checked from the file as a whole, over its header and rows, to what the rows say together. */
    public enum Reason {
        /** There is not one byte in it. */
        EMPTY_FILE,
        /** It is named {@code .gz} and is not gzip, or is gzip and not named so. */
        NOT_GZIP,
        /** The gzip stream is cut off or damaged. */
        BROKEN_GZIP,
        /** It is not UTF-8. */
        NOT_TEXT,
        /** A line is longer than any of a trace. */
        LINE_TOO_LONG,
        /** There are more rows than a trace may have. */
        TOO_MANY_ROWS,
        /** The header is of no known format. */
        UNKNOWN_HEADER,
        /** The format is known, and one of its columns is missing or there twice. */
        MISSING_COLUMN,
        /** A row has more or fewer cells than the header. */
        CELL_COUNT,
        /** A time is not an ISO local time. */
        BAD_TIME,
        /** A count is not a whole number, or too large to be a cluster. */
        BAD_NUMBER,
        /** A count is below zero. */
        NEGATIVE,
        /** The cluster has no machines at all, so no share of it can be told. */
        EMPTY_CLUSTER,
        /** More is in use than there is. */
        OVER_TOTAL,
        /** A time is there twice, as when a local clock is set back. */
        TIME_REPEATED,
        /** A time is before the one above it. */
        TIME_BACKWARDS,
        /** A single row has no step, and so no length. */
        TOO_FEW_ROWS,
        /** A distance between rows is not a whole number of the trace's steps. */
        UNEVEN_STEP,
        /** Nothing was recorded for longer than a week: more likely a wrong year than a gap. */
        GAP_TOO_LONG,
        /** An outage ends before it starts, or as it starts. */
        OUTAGE_BACKWARDS,
        /** The list of outages has no such series. */
        UNKNOWN_SERIES,
        /** Several series of the list of outages fit the file's name equally well. */
        AMBIGUOUS_SERIES
    }

    private final Reason reason;
    private final transient Path file;
    private final long line;
    private final int column;
    private final String expected;

    TraceFormatException(Reason reason, Path file, long line, int column, String problem, String expected) {
        super(place(file, line, column) + ": " + problem + "; expected " + expected);
        this.reason = reason;
        this.file = file;
        this.line = line;
        this.column = column;
        this.expected = expected;
    }

    private static String place(Path file, long line, int column) {
        return line == 0 ? file.toString() : file + ":" + line + ":" + column;
    }

    public Reason reason() {
        return reason;
    }

    public Path file() {
        return file;
    }

    /** The line, from 1; 0 if it is the file as a whole. */
    public long line() {
        return line;
    }

    /** The character of the line at which the offending cell begins, from 1; 0 if it is the file as a whole. */
    public int column() {
        return column;
    }

    /** What would have been right, as a phrase: {@code "a whole number from 0 to 856"}. */
    public String expected() {
        return expected;
    }
}
