package io.tidemark.pricing.table;

/**
 * What is wrong with a table.
 *
 * @param table the name of the table
 * @param row the line as an editor counts it, the header being 1 (comments count too); 0 if it is about the whole table
 * @param column the name of the column; empty if it is about the whole row
 * @param message what is wrong
 * @param remedy what would be right
 */
public record Problem(String table, int row, String column, String message, String remedy) {
    @Override
    public String toString() {
        return table + (row == 0 ? "" : " row " + row) + (column.isEmpty() ? "" : " column " + column) + ": " + message
                + "; right would be " + remedy;
    }
}
