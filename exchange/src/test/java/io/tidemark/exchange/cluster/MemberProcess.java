package io.tidemark.exchange.cluster;

import io.tidemark.exchange.cluster.Customers.Ack;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A member in a process of its own, which a test may kill or stop. What its customers are told comes out line by line. */
final class MemberProcess implements AutoCloseable {
    private static final List<String> FOR_HAZELCAST = List.of(
            "--add-modules",
            "java.se",
            "--add-exports",
            "java.base/jdk.internal.ref=ALL-UNNAMED",
            "--add-opens",
            "java.base/java.lang=ALL-UNNAMED",
            "--add-opens",
            "java.base/sun.nio.ch=ALL-UNNAMED",
            "--add-opens",
            "java.management/sun.management=ALL-UNNAMED",
            "--add-opens",
            "jdk.management/com.sun.management.internal=ALL-UNNAMED");

    /** {@code -Dtidemark.loud=true} shows what the members log. */
    private static final boolean LOUD = Boolean.getBoolean("tidemark.loud");

    private final Process process;
    private final Collection<Ack> acks = new ConcurrentLinkedQueue<>();
    private final BlockingQueue<String> said = new LinkedBlockingQueue<>();
    private final Thread reader;

    /**
     * Starts one.
     *
     * @param customers who enter orders through it
     * @param before what the command begins with, such as a network namespace to run in
     */
    MemberProcess(String url, String address, List<String> peers, int customers, String... before) throws IOException {
        List<String> command = new ArrayList<>(List.of(before));
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx256m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
        command.addAll(FOR_HAZELCAST);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
        command.addAll(List.of(url, address, String.join(",", peers), Integer.toString(customers)));
        process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        reader = new Thread(this::read, "member-" + address);
        reader.setDaemon(true);
        reader.start();
    }

    private void read() {
        try (BufferedReader lines = process.inputReader(StandardCharsets.US_ASCII)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                // Only whole lines were said: a kill may cut the last one off.
                if (line.startsWith("ack ") && line.endsWith(".")) {
                    acks.add(Ack.parse(line.substring(4, line.length() - 1)));
                } else if (line.startsWith("said ")) {
                    said.add(line.substring(5));
                } else if (LOUD) {
                    System.out.println(reader.getName() + ": " + line);
                }
            }
            said.add("no more");
        } catch (IOException closed) {
            said.add("closed");
        }
    }

    /** What its customers were told so far. */
    Collection<Ack> acks() {
        return acks;
    }

    void awaitReady() throws InterruptedException {
        await("ready");
    }

    private String await(String start) throws InterruptedException {
        String line = Objects.requireNonNullElse(said.poll(120, TimeUnit.SECONDS), "nothing");
        if (!line.startsWith(start)) {
            throw new AssertionError("the member said " + line + " and not " + start);
        }
        return line;
    }

    /** Its customers finish; gives how many wrong answers they got, and then it leaves in good order. */
    String leave() throws IOException, InterruptedException {
        process.getOutputStream().write('\n');
        process.getOutputStream().flush();
        String wrong = await("wrong ");
        await("left");
        reader.join(TimeUnit.SECONDS.toMillis(10));
        return wrong;
    }

    /** As {@code kill -9}; returns when it is dead and all that it said has been read. */
    void kill() throws InterruptedException {
        process.toHandle().destroyForcibly();
        reader.join(TimeUnit.SECONDS.toMillis(10));
    }

    /** Stops it where it is, or lets it go on. */
    void signal(String signal) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                .inheritIO()
                .start()
                .waitFor();
    }

    @Override
    public void close() {
        process.toHandle().destroyForcibly();
    }

    /** The other side. */
    static final class Main {
        private Main() {}

        public static void main(String[] arguments) throws IOException, InterruptedException {
            try {
                live(arguments);
            } catch (RuntimeException failed) {
                // Whoever waits for a word of this member hears why none comes.
                say("said that it failed: " + failed);
                Runtime.getRuntime().halt(1);
            }
        }

        private static void live(String[] arguments) throws IOException, InterruptedException {
            List<String> peers = List.of(arguments[2].split(",", -1));
            ClusteredExchange exchange = Cluster.join(arguments[0], arguments[1], peers);
            Customers customers = new Customers(
                    i -> exchange, Cluster.POOLS, arguments[1].replace(':', '-'), ack -> say("ack " + ack + "."));
            int wanted = Integer.parseInt(arguments[3]);
            if (wanted > 0) {
                Customers.open(exchange, Cluster.POOLS);
            }
            // Whoever hears it may stop this member at once: all customers have their money from here on.
            say("said ready");
            customers.come(wanted);
            int order = System.in.read();
            if (order < 0) {
                Runtime.getRuntime().halt(1); // Whoever started this has died.
            }
            customers.leave();
            say("said wrong " + customers.wrong());
            exchange.close();
            say("said left");
        }

        private static synchronized void say(@Nullable String line) {
            System.out.println(line);
            System.out.flush();
        }
    }
}
