package io.tidemark.connectors.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The real program in a process of its own, as a user starts it: it can be killed without warning. */
final class Program implements AutoCloseable {
    private static final Pattern OPEN = Pattern.compile("The market is open on (http://\\S+)");
    private static final Pattern FIX = Pattern.compile("FIX on \\S+:([0-9]+)");
    private static final long PATIENCE_SECONDS = 120;

    private final Process process;
    private final List<String> lines = Collections.synchronizedList(new ArrayList<>());

    private final List<Thread> readers = new ArrayList<>();

    private Program(Process process) {
        this.process = process;
        read(process.getInputStream());
        read(process.getErrorStream());
    }

    static Program tidemark(String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                // Its own, not that of the tests, which comes first on their class path.
                "-Dlogback.configurationFile=logback.xml",
                "-Djava.util.concurrent.ForkJoinPool.common.parallelism=2",
                "-cp",
                System.getProperty("java.class.path"),
                Tidemark.class.getName()));
        command.addAll(List.of(arguments));
        try {
            return new Program(new ProcessBuilder(command).start());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private void read(InputStream stream) {
        Thread reader = new Thread(() -> {
            try (BufferedReader in = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
                for (String line = in.readLine(); line != null; line = in.readLine()) {
                    lines.add(line);
                }
            } catch (IOException gone) {
                // The process was killed: what it said so far is what there is.
                lines.add("(killed)");
            }
        });
        reader.setDaemon(true);
        reader.start();
        readers.add(reader);
    }

    /** Where the market is open, once it is. */
    URI uri() {
        await("the market to open", () -> said(OPEN).isPresent());
        return URI.create(said(OPEN).orElseThrow().group(1));
    }

    /** The port of the FIX door, once it is open. */
    int fixPort() {
        await("the FIX door to open", () -> said(FIX).isPresent());
        return Integer.parseInt(said(FIX).orElseThrow().group(1));
    }

    /** What it said so far, on both streams. */
    List<String> lines() {
        synchronized (lines) {
            return List.copyOf(lines);
        }
    }

    Optional<Matcher> said(Pattern pattern) {
        return lines().stream().map(pattern::matcher).filter(Matcher::find).findFirst();
    }

    void await(String what, BooleanSupplier condition) {
        await(what, Duration.ofSeconds(PATIENCE_SECONDS), condition);
    }

    /** The same, for what takes its time. */
    void await(String what, Duration patience, BooleanSupplier condition) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline || (!process.isAlive() && !condition.getAsBoolean())) {
                fail("waited in vain for %s; it said:%n%s", what, String.join("\n", lines()));
            }
            try {
                Thread.sleep(20);
            } catch (InterruptedException interrupted) {
                throw new IllegalStateException(interrupted);
            }
        }
    }

    int exitCode() throws InterruptedException {
        assertThat(process.waitFor(PATIENCE_SECONDS * 3, TimeUnit.SECONDS))
                .as("the program ends by itself; it said:%n%s", String.join("\n", lines()))
                .isTrue();
        return process.exitValue();
    }

    /** As a service manager ends it: what is under way may finish. Gives the exit code. */
    int terminate() throws InterruptedException {
        // Not the process itself: it would close our end of its output, and its last words with it.
        process.toHandle().destroy();
        int exitCode = exitCode();
        for (Thread reader : readers) {
            reader.join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
        }
        return exitCode;
    }

    /** Kill -9: no hook runs, nothing is flushed. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    /** The folder of real traces, if this machine has one. */
    static Optional<Path> traces() {
        String named = System.getenv("TIDEMARK_DATA");
        Path folder = named == null ? Path.of("../../shared/data") : Path.of(named);
        return Optional.of(folder).filter(Files::isDirectory);
    }
}
