package io.tidemark.fleet.driver.ironic;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidemark.fleet.driver.BackendBusyException;
import io.tidemark.fleet.driver.NodeRef;
import io.tidemark.fleet.driver.http.JsonHttp;
import io.tidemark.fleet.lab.Lab;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/** A real Ironic of its own, with emulated machines, on free ports of the loopback, in a directory that goes with it. */
public final class IronicLab implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final long PAUSE_MILLIS = 50;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path SCRIPTS = Path.of("src/test/lab");

    final Path directory;
    final URI endpoint;
    public final EmulatedMachines machines;

    private final int port;
    private final String login;
    private final Credentials credentials;
    private final JsonHttp http = new JsonHttp("Ironic", Duration.ofSeconds(30));
    private Process daemon;
    private int ports;
    private long passed;

    /** Starts one that asks nobody who they are. */
    public static IronicLab start() {
        return new IronicLab("", Credentials.none());
    }

    /**
     * Starts one.
     *
     * @param login a line of an htpasswd file, empty for none
     * @param credentials what goes with it
     */
    IronicLab(String login, Credentials credentials) {
        this.login = login;
        this.credentials = credentials;
        Lab.tree("ironic", "the driver for Ironic against a real Ironic");
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
            directory = Files.createTempDirectory("tidemark-ironic");
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        endpoint = URI.create("http://127.0.0.1:" + port);
        Lab.afterwards(directory, "ironic", "down", directory);
        machines = new EmulatedMachines(endpoint, credentials.value());
        daemon = launch();
    }

    private Process launch() {
        try {
            Path log = directory.resolve("daemon.log");
            Process process = new ProcessBuilder(
                            SCRIPTS.resolve("ironic").toAbsolutePath().toString(),
                            "up",
                            directory.toString(),
                            Integer.toString(port),
                            login)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
            try {
                await("Ironic to answer; its log is " + log, () -> {
                    if (!process.isAlive()) {
                        throw new AssertionError("Ironic ended at once; see " + log);
                    }
                    return answers();
                });
            } catch (AssertionError failed) {
                process.destroyForcibly();
                throw failed;
            }
            return process;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private boolean answers() {
        try {
            return ask("GET", "/v1/drivers", "").path("drivers").size() > 0;
        } catch (AssertionError notYet) {
            return false;
        }
    }

    /** As the kernel would: nothing is written, nothing is said. */
    public void kill() {
        daemon.descendants().forEach(ProcessHandle::destroyForcibly);
        daemon.destroyForcibly();
        await("Ironic to be gone", () -> !daemon.isAlive());
    }

    /** On what the one that was killed has left. */
    public void restart() {
        daemon = launch();
    }

    /** What goes with this one. */
    public IronicOptions options() {
        return IronicOptions.standard(
                endpoint, credentials, directory.resolve("evidence"), machines.address() + "/images/{name}.img");
    }

    /** Enrols a machine as the operator's guide says, up to internal use. */
    public NodeRef enrol(String name, String pool, String domain) {
        EmulatedMachine machine = machines.create(name);
        ObjectNode node = JSON.createObjectNode()
                .put("name", name)
                .put("driver", "fake-hardware")
                .put("power_interface", "redfish")
                .put("management_interface", "noop")
                .put("resource_class", pool.replace('.', '-').toLowerCase(Locale.ROOT));
        node.putObject("extra")
                .put("tidemark_pool", pool)
                .put("tidemark_domain", domain)
                .put("tidemark_ssh", "10.0.0." + (ports % 250 + 1) + ":2222");
        node.putObject("driver_info")
                .put("deploy_kernel", machines.address() + "/images/kernel")
                .put("deploy_ramdisk", machines.address() + "/images/ramdisk")
                .put("redfish_address", machines.address())
                .put("redfish_system_id", "/redfish/v1/Systems/" + name)
                .put("redfish_auth_type", "basic")
                .put("redfish_username", "lab")
                .put("redfish_password", "lab");
        String uuid = ask("POST", "/v1/nodes", node.toString()).get("uuid").asText();
        ask(
                "POST",
                "/v1/ports",
                JSON.createObjectNode()
                        .put("node_uuid", uuid)
                        .put("address", String.format("52:54:00:00:%02x:%02x", ports / 256, ports % 256))
                        .toString());
        ports++;
        ask("PUT", "/v1/nodes/" + name + "/states/provision", "{\"target\":\"manage\"}");
        await(
                name + " to be managed",
                () -> node(name).get("provision_state").asText().equals("manageable"));
        await(name + " to be off", () -> {
            if (node(name).path("power_state").asText().equals("power off")) {
                return true;
            }
            tell("PUT", "/v1/nodes/" + name + "/states/power", "{\"target\":\"power off\"}");
            return false;
        });
        if (machine.isOn()) {
            throw new AssertionError(name + " is on");
        }
        return new NodeRef(name);
    }

    /** An operator takes a node out of service. */
    public void maintain(NodeRef node) {
        ask("PUT", "/v1/nodes/" + node + "/maintenance", "{\"reason\":\"a new fan\"}");
    }

    public void endMaintenance(NodeRef node) {
        ask("DELETE", "/v1/nodes/" + node + "/maintenance", "");
    }

    /** All that Ironic says of a node. */
    public JsonNode node(String name) {
        return ask("GET", "/v1/nodes/" + name, "");
    }

    /** What Ironic answers, or an error with its words; nobody to answer is an {@link AssertionError} too. */
    JsonNode ask(String method, String path, String body) {
        JsonHttp.Answer answer = tell(method, path, body);
        if (answer.status() >= 300) {
            throw new AssertionError(method + " " + path + ": " + answer.status() + " " + answer.body());
        }
        return answer.body().orElse(MissingNode.getInstance());
    }

    private JsonHttp.Answer tell(String method, String path, String body) {
        Map<String, String> headers = new HashMap<>(Map.of("X-OpenStack-Ironic-API-Version", "1.69"));
        if (!credentials.header().isEmpty()) {
            headers.put(credentials.header(), credentials.value());
        }
        try {
            return http.call(method, endpoint.resolve(path), headers, body.isEmpty() ? null : JSON.readTree(body));
        } catch (BackendBusyException away) {
            throw new AssertionError("Ironic does not answer", away);
        } catch (JsonProcessingException malformed) {
            throw new AssertionError(body, malformed);
        }
    }

    /** Waits until something holds, and gives up only when it has surely gone wrong. */
    void await(String what, BooleanSupplier holds) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!holds.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("waited in vain for " + what);
            }
            pause();
        }
    }

    /**
     * Lets a moment pass in which others can work.
     *
     * @throws AssertionError if the test has waited far too long already
     */
    void pass(String waitingFor) {
        if (++passed > PATIENCE.toMillis() / PAUSE_MILLIS) {
            throw new AssertionError("waited in vain " + waitingFor);
        }
        pause();
    }

    /** A new test begins with all of the patience. */
    void refresh() {
        passed = 0;
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new AssertionError(stopped);
        }
    }

    /** All bytes of the database, freed pages included, and of all else that Ironic has written. */
    public String files() {
        StringBuilder all = new StringBuilder();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                all.append(Files.readString(file, ISO_8859_1));
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        return all.toString();
    }

    /** A config drive as its node reads it, from the base64 text that Ironic is given. */
    public static String unpacked(String drive) {
        byte[] zipped = Base64.getMimeDecoder().decode(drive);
        try (GZIPInputStream content = new GZIPInputStream(new ByteArrayInputStream(zipped))) {
            return new String(content.readAllBytes(), UTF_8);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Override
    public void close() {
        kill();
        machines.close();
        if (System.getenv("TIDEMARK_LAB_KEEP") != null) {
            System.err.println("kept: " + directory);
            return;
        }
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
