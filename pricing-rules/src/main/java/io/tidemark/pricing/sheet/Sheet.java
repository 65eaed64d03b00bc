package io.tidemark.pricing.sheet;

import io.tidemark.pricing.sheet.Problem.Code;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/** The text of a sheet into lines of cells. It goes on after a problem, so that an author sees all of them at once. */
public final class Sheet {
    /** A sheet of a hundred rows has ten thousand; what is longer is no sheet, and nobody should wait for it. */
    public static final int MAX_CHARACTERS = 128 * 1024;

    /** More rows than this make a rule set slow to compile: 250 rules took seven seconds when measured. */
    public static final int MAX_ROWS = 100;

    private static final char BYTE_ORDER_MARK = '\uFEFF';
    private static final char NOT_UTF_8 = '\uFFFD';

    private final String name;
    private final List<String> columns;
    private final List<Problem> problems;

    private Sheet(String name, List<String> columns, List<Problem> problems) {
        this.name = name;
        this.columns = List.copyOf(columns);
        this.problems = problems;
    }

    /**
     * Reads a sheet. Empty lines and lines that start with {@code #} are passed over.
     *
     * @param name what it is called in problems
     * @param columns the header that it must have
     * @param problems what is wrong is added here
     * @return the lines that have as many cells as there are columns; none if the sheet as a whole is not readable
     */
    public static List<Line> read(String name, List<String> columns, String text, List<Problem> problems) {
        return new Sheet(name, columns, problems).lines(text);
    }

    private List<Line> lines(String text) {
        if (text.length() > MAX_CHARACTERS) {
            tooLarge(text);
            return List.of();
        }
        String[] lines = text.split("\r?\n", -1);
        if (!arePlain(lines) || !isHeader(lines[0])) {
            return List.of();
        }
        List<Line> found = new ArrayList<>();
        int rows = 0;
        for (int i = 1; i < lines.length; i++) {
            String line = lines[i].strip();
            if (!line.isEmpty() && !isComment(line) && ++rows <= MAX_ROWS) {
                cells(i + 1, line, found);
            }
        }
        if (rows > MAX_ROWS) {
            problem(Code.TOO_MANY_ROWS, 0, "", "it has " + rows + " rows", "at most " + MAX_ROWS);
            return List.of();
        }
        return found;
    }

    private void cells(int number, String line, List<Line> found) {
        String[] cells = line.split(",", -1);
        if (cells.length != columns.size()) {
            problem(
                    Code.WRONG_CELL_COUNT,
                    number,
                    "",
                    "it has " + cells.length + " cells",
                    columns.size() + ": " + String.join(",", columns));
            return;
        }
        Map<String, String> byColumn = new HashMap<>();
        for (int i = 0; i < cells.length; i++) {
            byColumn.put(columns.get(i), cells[i].strip());
        }
        found.add(new Line(name, number, byColumn, problems));
    }

    /** The place is where reading stopped: with one huge cell, that cell. */
    private void tooLarge(String text) {
        int row = 1;
        int start = 0;
        for (int i = 0; i < MAX_CHARACTERS; i++) {
            if (text.charAt(i) == '\n') {
                row++;
                start = i + 1;
            }
        }
        problem(
                Code.TOO_LARGE,
                row,
                columnAt(text.substring(start, MAX_CHARACTERS)),
                "the sheet has more than " + MAX_CHARACTERS + " characters, and here that many were read",
                "a sheet of at most " + MAX_ROWS + " rows");
    }

    private boolean arePlain(String[] lines) {
        int before = problems.size();
        for (int i = 0; i < lines.length; i++) {
            OptionalInt strange = isComment(lines[i].strip()) ? unseen(lines[i]) : notAscii(lines[i]);
            if (strange.isPresent()) {
                strange(i + 1, lines[i], strange.getAsInt());
                if (problems.size() - before >= MAX_ROWS) {
                    break;
                }
            }
        }
        return problems.size() == before;
    }

    private void strange(int row, String line, int at) {
        int found = line.codePointAt(at);
        String column = columnAt(line.substring(0, at));
        if (found == BYTE_ORDER_MARK && row == 1 && at == 0) {
            problem(
                    Code.NOT_PLAIN_TEXT,
                    row,
                    column,
                    "the file begins with a byte order mark",
                    "the same file saved as UTF-8 without one");
        } else if (found == NOT_UTF_8) {
            problem(Code.NOT_PLAIN_TEXT, row, column, "bytes that are not UTF-8", "a file saved as UTF-8");
        } else {
            problem(
                    Code.NOT_PLAIN_TEXT,
                    row,
                    column,
                    "the character U+%04X".formatted(found) + " at place " + (at + 1) + " of the line",
                    isComment(line.strip())
                            ? "a comment of characters that can be seen"
                            : "letters, digits and signs of plain ASCII");
        }
    }

    /** Where in a line that will be cells something else than plain ASCII stands. */
    private static OptionalInt notAscii(String line) {
        return line.chars().allMatch(Sheet::isAscii)
                ? OptionalInt.empty()
                : OptionalInt.of((int) line.chars().takeWhile(Sheet::isAscii).count());
    }

    private static boolean isAscii(int character) {
        return (character >= ' ' && character <= '~') || character == '\t';
    }

    /** Where in a comment something stands that shows nothing, or shows other text than there is. */
    private static OptionalInt unseen(String line) {
        for (int i = 0; i < line.length(); i += Character.charCount(line.codePointAt(i))) {
            int character = line.codePointAt(i);
            int type = Character.getType(character);
            boolean shows = type != Character.CONTROL
                    && type != Character.FORMAT
                    && type != Character.SURROGATE
                    && type != Character.PRIVATE_USE
                    && type != Character.UNASSIGNED
                    && type != Character.LINE_SEPARATOR
                    && type != Character.PARAGRAPH_SEPARATOR;
            if (character == NOT_UTF_8 || (!shows && character != '\t')) {
                return OptionalInt.of(i);
            }
        }
        return OptionalInt.empty();
    }

    private static boolean isComment(String line) {
        return line.startsWith("#");
    }

    /** The column in which a line ends that was cut off; empty if there is none. */
    private String columnAt(String cut) {
        long place = cut.chars().filter(character -> character == ',').count();
        return place < columns.size() ? columns.get((int) place) : "";
    }

    private boolean isHeader(String line) {
        List<String> found = new ArrayList<>();
        for (String cell : line.split(",", -1)) {
            found.add(cell.strip());
        }
        if (found.equals(columns)) {
            return true;
        }
        int before = problems.size();
        Set<String> seen = new HashSet<>();
        for (String column : found) {
            if (!seen.add(column)) {
                problem(Code.COLUMN_TWICE, 1, Line.shown(column), "the column is there twice", "the column once");
            } else if (!columns.contains(column)) {
                problem(
                        Code.UNKNOWN_COLUMN,
                        1,
                        Line.shown(column),
                        "there is no such column",
                        "one of " + String.join(", ", columns));
            }
            if (problems.size() - before >= MAX_ROWS) {
                return false;
            }
        }
        for (String column : columns) {
            if (!found.contains(column)) {
                problem(Code.MISSING_COLUMN, 1, column, "the column is missing", header());
            }
        }
        if (problems.size() == before) {
            problem(Code.COLUMN_ORDER, 1, "", "the columns are in another order", header());
        }
        return false;
    }

    private String header() {
        return "the header " + String.join(",", columns);
    }

    private void problem(Code code, int row, String column, String message, String remedy) {
        problems.add(new Problem(code, name, row, column, message, remedy));
    }
}
