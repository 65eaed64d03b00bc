package io.tidemark.fleet.database;

import java.nio.file.Path;

/** Another process, or another part of this one, has the server in this directory. */
public final class DatabaseInUseException extends DatabaseException {
    private static final long serialVersionUID = 1;

    DatabaseInUseException(Path directory, String holder) {
        super("the database in " + directory + " is in use by " + holder, null);
    }
}
