package io.tidemark.fleet.database;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * The database could not be started, reached, or refused a statement. Of a transaction that ends so, it is known that
 * nothing was written, unless the connection broke in its commit: then it must be asked for again, by a unique key.
 */
public class DatabaseException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public DatabaseException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** The SQLSTATE of the statement that was refused; empty if there was none. */
    public final String sqlState() {
        return getCause() instanceof SQLException refused && refused.getSQLState() != null ? refused.getSQLState() : "";
    }
}
