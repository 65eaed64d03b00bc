package io.tidemark.fleet.database;

import java.sql.SQLException;

/**
 * What is done in one transaction.
 *
 * @param <T> what it comes to
 */
@FunctionalInterface
public interface SqlWork<T> {
    T in(Transaction transaction) throws SQLException;
}
