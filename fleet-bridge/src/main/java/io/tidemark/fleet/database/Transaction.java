package io.tidemark.fleet.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
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

    /** An array parameter of a PostgreSQL type, such as {@code bigint} or {@code text}. */
    public java.sql.Array array(String type, Object[] elements) throws SQLException {
        return connection.createArrayOf(type, elements);
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
