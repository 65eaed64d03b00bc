package io.tidemark.pricing.table;

import io.tidemark.pricing.publish.Output;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/** The text of one table into rows. It goes on after a problem, so that an author sees all of them at once. */
final class Reader {
    /** More rows than this make a rule set slow to compile: 250 rules took seven seconds when measured. */
    static final int MAX_ROWS = 100;

    private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,40}");
    private static final Pattern WORDS = Pattern.compile("[A-Za-z0-9][A-Za-z0-9 .%'-]{7,119}");
    private static final int SHOWN = 40;

    private final Schema schema;
    private final List<String> columns;
    private final List<Problem> problems;

    Reader(Schema schema, List<Problem> problems) {
        this.schema = schema;
        this.columns = schema.columns();
        this.problems = problems;
    }

    Table read(String text) {
        String[] lines = text.split("\r?\n", -1);
        List<Row> rows = new ArrayList<>();
        if (isHeader(lines[0])) {
            for (int i = 1; i < lines.length; i++) {
                String line = lines[i].strip();
                if (!line.isEmpty() && !line.startsWith("#")) {
                    row(i + 1, line).ifPresent(rows::add);
                }
            }
            if (rows.size() > MAX_ROWS) {
                problem(0, "", "it has " + rows.size() + " rows", "at most " + MAX_ROWS);
            }
        }
        return new Table(schema, rows);
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
        for (String column : found) {
            if (!columns.contains(column)) {
                problem(1, shown(column), "there is no such column", "one of " + String.join(", ", columns));
            }
        }
        for (String column : columns) {
            if (!found.contains(column)) {
                problem(1, column, "the column is missing", "the header " + Tables.header(schema));
            }
        }
        if (problems.size() == before) {
            problem(1, "", "the columns are twice or in another order", "the header " + Tables.header(schema));
        }
        return false;
    }

    private Optional<Row> row(int number, String line) {
        String[] cells = line.split(",", -1);
        if (cells.length != columns.size()) {
            problem(number, "", "it has " + cells.length + " cells", columns.size() + ": " + Tables.header(schema));
            return Optional.empty();
        }
        int before = problems.size();
        Map<String, String> byColumn = new HashMap<>();
        for (int i = 0; i < cells.length; i++) {
            byColumn.put(columns.get(i), cells[i].strip());
        }
        List<Row.Band> bands = new ArrayList<>();
        for (Dimension dimension : schema.dimensions()) {
            band(number, dimension, byColumn).ifPresent(bands::add);
        }
        List<Long> values = new ArrayList<>();
        for (Output output : schema.outputs()) {
            cell(number, output.column(), byColumn, output.least(), output.most())
                    .ifPresent(values::add);
        }
        String reason = byColumn.getOrDefault(Schema.REASON, "");
        if (!WORDS.matcher(reason).matches()) {
            problem(
                    number,
                    Schema.REASON,
                    "not a plain phrase: '" + shown(reason) + "'",
                    "8 to 120 letters, digits, spaces and . % ' - that complete a sentence after \"because\"");
        }
        return problems.size() == before ? Optional.of(new Row(number, bands, values, reason)) : Optional.empty();
    }

    private Optional<Row.Band> band(int number, Dimension dimension, Map<String, String> cells) {
        List<String> its = dimension.columns();
        if (dimension.isName()) {
            String name = cells.getOrDefault(its.get(0), "");
            int place = dimension.names().indexOf(name);
            if (place < 0) {
                problem(
                        number,
                        its.get(0),
                        "no such name: '" + shown(name) + "'",
                        "one of " + String.join(", ", dimension.names()));
                return Optional.empty();
            }
            return Optional.of(new Row.Band(place, place + 1L));
        }
        Optional<Long> from = cell(number, its.get(0), cells, dimension.least(), dimension.end() - 1);
        Optional<Long> to = cell(number, its.get(1), cells, dimension.least() + 1, dimension.end());
        if (from.isEmpty() || to.isEmpty()) {
            return Optional.empty();
        }
        if (from.get() >= to.get()) {
            problem(
                    number,
                    its.get(1),
                    "the band from " + from.get() + " to " + to.get() + " is empty",
                    "more than " + from.get() + ": a band holds from, but not to");
            return Optional.empty();
        }
        return Optional.of(new Row.Band(from.get(), to.get()));
    }

    private Optional<Long> cell(int number, String column, Map<String, String> cells, long least, long most) {
        String cell = cells.getOrDefault(column, "");
        String right = "a whole number from " + least + " to " + most;
        if (!NUMBER.matcher(cell).matches()) {
            problem(number, column, "not a whole number: '" + shown(cell) + "'", right);
            return Optional.empty();
        }
        OptionalLong value = fitting(cell);
        if (value.isEmpty() || value.getAsLong() < least || value.getAsLong() > most) {
            problem(number, column, "out of range: " + cell, right);
            return Optional.empty();
        }
        return Optional.of(value.getAsLong());
    }

    private static OptionalLong fitting(String digits) {
        try {
            return OptionalLong.of(Long.parseLong(digits));
        } catch (NumberFormatException overflow) {
            return OptionalLong.empty();
        }
    }

    /** A cell as it may be shown again: no control characters, and not a page of it. */
    private static String shown(String cell) {
        String plain = cell.replaceAll("\\p{Cntrl}", "?");
        return plain.length() <= SHOWN ? plain : plain.substring(0, SHOWN) + "...";
    }

    private void problem(int row, String column, String message, String remedy) {
        problems.add(new Problem(schema.table(), row, column, message, remedy));
    }
}
