package io.tidemark.connectors.fix;

import java.sql.SQLException;

/** The database that FIX doors share did not do what it was asked; whether it will have done it is not known. */
public final class SharedTablesException extends RuntimeException {
    private static final long serialVersionUID = 1;

    SharedTablesException(String what, SQLException failed) {
        super(what + ": " + failed.getMessage(), failed);
    }
}
