package io.tidemark.pricing.sheet;

/**
 * What is wrong with a sheet.
 *
 * @param code what kind of thing is wrong; it stays the same where the words change
 * @param table the name of the sheet, such as {@code "utilisation"}
 * @param row the line as an editor counts it, the header being 1 (comments count too); 0 if it is about the whole sheet
 * @param column the name of the column; empty if it is about the whole row
 * @param message what is wrong
 * @param remedy what would be right
 */
public record Problem(Code code, String table, int row, String column, String message, String remedy) {
    /** What can be wrong. First with the text, then with a cell, then with the sheet as a whole, then with what it says. */
    public enum Code {
        /** A set lacks a sheet. */
        MISSING_TABLE,
        /** There is no sheet of this name. */
        UNKNOWN_TABLE,
        /** Longer than a sheet may be. */
        TOO_LARGE,
        /** A character that is not plain text. */
        NOT_PLAIN_TEXT,
        UNKNOWN_COLUMN,
        MISSING_COLUMN,
        COLUMN_TWICE,
        COLUMN_ORDER,
        /** More or fewer cells than columns. */
        WRONG_CELL_COUNT,
        TOO_MANY_ROWS,
        /** Not a whole number. */
        NOT_A_NUMBER,
        OUT_OF_RANGE,
        UNKNOWN_NAME,
        /** Not a phrase of plain words. */
        NOT_A_PHRASE,
        /** A band that ends where it begins, or before. */
        EMPTY_BAND,
        /** Facts that no row answers. */
        GAP,
        /** Facts that two rows answer. */
        OVERLAP,
        /** What must not fall from one column to the next falls. */
        NOT_RISING,
        /** Shares of more than the whole. */
        SHARES_TOO_LARGE,
        /** Who trades more would pay more. */
        NOT_FALLING,
        /** More tiers of groups than anybody could explain. */
        TOO_MANY_TIERS,
        /** Two cases of one name. */
        CASE_TWICE,
        /** A case that expects nothing. */
        NOTHING_EXPECTED,
        /** A case that comes to something else than it expects. */
        OTHER_OUTCOME,
        /** A case that comes to nothing, because the rules contradict the limits. */
        NO_OUTCOME,
        /** A row that no case asks. */
        NEVER_ASKED
    }

    public Problem {
        // Names of files and columns are the author's: shown in a terminal they may not steer it.
        table = table.replaceAll("\\p{Cntrl}", "?");
        column = column.replaceAll("\\p{Cntrl}", "?");
    }

    @Override
    public String toString() {
        return table + (row == 0 ? "" : " row " + row) + (column.isEmpty() ? "" : " column " + column) + ": " + message
                + "; right would be " + remedy;
    }
}
