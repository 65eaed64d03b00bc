package io.tidemark.connectors.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** Rows in columns, as wide as they need to be. Figures stand to the right, so that their decimals line up. */
final class Table {
    private static final String GAP = "  ";

    private final List<List<String>> rows = new ArrayList<>();

    Table(String... titles) {
        row(titles);
    }

    Table row(String... cells) {
        rows.add(List.of(cells));
        return this;
    }

    void print(PrintWriter out) {
        int columns = rows.get(0).size();
        int[] widths = new int[columns];
        for (List<String> row : rows) {
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < columns; i++) {
                String cell = row.get(i);
                String room = " ".repeat(widths[i] - cell.length());
                line.append(i == 0 ? "" : GAP).append(isFigure(i) ? room + cell : cell + room);
            }
            out.println(line.toString().stripTrailing());
        }
    }

    private boolean isFigure(int column) {
        return rows.stream()
                .skip(1)
                .map(row -> row.get(column))
                .allMatch(cell -> cell.equals("-") || cell.matches("-?[0-9.]+"));
    }
}
