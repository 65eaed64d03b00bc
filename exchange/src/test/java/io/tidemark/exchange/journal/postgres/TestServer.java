package io.tidemark.exchange.journal.postgres;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import io.zonky.test.db.postgres.util.LinuxUtils;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A real PostgreSQL that keeps what it commits: one for all test classes of a JVM, or one that a test may kill. */
public final class TestServer implements AutoCloseable {
    private static final Map<String, String> SETTINGS = new TreeMap<>(Map.of(
            "fsync", "on",
            "synchronous_commit", "on",
            "full_page_writes", "on",
            "listen_addresses", "127.0.0.1",
            "unix_socket_directories", ""));
    private static final AtomicInteger DATABASES = new AtomicInteger();
    private static @Nullable TestServer shared;

    private final Path directory;
    private final int port;

    private TestServer(Path directory) throws IOException {
        this.directory = directory;
        Path binaries =
                Files.createDirectories(Path.of("target/postgres-binaries")).toRealPath();
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
                .setDataDirectory(directory.resolve("data"))
                .setCleanDataDirectory(false)
                .setOverrideWorkingDirectory(binaries.toFile())
                .setPort(port)
                .setPGStartupWait(Duration.ofSeconds(60))
                .setLocaleConfig("locale", "C")
                .setRegisterShutdownHook(false);
        SETTINGS.forEach(builder::setServerConfig);
        builder.start();
        Runtime.getRuntime().addShutdownHook(new Thread(this::close));
    }

    /** The one that nobody kills. */
    public static synchronized TestServer shared() {
        if (shared == null) {
            shared = fresh();
        }
        return shared;
    }

    /** One of its own for the caller, who closes it. */
    public static TestServer fresh() {
        try {
            Path target = Files.createDirectories(Path.of("target")).toRealPath();
            return new TestServer(Files.createTempDirectory(target, "journal-postgres"));
        } catch (IOException failed) {
            throw new UncheckedIOException("no PostgreSQL could be started", failed);
        }
    }

    /** The URL of an empty database. */
    public String newDatabase() {
        String name = "journal" + DATABASES.incrementAndGet();
        execute("postgres", "CREATE DATABASE " + name);
        return url(port, name);
    }

    static String url(int port, String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }

    int port() {
        return port;
    }

    static JournalDatabase open(String url) {
        return JournalDatabase.open(url, "postgres", "");
    }

    void execute(String database, String sql) {
        run(url(port, database), sql);
    }

    /** Runs a statement as the superuser. */
    public static void run(String url, String sql) {
        try (Connection connection = DriverManager.getConnection(url, "postgres", "");
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    /** Asks for a number. */
    static long number(String url, String sql) {
        try (Connection connection = DriverManager.getConnection(url, "postgres", "");
                Statement statement = connection.createStatement();
                ResultSet answer = statement.executeQuery(sql)) {
            answer.next();
            return answer.getLong(1);
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    /** Names the standbys whose word a commit waits for; none for an empty name. */
    void waitForStandby(String name) {
        execute("postgres", "ALTER SYSTEM SET synchronous_standby_names = '" + name + "'");
        execute("postgres", "SELECT pg_reload_conf()");
    }

    /** Kills the first process of the server, and sees to it that the others, who notice, are gone. */
    public void kill() throws IOException, InterruptedException {
        ProcessHandle postmaster =
                ProcessHandle.of(pid()).orElseThrow(() -> new IllegalStateException("the server does not run"));
        List<ProcessHandle> family = new ArrayList<>(postmaster.descendants().toList());
        family.add(postmaster);
        postmaster.destroyForcibly();
        family.forEach(ProcessHandle::destroyForcibly);
        for (ProcessHandle each : family) {
            while (runs(each)) {
                Thread.sleep(5);
            }
        }
        // The server would clear it away itself, but where nobody reaps orphans the number in it looks alive.
        Files.deleteIfExists(directory.resolve("data/postmaster.pid"));
    }

    private static boolean runs(ProcessHandle process) {
        Path stat = Path.of("/proc/" + process.pid() + "/stat");
        try {
            return process.isAlive()
                    && !(Files.exists(stat) && Files.readString(stat).contains(") Z "));
        } catch (IOException gone) {
            return false;
        }
    }

    /** Starts it again on what it had written. */
    public void startAgain() throws IOException, InterruptedException {
        StringBuilder arguments = new StringBuilder("-p " + port);
        SETTINGS.forEach((name, value) ->
                arguments.append(" -c ").append(name).append("='").append(value).append("'"));
        control("start", "-w", "-t", "60", "-l", directory.resolve("log").toString(), "-o", arguments.toString());
    }

    private long pid() throws IOException {
        return Long.parseLong(Files.readAllLines(directory.resolve("data/postmaster.pid"))
                .get(0)
                .strip());
    }

    private void control(String... what) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        if (LinuxUtils.isUnshareAvailable()) {
            command.addAll(List.of("unshare", "-U")); // PostgreSQL's programs refuse to run as root.
        }
        command.addAll(
                List.of(pgCtl().toString(), "-D", directory.resolve("data").toString()));
        command.addAll(List.of(what));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("pg_ctl.log").toFile())
                .start();
        if (!process.waitFor(90, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new IllegalStateException(command + " failed: " + Files.readString(directory.resolve("pg_ctl.log"))
                    + (Files.exists(directory.resolve("log")) ? Files.readString(directory.resolve("log")) : ""));
        }
    }

    private static Path pgCtl() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("target/postgres-binaries").toRealPath())) {
            return files.filter(file -> file.endsWith("bin/pg_ctl")).findFirst().orElseThrow();
        }
    }

    @Override
    public void close() {
        if (!Files.exists(directory)) {
            return;
        }
        try {
            if (Files.exists(directory.resolve("data/postmaster.pid"))) {
                kill(); // What it would write in an orderly end is thrown away.
            }
        } catch (IOException | IllegalStateException alreadyDead) {
            System.err.println("PostgreSQL in " + directory + " was not stopped: " + alreadyDead);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException | UncheckedIOException leftForTheNextClean) {
            System.err.println("not deleted: " + directory + ": " + leftForTheNextClean);
        }
    }
}
