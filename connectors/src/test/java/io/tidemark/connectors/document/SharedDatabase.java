package io.tidemark.connectors.document;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** A real PostgreSQL as an operator sets one up for several members: durable, with a user and a database of its own. */
public final class SharedDatabase implements AutoCloseable {
    public static final String USER = "tidemark";
    public static final String PASSWORD = "secret";

    private final EmbeddedPostgres server;

    private SharedDatabase(EmbeddedPostgres server) {
        this.server = server;
    }

    /** Starts one in an empty directory. */
    public static SharedDatabase start(Path directory) {
        try {
            EmbeddedPostgres server = EmbeddedPostgres.builder()
                    .setDataDirectory(directory.resolve("data"))
                    .setOverrideWorkingDirectory(directory.toFile())
                    .setServerConfig("fsync", "on")
                    .setServerConfig("synchronous_commit", "on")
                    .setServerConfig("full_page_writes", "on")
                    .setLocaleConfig("locale", "C")
                    .start();
            try (Connection connection = server.getPostgresDatabase().getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("CREATE USER " + USER + " PASSWORD '" + PASSWORD + "'");
                statement.execute("CREATE DATABASE tidemark OWNER " + USER);
            }
            return new SharedDatabase(server);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    /** Where it is, as JDBC names it. */
    public String url() {
        return "jdbc:postgresql://127.0.0.1:" + server.getPort() + "/tidemark";
    }

    /** A connection each time one is asked for. */
    public DataSource connections() {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(url());
        source.setUser(USER);
        source.setPassword(PASSWORD);
        return source;
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
