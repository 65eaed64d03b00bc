package io.tidemark.pricing.sheet;

import io.tidemark.pricing.sheet.Problem.Code;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/** One line of a sheet. Asking for a cell that is not right gives nothing and tells a problem. */
public final class Line {
    private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,40}");
    private static final Pattern PHRASE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9 .%'-]{7,119}");
    private static final int SHOWN = 40;

    private final String sheet;
    private final int number;
    private final Map<String, String> cells;
    private final List<Problem> problems;

    Line(String sheet, int number, Map<String, String> cells, List<Problem> problems) {
        this.sheet = sheet;
        this.number = number;
        this.cells = Map.copyOf(cells);
        this.problems = problems;
    }

    /** As an editor counts it, the header being 1. */
    public int number() {
        return number;
    }

    /** Whether nothing stands in a cell. */
    public boolean isEmpty(String column) {
        return cell(column).isEmpty();
    }

    /** A whole number from {@code least} to {@code most}. */
    public OptionalLong number(String column, long least, long most) {
        String cell = cell(column);
        String right = "a whole number from " + least + " to " + most;
        if (!NUMBER.matcher(cell).matches()) {
            problem(Code.NOT_A_NUMBER, column, "not a whole number: '" + shown(cell) + "'", right);
            return OptionalLong.empty();
        }
        OptionalLong value = fitting(cell);
        if (value.isEmpty() || value.getAsLong() < least || value.getAsLong() > most) {
            problem(Code.OUT_OF_RANGE, column, "out of range: " + cell, right);
            return OptionalLong.empty();
        }
        return value;
    }

    /** The place of a name in a list. */
    public OptionalInt name(String column, List<String> names) {
        int place = names.indexOf(cell(column));
        if (place < 0) {
            problem(
                    Code.UNKNOWN_NAME,
                    column,
                    "no such name: '" + shown(cell(column)) + "'",
                    "one of " + String.join(", ", names));
            return OptionalInt.empty();
        }
        return OptionalInt.of(place);
    }

    /**
     * Some plain words, which no spreadsheet takes for a formula and no page for markup.
     *
     * @param purpose what the words are for, to end the sentence about what would be right; may be empty
     */
    public Optional<String> phrase(String column, String purpose) {
        String cell = cell(column);
        if (!PHRASE.matcher(cell).matches()) {
            problem(
                    Code.NOT_A_PHRASE,
                    column,
                    "not a plain phrase: '" + shown(cell) + "'",
                    "8 to 120 letters, digits, spaces and . % ' -" + purpose);
            return Optional.empty();
        }
        return Optional.of(cell);
    }

    /** Tells a problem with a cell, or with the line if the column is empty. */
    public void problem(Code code, String column, String message, String remedy) {
        problems.add(new Problem(code, sheet, number, column, message, remedy));
    }

    /** A cell as it may be shown again: no control characters, and not a page of it. */
    static String shown(String cell) {
        String plain = cell.replaceAll("\\p{Cntrl}", "?");
        return plain.length() <= SHOWN ? plain : plain.substring(0, SHOWN) + "...";
    }

    private String cell(String column) {
        return cells.getOrDefault(column, "");
    }

    private static OptionalLong fitting(String digits) {
        try {
            return OptionalLong.of(Long.parseLong(digits));
        } catch (NumberFormatException overflow) {
            return OptionalLong.empty();
        }
    }
}
