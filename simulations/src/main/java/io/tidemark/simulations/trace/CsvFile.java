package io.tidemark.simulations.trace;

import io.tidemark.simulations.trace.TraceFormatException.Reason;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * A table of plain cells without quotes, as the public traces are, that knows its place when something is wrong with it.
 */
final class CsvFile implements Closeable {
    /** Larger than any cluster, and small enough that a count times lots times a thousand fits a long. */
    static final long LARGEST_COUNT = 10_000_000;

    private static final int LONGEST_LINE = 4096;
    private static final int GZIP_MAGIC = 0x1f8b;
    private static final char BYTE_ORDER_MARK = '\uFEFF';
    private static final Pattern WHOLE_NUMBER = Pattern.compile("-?[0-9]{1,18}");

    private final Path file;
    private final BufferedReader reader;
    private final List<String> header;
    private long line;

    private CsvFile(Path file, BufferedReader reader) throws IOException {
        this.file = file;
        this.reader = reader;
        this.header = List.of(nextLine().orElseThrow(() -> empty(file)).split(",", -1));
    }

    /**
     * Opens a file and reads its header; a name that ends in {@code .gz} must be gzip, any other must not.
     *
     * @throws IOException if the file cannot be read
     * @throws TraceFormatException if it is not a text
     */
    static CsvFile open(Path file) throws IOException {
        InputStream bytes = new BufferedInputStream(Files.newInputStream(file));
        try {
            bytes.mark(2);
            int first = bytes.read();
            int magic = first << 8 | bytes.read();
            bytes.reset();
            if (first < 0) {
                throw empty(file);
            }
            boolean namedGzip = file.toString().toLowerCase(Locale.ROOT).endsWith(".gz");
            if (namedGzip != (magic == GZIP_MAGIC)) {
                throw new TraceFormatException(
                        Reason.NOT_GZIP,
                        file,
                        0,
                        0,
                        namedGzip ? "named .gz and not gzip" : "gzip and not named .gz",
                        "a name that tells what is inside");
            }
            InputStream text = namedGzip ? gunzip(file, bytes) : bytes;
            // Replacing what is not UTF-8, as a reader does by default, would be a silent repair.
            return new CsvFile(
                    file,
                    new BufferedReader(new InputStreamReader(
                            text,
                            StandardCharsets.UTF_8
                                    .newDecoder()
                                    .onMalformedInput(CodingErrorAction.REPORT)
                                    .onUnmappableCharacter(CodingErrorAction.REPORT))));
        } catch (IOException | RuntimeException e) {
            bytes.close();
            throw e;
        }
    }

    private static InputStream gunzip(Path file, InputStream bytes) throws IOException {
        try {
            return new GZIPInputStream(bytes);
        } catch (EOFException | ZipException e) {
            throw brokenGzip(file, 0, e);
        }
    }

    List<String> header() {
        return header;
    }

    Path file() {
        return file;
    }

    /** Where a column stands. Only its name counts, not its place, and columns that nobody asks for are passed over. */
    int indexOf(String column) {
        int index = header.indexOf(column);
        if (index < 0 || index != header.lastIndexOf(column)) {
            throw new TraceFormatException(
                    Reason.MISSING_COLUMN,
                    file,
                    1,
                    1,
                    (index < 0 ? "no column " : "twice the column ") + column + " in '" + String.join(",", header)
                            + "'",
                    "the column " + column + " once");
        }
        return index;
    }

    /** The next row, or none at the end. An empty line is none only if nothing follows it. */
    Optional<Row> nextRow() throws IOException {
        Optional<String> text = nextLine();
        if (text.isEmpty()) {
            return Optional.empty();
        }
        long here = line;
        if (text.get().isEmpty()) {
            while (text.isPresent() && text.get().isEmpty()) {
                text = nextLine();
            }
            if (text.isEmpty()) {
                return Optional.empty();
            }
            throw new TraceFormatException(
                    Reason.CELL_COUNT, file, here, 1, "an empty line", header.size() + " cells, as in the header");
        }
        String[] cells = text.get().split(",", -1);
        if (cells.length != header.size()) {
            throw new TraceFormatException(
                    Reason.CELL_COUNT,
                    file,
                    here,
                    1,
                    cells.length + " cells",
                    header.size() + " cells, as in the header");
        }
        return Optional.of(new Row(here, List.of(cells)));
    }

