package io.tidemark.exchange.journal.postgres;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** Brings the tables to the newest version, step by step, also when several members start at once. */
final class Schema {
    /** In the order of their versions, from 1. One that has been released is never changed. */
    private static final List<String> STEPS = List.of("V1__journal.sql", "V2__snapshot_writer.sql");

    /** Of the lock that keeps other members out meanwhile: "tidemark" in ASCII. */
    private static final long LOCK = 0x746964656D61726BL;

    private Schema() {}

    /** After an error the caller closes the connection, and the server undoes what was not committed. */
    static void prepare(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.execute("SELECT pg_advisory_xact_lock(" + LOCK + ")");
            statement.execute("CREATE SCHEMA IF NOT EXISTS journal");
            statement.execute(
                    "CREATE TABLE IF NOT EXISTS journal.version (version int PRIMARY KEY, at timestamptz NOT NULL)");
            int version = version(statement);
            if (version > STEPS.size()) {
                throw new SQLException("its tables are of version " + version + ", which a newer release made; this one"
                        + " knows " + STEPS.size());
            }
            for (int next = version + 1; next <= STEPS.size(); next++) {
                statement.execute(text(STEPS.get(next - 1)));
                statement.execute("INSERT INTO journal.version VALUES (" + next + ", now())");
            }
            connection.commit();
        }
        connection.setAutoCommit(true);
    }

    private static int version(Statement statement) throws SQLException {
        try (ResultSet answer = statement.executeQuery("SELECT coalesce(max(version), 0) FROM journal.version")) {
            answer.next();
            return answer.getInt(1);
        }
    }

    private static String text(String step) {
        try (InputStream in = Schema.class.getResourceAsStream(step)) {
            if (in == null) {
                throw new IllegalStateException("not in this program: " + step);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new IllegalStateException("cannot read " + step, unreadable);
        }
    }
}
