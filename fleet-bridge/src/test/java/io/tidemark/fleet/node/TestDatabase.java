package io.tidemark.fleet.node;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Logger;
import javax.sql.DataSource;
import javax.sql.PooledConnection;
import org.postgresql.ds.PGConnectionPoolDataSource;

/** A real PostgreSQL, started once for all tests; each test gets a schema of its own. */
public final class TestDatabase {
    private static final AtomicInteger SCHEMAS = new AtomicInteger();

    private TestDatabase() {}

    /** A place for the fleet's tables, as another process can name it. */
    public record Place(int port, String schema) {
        public DataSource connect() {
            PGConnectionPoolDataSource source = new PGConnectionPoolDataSource();
            source.setServerNames(new String[] {"localhost"});
            source.setPortNumbers(new int[] {port});
            source.setUser("postgres");
            source.setDatabaseName("postgres");
            source.setCurrentSchema(schema);
            try {
                return new OneConnection(source.getPooledConnection());
            } catch (SQLException failed) {
                throw new IllegalStateException(failed);
            }
        }
    }

    /** An empty fleet. */
    public static Place create() {
        Place place = new Place(Holder.POSTGRES.getPort(), "fleet_" + SCHEMAS.incrementAndGet());
        try (Connection connection = place.connect().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create schema " + place.schema());
            for (String migration : List.of("V200__fleet.sql", "V240__fleet_trust.sql", "V260__instance_link.sql")) {
                statement.execute(Files.readString(Path.of("src/main/resources/io/tidemark/fleet/database/migration")
                        .resolve(migration)));
            }
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        return place;
    }

    private static final class Holder {
        static final EmbeddedPostgres POSTGRES = start();

        private static EmbeddedPostgres start() {
            try {
                EmbeddedPostgres postgres = EmbeddedPostgres.start();
                Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                    try {
                        postgres.close();
                    } catch (IOException failed) {
                        throw new UncheckedIOException(failed);
                    }
                }));
                return postgres;
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }
    }

    /** The same connection again and again: the fleet never needs two at a time, and tests are many. */
    private static final class OneConnection implements DataSource {
        private final PooledConnection pooled;

        OneConnection(PooledConnection pooled) {
            this.pooled = pooled;
        }

        @Override
        public Connection getConnection() throws SQLException {
            return pooled.getConnection();
        }

        @Override
        public Connection getConnection(String user, String password) throws SQLException {
            return pooled.getConnection();
        }

        @Override
        public PrintWriter getLogWriter() throws SQLException {
            throw new SQLFeatureNotSupportedException();
        }

        @Override
        public void setLogWriter(PrintWriter out) {}

        @Override
        public void setLoginTimeout(int seconds) {}

        @Override
        public int getLoginTimeout() {
            return 0;
        }

        @Override
        public Logger getParentLogger() throws SQLFeatureNotSupportedException {
            throw new SQLFeatureNotSupportedException();
        }

        @Override
        public <T> T unwrap(Class<T> type) throws SQLException {
            throw new SQLException("nothing to unwrap");
        }

        @Override
        public boolean isWrapperFor(Class<?> type) {
            return false;
        }
    }
}
