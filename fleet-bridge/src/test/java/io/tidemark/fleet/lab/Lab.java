package io.tidemark.fleet.lab;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Assumptions;

/** What tests against real control planes share: where these are, how scripts are run, and how one waits. */
public final class Lab {
    /** So long a condition may take on a slow machine; none should. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final Path SCRIPTS = Path.of("src/test/lab").toAbsolutePath();

    private Lab() {}

    /** Skips the test, loudly, unless a control plane has been fetched. */
    public static Path tree(String thing, String untested) {
        Path root = home().resolve(thing).resolve("root");
        if (!Files.isDirectory(root)) {
            String sentence = "NOT TESTED: " + untested + ", because " + thing + " is not in " + root
                    + "; fleet-bridge/src/test/lab/fetch " + thing + " fetches it";
            System.err.println("*\n* " + sentence + "\n*");
            Assumptions.abort(sentence);
        }
        return root;
    }

    /** As the scripts say it; the JVM's own idea of a home is not always that of a shell. */
    private static Path home() {
        String lab = System.getenv("TIDEMARK_LAB");
        if (lab != null && !lab.isEmpty()) {
            return Path.of(lab);
        }
        String cache = System.getenv("XDG_CACHE_HOME");
        String home = System.getenv().getOrDefault("HOME", System.getProperty("user.home"));
        return (cache == null || cache.isEmpty() ? Path.of(home, ".cache") : Path.of(cache)).resolve("tidemark/lab");
    }

    /** A new directory that everybody may look into, for daemons that run as nobody. */
    public static Path directory(String name) {
        try {
            Path directory = Files.createTempDirectory("tidemark-" + name);
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
            return directory;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Runs one of the lab's scripts and gives what it printed. */
    public static String script(String name, Object... arguments) {
        List<String> command = new ArrayList<>(List.of(SCRIPTS.resolve(name).toString()));
        for (Object argument : arguments) {
            command.add(argument.toString());
        }
        try {
            // Daemons keep what they were given, so a pipe would not end with the script.
            Path output = Files.createTempFile("lab", ".out");
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            boolean ended = process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            String said = Files.readString(output, UTF_8);
            Files.delete(output);
            if (!ended || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new AssertionError(command + (ended ? " failed: " : " does not end: ") + said);
            }
            return said.strip();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(hurried);
        }
    }

    /**
     * Sees to it that one of the lab's scripts is run, and a directory removed, when this JVM has ended, however it ended:
     * whoever is killed closes nothing.
     */
    public static void afterwards(Path directory, String name, Object... arguments) {
        List<String> command = new ArrayList<>(List.of(
                // Not with those that a terminal, or whoever stops the build, ends together with this JVM.
                "setsid",
                SCRIPTS.resolve("afterwards").toString(),
                Long.toString(ProcessHandle.current().pid()),
                directory.toString(),
                SCRIPTS.resolve(name).toString()));
        for (Object argument : arguments) {
            command.add(argument.toString());
        }
        try {
            new ProcessBuilder(command)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** The first of so many free ports in a row, for now. */
    public static int ports(int many) {
        for (int base = 20_000 + (int) (ProcessHandle.current().pid() % 97) * 100; base < 32_000; base += many) {
            if (areFree(base, many)) {
                return base;
            }
        }
        throw new AssertionError("there are no " + many + " free ports in a row");
    }

    private static boolean areFree(int base, int many) {
        for (int port = base; port < base + many; port++) {
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                socket.setReuseAddress(true);
            } catch (IOException taken) {
                return false;
            }
        }
        return true;
    }

    /** Ends a daemon the hard way, and waits until it is gone. */
    public static void kill(Path pidFile) {
        try {
            ProcessHandle.of(Long.parseLong(Files.readString(pidFile).strip())).ifPresent(daemon -> {
                daemon.destroyForcibly();
                until("process " + daemon.pid() + " is gone", () -> !daemon.isAlive());
            });
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Waits until it is so. */
    public static void until(String what, Supplier<Boolean> isSo) {
        value(what, () -> isSo.get() ? Optional.of(true) : Optional.empty());
    }

    /** Waits until there is something, and gives it. */
    public static <T> T value(String what, Supplier<Optional<T>> attempt) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < end) {
            Optional<T> value = attempt.get();
            if (value.isPresent()) {
                return value.get();
            }
            try {
                Thread.sleep(100);
            } catch (InterruptedException hurried) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(hurried);
            }
        }
        throw new AssertionError("waited " + PATIENCE + ", and not yet: " + what);
    }
}
