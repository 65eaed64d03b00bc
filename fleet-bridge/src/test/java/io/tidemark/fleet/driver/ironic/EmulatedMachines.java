package io.tidemark.fleet.driver.ironic;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.tidemark.fleet.driver.ImageRef;
import io.tidemark.fleet.driver.http.JsonHttp;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The machines of an Ironic under test, on one port of the loopback: their management controllers speak Redfish, their
 * agents the protocol of ironic-python-agent, and the images they are started with are served beside them. So the conductor
 * is the real one, and so are its steps.
 */
public final class EmulatedMachines implements AutoCloseable {
    private static final byte[] IMAGE = "an operating system".repeat(100).getBytes(UTF_8);

    private static final Set<String> WAITING = Set.of("clean wait", "wait call-back");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, EmulatedMachine> byName = new ConcurrentHashMap<>();
    private final Map<String, EmulatedMachine> byUuid = new ConcurrentHashMap<>();
    private final JsonHttp http = new JsonHttp("Ironic", Duration.ofSeconds(20));
    private final URI ironic;
    private final String authorization;
    private final HttpServer server;
    private final ExecutorService answering = Executors.newCachedThreadPool();
    private final ScheduledExecutorService beating = Executors.newSingleThreadScheduledExecutor();
    private final Future<?> beats;

    /** Machines that report to an Ironic at an address such as {@code http://127.0.0.1:6385}. */
    EmulatedMachines(URI ironic, String authorization) {
        this.ironic = ironic;
        this.authorization = authorization;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        server.setExecutor(answering);
        server.createContext("/redfish/v1", this::redfish);
        server.createContext("/agent/", this::agent);
        server.createContext("/images/", exchange -> answer(exchange, 200, IMAGE));
        server.start();
        beats = beating.scheduleWithFixedDelay(this::beat, 0, 200, TimeUnit.MILLISECONDS);
    }

