package io.tidemark.fleet.database;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** What a server says about itself. */
final class Settings {
    private Settings() {}

    static String show(Transaction transaction, String setting) throws SQLException {
        try (PreparedStatement statement = transaction.prepare("SELECT current_setting(?)")) {
            statement.setString(1, setting);
            try (ResultSet rows = statement.executeQuery()) {
                rows.next();
                return rows.getString(1);
            }
        }
    }
}
