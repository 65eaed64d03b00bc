package io.tidemark.exchange.journal.postgres;

import io.tidemark.exchange.journal.JournalException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.Statement;
import java.time.Duration;
import org.postgresql.ds.PGSimpleDataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the journal's PostgreSQL is, and how it is talked to: every connection asks for commits that wait until they are
 * durable, refuses a server that cannot promise them, and notices within seconds a server that says nothing any more.
 * Thread-safe; it holds no connection.
 */
public final class JournalDatabase {
    private static final Logger LOG = LoggerFactory.getLogger(JournalDatabase.class);
    private static final Duration CONNECTING = Duration.ofSeconds(3);
    /** Of a statement. The socket waits longer: the server's own word is better than none. */
    private static final Duration STATEMENT = Duration.ofSeconds(8);

    private static final Duration MORE_THAN_STATEMENT = Duration.ofSeconds(2);

    /**
     * The first column says why the server cannot be used. Settings that are stronger than ours stay. The server, too, must
     * notice a member that is gone, or its locks would stay: hence the times of TCP.
     */
    private static final String GREETING = """
            SELECT CASE WHEN current_setting('fsync') <> 'on' THEN 'it runs with fsync off'
                        WHEN current_setting('full_page_writes') <> 'on' THEN 'it runs with full_page_writes off'
                        WHEN pg_is_in_recovery() THEN 'it is a standby'
                        WHEN current_setting('transaction_read_only') = 'on' THEN 'it is read-only'
                        ELSE '' END,
                   set_config('synchronous_commit', CASE current_setting('synchronous_commit')
                       WHEN 'remote_apply' THEN 'remote_apply' ELSE 'on' END, false),
                   set_config('default_transaction_isolation', 'read committed', false),
                   set_config('search_path', 'pg_catalog', false),
                   set_config('statement_timeout', '%1$d', false),
                   set_config('lock_timeout', '%2$d', false),
                   set_config('idle_in_transaction_session_timeout', '%1$d', false),
                   set_config('tcp_keepalives_idle', '5', false),
                   set_config('tcp_keepalives_interval', '2', false),
                   set_config('tcp_keepalives_count', '3', false),
                   set_config('tcp_user_timeout', '%1$d', false)""";

    private final PGSimpleDataSource source = new PGSimpleDataSource();
    private final String place;

    private final Duration statement;

    private JournalDatabase(String url, String user, String password, Duration statement) {
        this.statement = statement;
        source.setUrl(url);
        source.setUser(user);
        source.setPassword(password);
        source.setApplicationName("tidemark journal");
        source.setTcpKeepAlive(true);
        source.setConnectTimeout((int) CONNECTING.toSeconds());
        source.setLoginTimeout((int) CONNECTING.toSeconds());
        // Prepared on the server from the first time on: only then do bytes come back as bytes and not as hexadecimal
        // digits.
        source.setPrepareThreshold(1);
        // What the driver was given may hold a password behind the question mark.
        place = url.replaceFirst("\\?.*", "") + " as " + user;
    }

    /**
     * Connects, checks that the server's commits are durable, and makes the tables if they are not there.
     *
     * @param url such as {@code jdbc:postgresql://host/database}, or with several hosts and {@code targetServerType=primary};
     *     directly, not through a pooler that shares sessions
     * @param user the owner of the tables, or one who may make them
     * @throws JournalException if the server cannot be reached or does not keep what it commits
     */
    public static JournalDatabase open(String url, String user, String password) {
        return open(url, user, password, STATEMENT);
    }

    /** @param statement how long one of the journal's own may take */
    static JournalDatabase open(String url, String user, String password, Duration statement) {
        JournalDatabase database = new JournalDatabase(url, user, password, statement);
        try (Connection connection = database.connect()) {
            Schema.prepare(connection);
            database.tellOfStandbys(connection);
            return database;
        } catch (SQLException failed) {
            throw new JournalException("cannot open the journal in " + database + ": " + failed.getMessage(), failed);
        }
    }

    private void tellOfStandbys(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet answer = statement.executeQuery("SELECT current_setting('synchronous_standby_names')")) {
            answer.next();
            if (answer.getString(1).isEmpty()) {
                LOG.warn(
                        "the journal in {} has no synchronous standby (synchronous_standby_names is empty): what is"
                                + " acknowledged survives a crash of that machine, not the loss of its disk",
                        this);
            }
        }
    }

    /** A connection for the journal's own short statements. */
    Connection connect() throws SQLException {
        return connect(statement);
    }

    /**
     * A connection that commits every statement by itself.
     *
     * @param longest a statement may take
     * @throws SQLException also if the server's commits are not durable: it is not to be written to then
     */
    public Connection connect(Duration longest) throws SQLException {
        Connection connection = source.getConnection();
        try (Statement statement = connection.createStatement()) {
            connection.setNetworkTimeout(
                    Runnable::run, (int) longest.plus(MORE_THAN_STATEMENT).toMillis());
            try (ResultSet answer =
                    statement.executeQuery(GREETING.formatted(longest.toMillis(), longest.toMillis() / 2))) {
                answer.next();
                String objection = answer.getString(1);
                if (!objection.isEmpty()) {
                    throw new SQLNonTransientConnectionException("the server does not keep what it commits: "
                            + objection + "; correct it and start it again");
                }
            }
            return connection;
        } catch (SQLException | RuntimeException failed) {
            connection.close();
            throw failed;
        }
    }

    /** Where it is, without the password. */
    @Override
    public String toString() {
        return place;
    }
}
