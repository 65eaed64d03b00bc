package io.tidemark.fleet.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/** A migrated PostgreSQL database with a pool of connections. Thread-safe. */
public final class Database implements AutoCloseable {
    private static final int CONNECTIONS = 8;
    private static final long WAIT_MS = 10_000;
    private static final int ATTEMPTS = 5;
    /** Serialization failure and deadlock: the server undid everything and asks for another try. */
    private static final Set<String> TRY_AGAIN = Set.of("40001", "40P01");

    private final @Nullable EmbeddedServer server;
    private final HikariDataSource pool;

    private Database(@Nullable EmbeddedServer server, HikariDataSource pool) {
        this.server = server;
        this.pool = pool;
    }

    /**
     * Starts a PostgreSQL in a directory, which is made if there is none, and migrates it. The server is stopped by
     * {@link #close()}, or when the JVM ends; one that a killed process left behind in this directory is stopped before.
     *
     * @param directory absolute or not; it holds the data, the binaries, the port and the passwords
     * @throws DatabaseInUseException if another process has it
     * @throws DatabaseException if the server does not start, or not as it was asked to
     */
    public static Database embedded(Path directory) {
        return embedded(directory, true);
    }

    /**
     * As {@link #embedded(Path)}, for a program that closes its parts in order when the JVM ends: the server must not be gone
     * before those who still write into it.
     */
    public static Database embeddedUntilClosed(Path directory) {
        return embedded(directory, false);
    }

    private static Database embedded(Path directory, boolean endsWithTheJvm) {
        EmbeddedServer server = EmbeddedServer.start(directory, endsWithTheJvm);
        try {
            return new Database(server, open(server.url(), EmbeddedServer.USER, server.password()));
        } catch (RuntimeException failed) {
            server.close();
            throw failed;
        }
    }

    /**
     * Connects to a PostgreSQL that somebody else runs, and migrates it.
     *
     * @param url such as {@code jdbc:postgresql://host/database}
     * @param user the owner of the tables, or one who may make them; not a superuser, for whom no table is append-only
     * @throws DatabaseException if it cannot be reached, or its commits are not durable
     */
    public static Database at(String url, String user, String password) {
        Database database = new Database(null, open(url, user, password));
        try {
            database.requireDurableCommits();
            return database;
        } catch (RuntimeException failed) {
            database.close();
            throw failed;
        }
    }

    private static HikariDataSource open(String url, String user, String password) {
        // Set on the driver's own source: through a configuration they would stand in its printed form.
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(url);
        source.setUser(user);
        source.setPassword(password);
        source.setApplicationName("tidemark");
        source.setTcpKeepAlive(true);
        // Batches of statements go over in one message each.
        source.setReWriteBatchedInserts(true);
        HikariConfig config = new HikariConfig();
        config.setPoolName("tidemark");
        config.setDataSource(source);
        config.setMaximumPoolSize(CONNECTIONS);
        config.setConnectionTimeout(WAIT_MS);
        config.setAutoCommit(false);
        HikariDataSource pool;
        try {
            pool = new HikariDataSource(config);
        } catch (PoolInitializationException unreachable) {
            throw new DatabaseException("cannot connect to " + url + " as " + user, unreachable);
        }
        try {
            Flyway.configure()
                    .dataSource(pool)
                    .locations("classpath:io/tidemark/fleet/database/migration")
                    .load()
                    .migrate();
            return pool;
        } catch (FlywayException failed) {
            pool.close();
            throw new DatabaseException("cannot migrate " + url + ": " + failed.getMessage(), failed);
        }
    }

    /** What the server says a setting of its own is, such as {@code fsync}. */
    public String setting(String name) {
        return inTransaction(transaction -> Settings.show(transaction, name));
    }

    private void requireDurableCommits() {
        String commits = setting("synchronous_commit");
        String fsync = setting("fsync");
        if (commits.equals("off") || fsync.equals("off")) {
            throw new DatabaseException(
                    "the server answers before a commit is durable (fsync " + fsync + ", synchronous_commit " + commits
                            + "): money would be lost with a power cut",
                    null);
        }
    }

    /** Its connections, for those who bring their own transactions. */
    public DataSource connections() {
        return pool;
    }

    /**
     * Does work in one transaction and commits it. Locks are the caller's; a deadlock or a serialization failure is
     * tried again, so the work may run more than once and must have no effect outside.
     *
     * @throws DatabaseException if it was refused, or if the connection broke and the commit is unknown
     */
    public <T> T inTransaction(SqlWork<T> work) {
        return run(work, false);
    }

    /** As {@link #inTransaction}, but all statements see the same committed moment, and none may write. */
    public <T> T inSnapshot(SqlWork<T> work) {
        return run(work, true);
    }

    private <T> T run(SqlWork<T> work, boolean snapshot) {
        for (int attempt = 1; ; attempt++) {
            try {
                return once(work, snapshot);
            } catch (SQLException refused) {
                if (attempt == ATTEMPTS || !TRY_AGAIN.contains(refused.getSQLState())) {
                    throw new DatabaseException("the database refused: " + refused.getMessage(), refused);
                }
            }
        }
    }

    private <T> T once(SqlWork<T> work, boolean snapshot) throws SQLException {
        try (Connection connection = pool.getConnection()) {
            connection.setReadOnly(snapshot);
            connection.setTransactionIsolation(
                    snapshot ? Connection.TRANSACTION_REPEATABLE_READ : Connection.TRANSACTION_READ_COMMITTED);
            Transaction transaction = new Transaction(connection);
            try {
                T result = work.in(transaction);
                transaction.commit();
                return result;
            } catch (Throwable failed) {
                rollback(connection, failed);
                throw failed;
            }
        }
    }

    /** Never lets a failed rollback hide why there was one. */
    private static void rollback(Connection connection, Throwable why) {
        try {
            connection.rollback();
        } catch (SQLException alsoFailed) {
            why.addSuppressed(alsoFailed);
        }
    }

    /** Where it is, as a JDBC URL without user and password. */
    public String url() {
        return server == null ? ((PGSimpleDataSource) pool.getDataSource()).getUrl() : server.url();
    }

    /** The password of {@code tidemark} at a server of our own, for tests that connect from another process. */
    String embeddedPassword() {
        if (server == null) {
            throw new IllegalStateException("not a server of our own: " + url());
        }
        return server.password();
    }

    /** Lets go of all connections, and stops the server if it is our own. */
    @Override
    public void close() {
        pool.close();
        if (server != null) {
            server.close();
        }
    }
}
