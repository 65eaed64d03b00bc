package io.tidemark.connectors.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/**
 * A real Ironic and a real Slurm with a few servers, in a process of their own: the one that {@code SiteProcess} of the
 * fleet's own tests is. They must have been compiled.
 */
final class RealSite implements AutoCloseable {
    private static final Path FLEET =
            Path.of("../fleet-bridge").toAbsolutePath().normalize();

    private final Process process;
    private final BufferedReader said;
    private final PrintWriter orders;
    private final String configuration;

    private RealSite(Process process, BufferedReader said, String configuration) {
        this.process = process;
        this.said = said;
        this.orders = new PrintWriter(process.getOutputStream(), true, UTF_8);
        this.configuration = configuration;
    }

    /** Starts one, or skips the test where there is nothing to start. */
    static RealSite of(int servers) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        FLEET.resolve("target/test-classes")
                                + File.pathSeparator
                                + System.getProperty("java.class.path"),
                        "io.tidemark.fleet.driver.joined.SiteProcess",
                        Integer.toString(servers))
                .directory(FLEET.toFile())
                .redirectErrorStream(true)
                .start();
        BufferedReader said = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
        StringBuilder all = new StringBuilder();
        for (String line = said.readLine(); line != null; line = said.readLine()) {
            if (line.equals("ready")) {
                return new RealSite(process, said, all.toString());
            }
            // A log, a warning of the JVM: the configuration comes whole, from its first line on.
            if (!all.isEmpty() || line.equals("schema: 1") || line.contains("NOT TESTED")) {
                all.append(line).append('\n');
            }
        }
        Assumptions.assumeFalse(all.toString().contains("NOT TESTED"), all.toString());
        throw new AssertionError("the site did not start: " + all);
    }

    /** What {@code tidemark serve} needs to know of it, but for the doors. */
    String configuration() {
        return configuration;
    }

    /** What one of Slurm's own commands prints. */
    String slurm(String command) {
        return say("slurm " + command);
    }

    /** Gives an order and waits for what is said to it. */
    synchronized String say(String order) {
        orders.println(order);
        StringBuilder answer = new StringBuilder();
        try {
            for (String line = said.readLine(); line != null; line = said.readLine()) {
                if (line.equals(".")) {
                    return answer.toString().strip();
                }
                answer.append(line).append('\n');
            }
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
        throw new AssertionError("the site has ended: " + answer);
    }

    /** Its daemons end with it. */
    @Override
    public void close() throws IOException {
        orders.close();
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.destroy();
            }
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
        said.close();
    }
}
