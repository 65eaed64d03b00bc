package io.tidemark.fleet.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One real PostgreSQL for all test classes of a JVM; every test may have a new database in it. */
public final class TestServer {
    private static final AtomicInteger DATABASES = new AtomicInteger();
    private static @Nullable TestServer running;

    private final Path directory;
    private final EmbeddedServer server;

    private TestServer(Path directory) {
        this.directory = directory;
        this.server = EmbeddedServer.start(directory, true);
    }

    /** A database, and how another process gets there. */
    public record Place(String url, String user, String password) {
        public Database open() {
            return Database.at(url, user, password);
        }
    }

    /** An empty database. */
    public static synchronized Place newDatabase() {
        try {
            if (running == null) {
                Path directory = Files.createTempDirectory(Files.createDirectories(Path.of("target")), "postgres");
                Files.createSymbolicLink(
                        directory.resolve("binaries"),
                        Files.createDirectories(Path.of("target/postgres-binaries"))
                                .toRealPath());
                TestServer started = new TestServer(directory);
                Runtime.getRuntime().addShutdownHook(new Thread(started::remove));
                running = started;
            }
            return running.create();
        } catch (IOException | SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private Place create() throws SQLException, IOException {
        String name = "t" + DATABASES.incrementAndGet();
        try (Connection superuser = DriverManager.getConnection(
                        server.url().replace("/" + EmbeddedServer.USER, "/postgres"), "postgres", superuserPassword());
                Statement statement = superuser.createStatement()) {
            statement.execute("CREATE DATABASE " + name + " OWNER " + EmbeddedServer.USER);
        }
        return new Place(
                server.url().replace("/" + EmbeddedServer.USER, "/" + name), EmbeddedServer.USER, server.password());
    }

    private String superuserPassword() throws IOException {
        return Files.readString(directory.resolve("superuser.password"));
    }

    private void remove() {
        server.close();
        delete(directory);
    }

    static void delete(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException | UncheckedIOException leftForTheNextClean) {
            System.err.println("not deleted: " + directory + ": " + leftForTheNextClean);
        }
    }
}
