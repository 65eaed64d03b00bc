package io.tidemark.fleet.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.sql.DataSource;

/** Runs blocks of work, each in a transaction of its own. */
public final class Transactions {
    private final DataSource source;

    public Transactions(DataSource source) {
        this.source = source;
    }

    /**
     * Runs a block and commits it; whatever it throws rolls it back.
     *
     * @throws DatabaseException if the database fails; after a failed commit it is unknown whether the block happened
     */
    public <T> T call(Function<Session, T> work) {
        try (Connection connection = source.getConnection()) {
            connection.setAutoCommit(false);
            try {
                T result = work.apply(new Session(connection));
                connection.commit();
                return result;
            } catch (RuntimeException | Error failed) {
                connection.rollback();
                throw failed;
            } finally {
                connection.setAutoCommit(true);
            }
        } catch (SQLException failed) {
            throw new DatabaseException("transaction", failed);
        }
    }

    /** As {@link #call}, without an answer. */
    public void run(Consumer<Session> work) {
        call(session -> {
            work.accept(session);
            return Boolean.TRUE;
        });
    }
}
