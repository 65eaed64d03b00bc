package io.tidemark.connectors.fix;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** The schema {@code fix} in PostgreSQL: statements, each of them one transaction. Thread-safe. */
final class SharedTables {
    /** Any number, so that two members do not make the tables at the same time. */
    private static final long MAKING_TABLES = 0x7469_6465_0066_6978L;

    private final DataSource database;

    /**
     * Makes the tables if there are none.
     *
     * @throws SharedTablesException if the database refuses
     */
    SharedTables(DataSource database) {
        this.database = database;
        try (InputStream script = SharedTables.class.getResourceAsStream("fix.sql");
                Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            if (script == null) {
                throw new IllegalStateException("fix.sql is not in this build");
            }
            connection.setAutoCommit(false);
            statement.execute("SELECT pg_advisory_xact_lock(" + MAKING_TABLES + ")");
            statement.execute(new String(script.readAllBytes(), StandardCharsets.UTF_8));
            connection.commit();
        } catch (SQLException failed) {
            throw new SharedTablesException("the tables of the FIX doors cannot be made", failed);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** What is made of a row. */
    @FunctionalInterface
    interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    /**
     * Asks, or calls a function.
     *
     * @throws SharedTablesException if the database cannot be asked
     */
    <T> List<T> query(String sql, Row<T> each, Object... values) {
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(true);
            try (PreparedStatement statement = prepare(connection, sql, values);
                    ResultSet rows = statement.executeQuery()) {
                List<T> read = new ArrayList<>();
                while (rows.next()) {
                    read.add(each.read(rows));
                }
                return read;
            }
        } catch (SQLException failed) {
            throw new SharedTablesException("the tables of the FIX doors cannot be read", failed);
        }
    }

    /**
     * Changes rows.
     *
     * @return how many
     * @throws SharedTablesException if the database does not do it
     */
    int update(String sql, Object... values) {
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(true);
            try (PreparedStatement statement = prepare(connection, sql, values)) {
                return statement.executeUpdate();
            }
        } catch (SQLException failed) {
            throw new SharedTablesException("the tables of the FIX doors cannot be written", failed);
        }
    }

    private static PreparedStatement prepare(Connection connection, String sql, Object... values) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
        return statement;
    }
}