    String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** The operating system that is served here. */
    public ImageRef image() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(IMAGE);
            return new ImageRef("lab", "sha256:" + HexFormat.of().formatHex(digest));
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException(missing);
        }
    }

    EmulatedMachine create(String name) {
        return byName.computeIfAbsent(name, EmulatedMachine::new);
    }

    /** One that was enrolled. */
    public EmulatedMachine get(String name) {
        EmulatedMachine machine = byName.get(name);
        if (machine == null) {
            throw new IllegalArgumentException("no machine " + name);
        }
        return machine;
    }

    @Override
    public void close() {
        beats.cancel(true);
        beating.shutdownNow();
        server.stop(0);
        answering.shutdownNow();
    }

    private void redfish(HttpExchange exchange) throws IOException {
        byte[] request = exchange.getRequestBody().readAllBytes();
        String path = exchange.getRequestURI().getPath().replaceAll("/+$", "");
        if (path.equals("/redfish/v1")) {
            ObjectNode root = JSON.createObjectNode()
                    .put("Id", "RootService")
                    .put("Name", "Root Service")
                    .put("RedfishVersion", "1.6.0");
            root.putObject("Systems").put("@odata.id", "/redfish/v1/Systems");
            answer(exchange, 200, root);
            return;
        }
        String[] parts = path.split("/", -1);
        EmulatedMachine machine = parts.length > 4 ? byName.get(parts[4]) : null;
        if (machine == null || !machine.reachable) {
            answer(exchange, machine == null ? 404 : 500, JSON.createObjectNode());
        } else if (path.endsWith("/Actions/ComputerSystem.Reset")) {
            String kind = JSON.readTree(request).get("ResetType").asText();
            boolean on = !kind.contains("Off") && !kind.contains("Shutdown");
            machine.power(on);
            machine.waitToAnswer(on ? "power on" : "power off");
            answer(exchange, 204, new byte[0]);
        } else {
            answer(exchange, 200, system(parts[4], machine));
        }
    }

    private static ObjectNode system(String name, EmulatedMachine machine) {
        ObjectNode system = JSON.createObjectNode()
                .put("@odata.id", "/redfish/v1/Systems/" + name)
                .put("Id", name)
                .put("Name", name)
                .put("PowerState", machine.isOn() ? "On" : "Off");
        system.putObject("Boot").put("BootSourceOverrideEnabled", "Disabled");
        system.putObject("Actions")
                .putObject("#ComputerSystem.Reset")
                .put("target", "/redfish/v1/Systems/" + name + "/Actions/ComputerSystem.Reset")
                .putArray("ResetType@Redfish.AllowableValues")
                .add("On")
                .add("ForceOff")
                .add("ForceRestart")
                .add("GracefulRestart")
                .add("GracefulShutdown");
        return system;
    }

    private void agent(HttpExchange exchange) throws IOException {
        byte[] request = exchange.getRequestBody().readAllBytes();
        EmulatedMachine machine = byUuid.get(exchange.getRequestURI().getPath().split("/", -1)[2]);
        if (machine == null || !machine.isOn()) {
            answer(exchange, 503, JSON.createObjectNode().put("faultstring", "the machine is off"));
        } else if (exchange.getRequestMethod().equals("GET")) {
            answer(exchange, 200, machine.commands());
        } else {
            JsonNode command = JSON.readTree(request);
            ObjectNode done = machine.run(command);
            machine.waitToAnswer(command.get("name").asText());
            answer(exchange, 200, done);
        }
    }

    private static void answer(HttpExchange exchange, int status, ObjectNode body) throws IOException {
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        answer(exchange, status, body.toString().getBytes(UTF_8));
    }

    private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
        // The conductor would use a connection again just when this server closes it.
        exchange.getResponseHeaders().add("Connection", "close");
        boolean head = exchange.getRequestMethod().equals("HEAD");
        if (head) {
            exchange.getResponseHeaders().add("Content-Length", Integer.toString(body.length));
        }
        exchange.sendResponseHeaders(status, head || body.length == 0 ? -1 : body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            if (!head && body.length > 0) {
                out.write(body);
            }
        }
    }

    /** Every agent that was started into the ramdisk says that it is there, as real ones do every few seconds. */
    private void beat() {
        try {
            JsonNode nodes = ask("GET", "/v1/nodes?fields=uuid,name,provision_state&limit=1000", null)
                    .path("nodes");
            for (JsonNode node : nodes) {
                EmulatedMachine machine = byName.get(node.path("name").asText());
                if (machine == null) {
                    continue;
                }
                byUuid.put(node.get("uuid").asText(), machine);
                if (machine.isOn()
                        && WAITING.contains(node.get("provision_state").asText())
                        && !machine.stopsAt("heartbeat")) {
                    beat(node.get("uuid").asText(), machine);
                }
            }
        } catch (RuntimeException away) {
            // The daemon is down, or in the middle of something: the next beat will tell.
        }
    }

    private void beat(String uuid, EmulatedMachine machine) {
        try {
            String token = machine.token();
            if (token == null) {
                token = ask("GET", "/v1/lookup?node_uuid=" + uuid, null)
                        .path("config")
                        .path("agent_token")
                        .asText();
                machine.token(token);
            }
            ObjectNode beat = JSON.createObjectNode()
                    .put("callback_url", address() + "/agent/" + uuid)
                    .put("agent_version", "9.4.0")
                    .put("agent_token", token);
            ask("POST", "/v1/heartbeat/" + uuid, beat);
        } catch (Refused refused) {
            // A node that is locked is no reason for the others to be silent.
            if (refused.status == 400) {
                machine.token(null);
            }
        }
    }

    private JsonNode ask(String method, String path, @Nullable JsonNode body) {
        Map<String, String> headers = new HashMap<>(Map.of("X-OpenStack-Ironic-API-Version", "1.69"));
        if (!authorization.isEmpty()) {
            headers.put("Authorization", authorization);
        }
        JsonHttp.Answer answer = http.call(method, ironic.resolve(path), headers, body);
        if (answer.status() >= 300) {
            throw new Refused(answer);
        }
        return answer.body().orElse(MissingNode.getInstance());
    }

    private static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1;

        final int status;

        Refused(JsonHttp.Answer answer) {
            super(answer.status() + " " + answer.text());
            this.status = answer.status();
        }
    }
}
