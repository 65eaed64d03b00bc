package io.tidemark.simulations.report;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Consumer;

/** A table of plain cells under a header that is known, read line by line. */
final class CsvTable {
    private CsvTable() {}

    /**
     * Reads a table.
     *
     * @param columns the header must begin with these; whatever follows them is left alone
     * @throws BrokenResultException if the file is missing, has another header, or a row another number of cells
     */
    static void read(Path file, List<String> columns, Consumer<Row> rows) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new BrokenResultException(file, 0, "is missing", "a file of the result folder");
        }
        try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            String header = reader.readLine();
            List<String> names = header == null ? List.of() : List.of(header.split(",", -1));
            if (names.size() < columns.size()
                    || !names.subList(0, columns.size()).equals(columns)) {
                throw new BrokenResultException(
                        file, 1, header == null ? "is empty" : "unknown header", String.join(",", columns));
            }
            long line = 1;
            for (String text = reader.readLine(); text != null; text = reader.readLine()) {
                line++;
                List<String> cells = List.of(text.split(",", -1));
                if (cells.size() != names.size()) {
                    throw new BrokenResultException(
                            file, line, "a row of " + cells.size() + " cells", names.size() + " as in the header");
                }
                rows.accept(new Row(file, line, names, cells));
            }
        } catch (CharacterCodingException e) {
            throw new BrokenResultException(file, 0, "is not a text", "UTF-8");
        }
    }

    /** One line, which knows where it stands. */
    record Row(Path file, long line, List<String> columns, List<String> cells) {
        String text(int column) {
            return cells.get(column);
        }

        double number(int column) {
            return optionalNumber(column).orElseThrow(() -> broken(column, "a number"));
        }

        /** Empty where the cell is. */
        OptionalDouble optionalNumber(int column) {
            String cell = cells.get(column);
            if (cell.isEmpty()) {
                return OptionalDouble.empty();
            }
            try {
                double value = Double.parseDouble(cell);
                if (Double.isFinite(value)) {
                    return OptionalDouble.of(value);
                }
            } catch (NumberFormatException e) {
                throw (BrokenResultException) broken(column, "a number").initCause(e);
            }
            throw broken(column, "a finite number");
        }

        long instant(int column) {
            try {
                return Instant.parse(cells.get(column)).toEpochMilli();
            } catch (DateTimeParseException e) {
                throw (BrokenResultException) broken(column, "an instant such as 2026-01-05T00:00:00Z")
                        .initCause(e);
            }
        }

        private BrokenResultException broken(int column, String expected) {
            return new BrokenResultException(
                    file, line, "column " + columns.get(column) + " holds '" + cells.get(column) + "'", expected);
        }
    }
}