    private Optional<String> nextLine() throws IOException {
        line++;
        StringBuilder text = new StringBuilder();
        try {
            int c = reader.read();
            if (c < 0) {
                return Optional.empty();
            }
            for (; c >= 0 && c != '\n'; c = reader.read()) {
                if (text.length() == LONGEST_LINE) {
                    throw new TraceFormatException(
                            Reason.LINE_TOO_LONG,
                            file,
                            line,
                            LONGEST_LINE + 1,
                            "a line that does not end",
                            "at most " + LONGEST_LINE + " characters a line");
                }
                text.append((char) c);
            }
        } catch (EOFException | ZipException e) {
            throw brokenGzip(file, line, e);
        } catch (CharacterCodingException e) {
            throw because(
                    e,
                    new TraceFormatException(
                            Reason.NOT_TEXT, file, line, 1, "bytes that are no text here or soon after", "UTF-8"));
        }
        if (text.length() > 0 && text.charAt(text.length() - 1) == '\r') {
            text.setLength(text.length() - 1);
        }
        if (line == 1 && text.length() > 0 && text.charAt(0) == BYTE_ORDER_MARK) {
            text.deleteCharAt(0);
        }
        return Optional.of(text.toString());
    }

    private static TraceFormatException empty(Path file) {
        return new TraceFormatException(Reason.EMPTY_FILE, file, 0, 0, "an empty file", "a header and rows");
    }

    private static TraceFormatException brokenGzip(Path file, long line, IOException cause) {
        return because(
                cause,
                new TraceFormatException(
                        Reason.BROKEN_GZIP,
                        file,
                        line,
                        line == 0 ? 0 : 1,
                        "gzip is cut off or damaged here or soon after",
                        "a whole gzip file"));
    }

    private static TraceFormatException because(Throwable cause, TraceFormatException e) {
        e.initCause(cause);
        return e;
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }

    /** One row; its cells are read by the place of their column. */
    final class Row {
        private final long line;
        private final List<String> cells;

        private Row(long line, List<String> cells) {
            this.line = line;
            this.cells = cells;
        }

        String text(int index) {
            return cells.get(index);
        }

        /** A local wall time, as milliseconds of an imagined UTC clock on the same wall. */
        long time(int index) {
            try {
                return LocalDateTime.parse(text(index))
                        .toInstant(ZoneOffset.UTC)
                        .toEpochMilli();
            } catch (DateTimeParseException | ArithmeticException e) {
                throw because(e, refuse(Reason.BAD_TIME, index, "no time", "a local time such as 2020-05-01T00:05:00"));
            }
        }

        /** A count from 0 to {@link #LARGEST_COUNT}. */
        long count(int index) {
            String expected = "a whole number from 0 to " + LARGEST_COUNT;
            if (!WHOLE_NUMBER.matcher(text(index)).matches()) {
                throw refuse(Reason.BAD_NUMBER, index, "no whole number", expected);
            }
            long count = Long.parseLong(text(index));
            if (count < 0) {
                throw refuse(Reason.NEGATIVE, index, "below zero", expected);
            }
            if (count > LARGEST_COUNT) {
                throw refuse(Reason.BAD_NUMBER, index, "too large", expected);
            }
            return count;
        }

        TraceFormatException refuse(Reason reason, int index, String problem, String expected) {
            int column = 1;
            for (int i = 0; i < index; i++) {
                column += cells.get(i).length() + 1;
            }
            return new TraceFormatException(
                    reason,
                    file,
                    line,
                    column,
                    header.get(index) + " is " + problem + ": '" + text(index) + "'",
                    expected);
        }
    }
}
