package io.tidemark.exchange.journal.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One connection, made when it is needed and thrown away at the first error: what a broken one still does is not known, and a
 * new one costs milliseconds. One question at a time; others wait.
 */
final class Line implements AutoCloseable {
    private static final long PAUSE_MILLIS = 100;

    private final JournalDatabase database;
    private @Nullable Connection connection;
    private boolean closed;

    /** Something to ask the server, in a statement that commits by itself. */
    @FunctionalInterface
    interface Question<T> {
        T ask(Connection connection) throws SQLException;
    }

    Line(JournalDatabase database) {
        this.database = database;
    }

    /** Asks once. After an error it is not known whether the server did it. */
    synchronized <T> T ask(Question<T> question) throws SQLException {
        try {
            if (closed) {
                throw new SQLException("the connection was closed");
            }
            if (connection == null) {
                connection = database.connect();
            }
            return question.ask(connection);
        } catch (SQLException | RuntimeException failed) {
            drop();
            throw failed;
        }
    }

    /** Asks until there is an answer or patience ends, at least twice: so the question may be put to the server more than once. */
    <T> T askAgain(Question<T> question, Duration patience) throws SQLException {
        long deadline = System.nanoTime() + patience.toNanos();
        for (int attempt = 1; ; attempt++) {
            try {
                return ask(question);
            } catch (SQLException failed) {
                if (attempt > 1 && System.nanoTime() > deadline) {
                    throw failed;
                }
                pause(failed);
            }
        }
    }

    private static void pause(SQLException after) throws SQLException {
        try {
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw after;
        }
    }

    private void drop() {
        Connection broken = connection;
        connection = null;
        if (broken != null) {
            try {
                broken.abort(Runnable::run); // Closing would first say goodbye, to a server that may not listen.
            } catch (SQLException alreadyGone) {
                // There is nothing left to let go of.
            }
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        drop();
    }
}
