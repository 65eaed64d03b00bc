package io.tidemark.fleet.database;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import io.zonky.test.db.postgres.util.LinuxUtils;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL that this process started and will stop. The starter comes from a library for tests, and its defaults are
 * a test's: no fsync, everyone trusted, the directory deleted at the end. All of them are set otherwise here, and the
 * running server is asked whether it has them.
 */
final class EmbeddedServer implements AutoCloseable {
    /** The role and the database of the program. It owns its tables and is no superuser. */
    static final String USER = "tidemark";

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedServer.class);
    private static final Duration STARTUP = Duration.ofSeconds(60);
    private static final long STOP_SECONDS = 60;

    /** What the server is asked to run with, and then whether it does. */
    private static final Map<String, String> SETTINGS = new TreeMap<>(Map.of(
            "fsync", "on",
            "synchronous_commit", "on",
            "full_page_writes", "on",
            "listen_addresses", "127.0.0.1",
            "unix_socket_directories", "",
            "password_encryption", "scram-sha-256"));

    private final ServerHome home;
    private final EmbeddedPostgres postgres;
    private final String password;

    private EmbeddedServer(ServerHome home, EmbeddedPostgres postgres, String password) {
        this.home = home;
        this.postgres = postgres;
        this.password = password;
    }

    static EmbeddedServer start(Path directory, boolean endsWithTheJvm) {
        try {
            ServerHome home = ServerHome.open(directory);
            try {
                return start(home, endsWithTheJvm);
            } catch (IOException | SQLException | RuntimeException failed) {
                home.close();
                throw failed;
            }
        } catch (IOException | SQLException | IllegalStateException failed) {
            throw new DatabaseException("cannot start a PostgreSQL in " + directory + ": " + failed, failed);
        }
    }

    private static EmbeddedServer start(ServerHome home, boolean endsWithTheJvm) throws IOException, SQLException {
        stopLeftBehind(home);
        home.setUnfinishedDataAside();
        Path superuserPassword = home.superuserPassword();
        int port = freePort(home.port());
        home.rememberPort(port);
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
                .setDataDirectory(home.data())
                .setCleanDataDirectory(false)
                .setRegisterShutdownHook(endsWithTheJvm)
                .setOverrideWorkingDirectory(home.binaries().toFile())
                .setPort(port)
                .setPGStartupWait(STARTUP)
                .setLocaleConfig("locale", "C")
                .setLocaleConfig("auth-host", "scram-sha-256")
                .setLocaleConfig("auth-local", "scram-sha-256")
                .setLocaleConfig("pwfile", superuserPassword.toString())
                .setConnectConfig("password", Files.readString(superuserPassword));
        SETTINGS.forEach(builder::setServerConfig);
        EmbeddedPostgres postgres = builder.start();
        try {
            String password = Files.readString(home.applicationPassword());
            makeDatabase(home, postgres, password);
            EmbeddedServer server = new EmbeddedServer(home, postgres, password);
            server.requireWhatWasAsked();
            return server;
        } catch (IOException | SQLException | RuntimeException failed) {
            postgres.close();
            throw failed;
        }
    }

    /**
     * A killed process leaves its PostgreSQL running. It would be adopted silently, with the settings of its own start, so
     * it is stopped: its memory holds nothing that its log does not.
     */
    private static void stopLeftBehind(ServerHome home) throws IOException {
        Path pidFile = home.data().resolve("postmaster.pid");
        if (!Files.exists(pidFile)) {
            return;
        }
        List<String> lines = Files.readAllLines(pidFile, StandardCharsets.ISO_8859_1);
        Optional<ProcessHandle> alive = lines.isEmpty() || !lines.get(0).strip().matches("[0-9]{1,9}")
                ? Optional.empty()
                : ProcessHandle.of(Long.parseLong(lines.get(0).strip())).filter(EmbeddedServer::isPostgres);
        if (alive.isEmpty()) {
            // The number may belong to somebody else by now. PostgreSQL itself clears a stale file away.
            return;
        }
        LOG.warn(
                "stopping PostgreSQL {}, which a killed process left behind",
                alive.get().pid());
        Path pgCtl = find(home.binaries(), "pg_ctl")
                .orElseThrow(() -> new DatabaseException(
                        "PostgreSQL " + alive.get().pid() + " runs in " + home.data()
                                + " and there is no pg_ctl to stop it with: stop it by hand",
                        null));
        List<String> command = new ArrayList<>();
        if (LinuxUtils.isUnshareAvailable()) {
            // PostgreSQL's programs refuse to run as root; in a user namespace of its own root is nobody.
            command.addAll(List.of("unshare", "-U"));
        }
        command.addAll(List.of(
                pgCtl.toString(),
                "stop",
                "-D",
                home.data().toString(),
                "-m",
                "fast",
                "-w",
                "-t",
                Long.toString(STOP_SECONDS)));
        Process stop = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            // Not the process but its file says that it has ended: where nobody reaps orphans, a zombie looks alive.
            if (!stop.waitFor(2 * STOP_SECONDS, TimeUnit.SECONDS) || Files.exists(pidFile)) {
                throw new DatabaseException(
                        "PostgreSQL " + alive.get().pid() + " runs in " + home.data() + " and does not stop", null);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new DatabaseException("interrupted while a left-behind PostgreSQL was stopped", interrupted);
        }
    }

    private static boolean isPostgres(ProcessHandle process) {
        return process.info()
                .command()
                .map(command -> Path.of(command).getFileName().toString().startsWith("postgres"))
                .orElse(true);
    }

    private static Optional<Path> find(Path root, String name) throws IOException {
        if (!Files.exists(root)) {
            return Optional.empty();
        }
        try (Stream<Path> files = Files.walk(root.toRealPath())) {
            return files.filter(file -> file.getFileName().toString().equals(name) && Files.isExecutable(file))
                    .findFirst();
        }
    }

    /** The port of the last start if nobody has it now, else any free one. */
    private static int freePort(Optional<Integer> last) throws IOException {
        if (last.isPresent() && last.get() > 0) {
            try (ServerSocket probe = new ServerSocket(last.get(), 1, loopback())) {
                return probe.getLocalPort();
            } catch (IOException taken) {
                LOG.info("port {} of the last start is taken now; choosing another", last.get());
            }
        }
        try (ServerSocket probe = new ServerSocket(0, 1, loopback())) {
            return probe.getLocalPort();
        }
    }

    private static InetAddress loopback() throws IOException {
        return InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    }

    private static void makeDatabase(ServerHome home, EmbeddedPostgres postgres, String password)
            throws IOException, SQLException {
        if (home.isReady()) {
            return;
        }
        try (Connection superuser = postgres.getPostgresDatabase().getConnection();
                Statement statement = superuser.createStatement()) {
            // The password is hexadecimal, drawn by us: nothing in it can end the literal.
            statement.execute("CREATE ROLE " + USER + " LOGIN PASSWORD '" + password + "'");
            statement.execute("CREATE DATABASE " + USER + " OWNER " + USER);
        }
        home.markReady();
    }

    /** Another server may have answered on the port, or this one may have kept older settings. */
    private void requireWhatWasAsked() throws IOException, SQLException {
        Map<String, String> asked = new TreeMap<>(SETTINGS);
        try (Connection superuser = postgres.getPostgresDatabase().getConnection()) {
            Transaction transaction = new Transaction(superuser);
            Path served = Path.of(Settings.show(transaction, "data_directory"));
            if (!served.toRealPath().equals(home.data().toRealPath())) {
                throw new DatabaseException(
                        "the server on port " + postgres.getPort() + " serves " + served + " and not " + home.data(),
                        null);
            }
            for (Map.Entry<String, String> setting : asked.entrySet()) {
                String actual = Settings.show(transaction, setting.getKey());
                if (!actual.equals(setting.getValue())) {
                    throw new DatabaseException(
                            "PostgreSQL runs with " + setting.getKey() + " = " + actual + " and not "
                                    + setting.getValue(),
                            null);
                }
            }
        }
    }

    String url() {
        return "jdbc:postgresql://127.0.0.1:" + postgres.getPort() + "/" + USER;
    }

    String password() {
        return password;
    }

    /** Stops the server and waits until it has ended; then the directory is free for the next. */
    @Override
    public void close() {
        try {
            postgres.close();
            // The starter waits five seconds; a checkpoint may take longer.
            if (!postgres.getProcess().waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                LOG.error("PostgreSQL in {} has not stopped after {} s", home.data(), STOP_SECONDS);
            }
        } catch (IOException failed) {
            LOG.error("PostgreSQL in {} did not stop", home.data(), failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } finally {
            try {
                home.close();
            } catch (IOException failed) {
                LOG.error("the lock of {} was not given back", home.data(), failed);
            }
        }
    }
}
