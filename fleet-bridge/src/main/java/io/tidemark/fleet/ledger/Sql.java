package io.tidemark.fleet.ledger;

import io.tidemark.fleet.database.Transaction;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Small change of JDBC. */
final class Sql {
    static final String CHECK_VIOLATION = "23514";

    private Sql() {}

    /** The one number that a query answers with, 0 if it has no row. */
    static long number(Transaction transaction, String sql, Object... parameters) throws SQLException {
        try (PreparedStatement select = transaction.prepare(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                select.setObject(i + 1, parameters[i]);
            }
            try (ResultSet rows = select.executeQuery()) {
                return rows.next() ? rows.getLong(1) : 0;
            }
        }
    }
}
