package io.tidemark.fleet.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Statements inside one transaction. Every method throws {@link DatabaseException} when the database fails. */
public final class Session {
    private final Connection connection;

    Session(Connection connection) {
        this.connection = connection;
    }

    /** Reads one row. */
    @FunctionalInterface
    public interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }

    /** Runs a statement and says how many rows it touched. */
    public int update(String sql, @Nullable Object... arguments) {
        try (PreparedStatement statement = prepare(sql, arguments)) {
            return statement.executeUpdate();
        } catch (SQLException failed) {
            throw new DatabaseException(sql, failed);
        }
    }

    /** Runs one statement for each list of arguments, in one round trip. */
    public void updateAll(String sql, List<@Nullable Object[]> rows) {
        if (rows.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (@Nullable Object[] row : rows) {
                bind(statement, row);
                statement.addBatch();
            }
            statement.executeBatch();
        } catch (SQLException failed) {
            throw new DatabaseException(sql, failed);
        }
    }

    /** All rows of a query, in its order. */
    public <T> List<T> list(String sql, RowReader<T> reader, @Nullable Object... arguments) {
        try (PreparedStatement statement = prepare(sql, arguments);
                ResultSet rows = statement.executeQuery()) {
            List<T> all = new ArrayList<>();
            while (rows.next()) {
                all.add(reader.read(rows));
            }
            return all;
        } catch (SQLException failed) {
            throw new DatabaseException(sql, failed);
        }
    }

    /** The first row of a query, if it has one. */
    public <T> Optional<T> first(String sql, RowReader<T> reader, @Nullable Object... arguments) {
        return list(sql, reader, arguments).stream().findFirst();
    }

    /** The whole number that a query of one row answers. */
    public long number(String sql, @Nullable Object... arguments) {
        return first(sql, row -> row.getLong(1), arguments).orElseThrow();
    }

    /** A whole number that may be absent. */
    public static @Nullable Long longOrNull(ResultSet row, String column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? null : value;
    }

    /** The same where null has no place. */
    public static OptionalLong optionalLong(ResultSet row, String column) throws SQLException {
        Long value = longOrNull(row, column);
        return value == null ? OptionalLong.empty() : OptionalLong.of(value);
    }

    private PreparedStatement prepare(String sql, @Nullable Object[] arguments) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        bind(statement, arguments);
        return statement;
    }

    private static void bind(PreparedStatement statement, @Nullable Object[] arguments) throws SQLException {
        for (int index = 0; index < arguments.length; index++) {
            statement.setObject(index + 1, arguments[index]);
        }
    }
}
