package io.tidemark.fleet.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** An open transaction. For one thread, and only inside the work that it was given to. */
public final class Transaction {
    private final Connection connection;
    private final List<Runnable> afterCommit = new ArrayList<>();

    Transaction(Connection connection) {
        this.connection = connection;
    }

    /** Prepares a statement; the caller closes it. */
    public PreparedStatement prepare(String sql) throws SQLException {
        return connection.prepareStatement(sql);
    }

    /** Runs a statement that returns no rows; gives the number of rows it changed. Parameters are in order, from 1. */
    public int update(String sql, Object... parameters) throws SQLException {
        try (PreparedStatement statement = prepare(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            return statement.executeUpdate();
        }
    }

    /** An array parameter of a PostgreSQL type: {@code bigint}, {@code smallint}, {@code text} or {@code boolean}. */
    public java.sql.Array array(String type, Object[] elements) throws SQLException {
        // The driver sends arrays in binary only if their Java type tells what is in them.
        Class<? extends Object[]> elementsOf = switch (type) {
            case "bigint" -> Long[].class;
            case "smallint" -> Short[].class;
            case "text" -> String[].class;
            case "boolean" -> Boolean[].class;
            default -> throw new IllegalArgumentException("not used so far, so add it: an array of " + type);
        };
        return connection.createArrayOf(type, Arrays.copyOf(elements, elements.length, elementsOf));
    }

    /** Runs something once the transaction is committed, and not if it is rolled back. It must not throw. */
    public void afterCommit(Runnable action) {
        afterCommit.add(action);
    }

    void commit() throws SQLException {
        connection.commit();
        afterCommit.forEach(Runnable::run);
    }
}
