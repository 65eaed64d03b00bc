package io.tidemark.pricing.table;

import io.tidemark.pricing.publish.Output;
import io.tidemark.pricing.sheet.Problem;
import io.tidemark.pricing.sheet.Problem.Code;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * Whether the rows of a table answer every case exactly once, and agree with themselves.
 *
 * <p>Gaps are found on the grid that all boundaries of all rows cut: between two neighbouring boundaries nothing changes,
 * so one point of each cell answers for the whole cell, and the check is exact. Overlaps are found between pairs of rows.
 */
final class Analysis {
    /** A forgotten row can open many cells; the first few say enough. */
    private static final int MAX_GAPS = 10;

    private static final long WHOLE_BPS = 10_000;

    private final Table table;
    private final List<Problem> problems;

    private Analysis(Table table, List<Problem> problems) {
        this.table = table;
        this.problems = problems;
    }

    static void of(Table table, List<Problem> problems) {
        Analysis analysis = new Analysis(table, problems);
        analysis.overlaps();
        analysis.gaps();
        for (Row row : table.rows()) {
            analysis.rising(row, Output.FIRST_PRICE_BPS, Output.SECOND_PRICE_BPS);
            analysis.rising(row, Output.SECOND_PRICE_BPS, Output.REST_PRICE_BPS);
            analysis.rising(row, Output.MAKER_BPS, Output.TAKER_BPS);
            analysis.sharesFit(row);
            analysis.falling(row, Output.MAKER_BPS);
            analysis.falling(row, Output.TAKER_BPS);
        }
    }

    private void overlaps() {
        List<Row> rows = table.rows();
        for (int i = 0; i < rows.size(); i++) {
            for (int j = 0; j < i; j++) {
                if (rows.get(i).overlaps(rows.get(j))) {
                    problem(
                            Code.OVERLAP,
                            rows.get(i).number(),
                            "",
                            "it overlaps row " + rows.get(j).number() + " in " + common(rows.get(i), rows.get(j)),
                            "bands that no other row covers");
                }
            }
        }
    }

    private void gaps() {
        List<List<Long>> grid = new ArrayList<>();
        for (int i = 0; i < table.schema().dimensions().size(); i++) {
            Dimension dimension = table.schema().dimensions().get(i);
            TreeSet<Long> boundaries = new TreeSet<>();
            boundaries.add(dimension.least());
            boundaries.add(dimension.end());
            for (Row row : table.rows()) {
                boundaries.add(row.bands().get(i).from());
                boundaries.add(row.bands().get(i).to());
            }
            if (dimension.isName()) {
                // Names have no between: each is a cell of its own even if no row mentions it.
                for (long place = 0; place < dimension.end(); place++) {
                    boundaries.add(place);
                }
            }
            grid.add(List.copyOf(boundaries));
        }
        int[] cell = new int[grid.size()];
        int found = 0;
        do {
            if (!isCovered(grid, cell) && ++found <= MAX_GAPS) {
                problem(Code.GAP, 0, "", "no row covers " + described(grid, cell), "a row for it");
            }
        } while (next(grid, cell));
        if (found > MAX_GAPS) {
            problem(Code.GAP, 0, "", (found - MAX_GAPS) + " more gaps", "a row for each");
        }
    }

    private boolean isCovered(List<List<Long>> grid, int[] cell) {
        long[] point = new long[cell.length];
        for (int i = 0; i < cell.length; i++) {
            point[i] = grid.get(i).get(cell[i]);
        }
        return table.rows().stream().anyMatch(row -> row.covers(point));
    }

    private String described(List<List<Long>> grid, int[] cell) {
        List<Row.Band> bands = new ArrayList<>();
        for (int i = 0; i < cell.length; i++) {
            bands.add(new Row.Band(grid.get(i).get(cell[i]), grid.get(i).get(cell[i] + 1)));
        }
        return described(bands);
    }

    /** The facts that two rows answer both. */
    private String common(Row row, Row other) {
        List<Row.Band> bands = new ArrayList<>();
        for (int i = 0; i < row.bands().size(); i++) {
            bands.add(row.bands().get(i).common(other.bands().get(i)));
        }
        return described(bands);
    }

    private String described(List<Row.Band> bands) {
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < bands.size(); i++) {
            parts.add(table.schema().dimensions().get(i).described(bands.get(i)));
        }
        return String.join(" and ", parts);
    }

    /** Counts through the cells like an odometer; false when it is round. */
    private static boolean next(List<List<Long>> grid, int[] cell) {
        for (int i = 0; i < cell.length; i++) {
            if (++cell[i] < grid.get(i).size() - 1) {
                return true;
            }
            cell[i] = 0;
        }
        return false;
    }

    private void rising(Row row, Output lower, Output upper) {
        int low = table.schema().outputs().indexOf(lower);
        int high = table.schema().outputs().indexOf(upper);
        if (low >= 0 && high >= 0 && row.values().get(low) > row.values().get(high)) {
            problem(
                    Code.NOT_RISING,
                    row.number(),
                    upper.column(),
                    row.values().get(high) + " is less than " + lower.column(),
                    "at least " + row.values().get(low));
        }
    }

    private void sharesFit(Row row) {
        int first = table.schema().outputs().indexOf(Output.FIRST_SHARE_BPS);
        int second = table.schema().outputs().indexOf(Output.SECOND_SHARE_BPS);
        if (first >= 0 && second >= 0 && row.values().get(first) + row.values().get(second) > WHOLE_BPS) {
            problem(
                    Code.SHARES_TOO_LARGE,
                    row.number(),
                    Output.SECOND_SHARE_BPS.column(),
                    "the shares are more than the whole",
                    "at most " + (WHOLE_BPS - row.values().get(first)));
        }
    }

    /** Who traded more pays no more: where a row begins at which another of the same machine ends or later. */
    private void falling(Row row, Output output) {
        int place = table.schema().outputs().indexOf(output);
        if (place < 0) {
            return;
        }
        int traded = table.schema().dimensions().indexOf(Dimension.TRADED_LOT_HOURS);
        for (Row less : table.rows()) {
            boolean sameMachine =
                    traded == 0 || less.bands().get(0).equals(row.bands().get(0));
            boolean before =
                    less.bands().get(traded).to() <= row.bands().get(traded).from();
            if (sameMachine && before && less.values().get(place) < row.values().get(place)) {
                problem(
                        Code.NOT_FALLING,
                        row.number(),
                        output.column(),
                        row.values().get(place) + " is more than in row " + less.number()
                                + ", for those who traded less",
                        "at most " + less.values().get(place));
                return;
            }
        }
    }

    private void problem(Code code, int row, String column, String message, String remedy) {
        problems.add(new Problem(code, table.schema().table(), row, column, message, remedy));
    }
}
