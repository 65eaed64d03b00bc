package io.tidemark.fleet.jdbc;

import java.sql.SQLException;

/** The database did not do what it was asked; the transaction is rolled back. */
public class DatabaseException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public DatabaseException(String what, SQLException cause) {
        super(what + ": " + cause.getMessage(), cause);
    }
}
