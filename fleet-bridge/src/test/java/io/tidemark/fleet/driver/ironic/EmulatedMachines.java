package io.tidemark.fleet.driver.ironic;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.tidemark.fleet.driver.ImageRef;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

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
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
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
            machine.power(!kind.contains("Off") && !kind.contains("Shutdown"));
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
            answer(exchange, 200, machine.run(JSON.readTree(request)));
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
            JsonNode nodes = ask("GET", "/v1/nodes?fields=uuid,name,provision_state&limit=1000", "")
                    .get("nodes");
            for (JsonNode node : nodes) {
                EmulatedMachine machine = byName.get(node.path("name").asText());
                if (machine == null) {
                    continue;
                }
                byUuid.put(node.get("uuid").asText(), machine);
                if (machine.isOn()
                        && WAITING.contains(node.get("provision_state").asText())) {
                    beat(node.get("uuid").asText(), machine);
                }
            }
        } catch (IOException | RuntimeException away) {
            // The daemon is down, or locked, or in the middle of something: the next beat will tell.
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private void beat(String uuid, EmulatedMachine machine) throws IOException, InterruptedException {
        try {
            String token = machine.token();
            if (token == null) {
                token = ask("GET", "/v1/lookup?node_uuid=" + uuid, "")
                        .path("config")
                        .path("agent_token")
                        .asText();
                machine.token(token);
            }
            ObjectNode beat = JSON.createObjectNode()
                    .put("callback_url", address() + "/agent/" + uuid)
                    .put("agent_version", "9.4.0")
                    .put("agent_token", token);
            ask("POST", "/v1/heartbeat/" + uuid, beat.toString());
        } catch (Refused refused) {
            if (refused.status == 400) {
                machine.token(null);
            }
        }
    }

    private JsonNode ask(String method, String path, String body) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(ironic.resolve(path))
                .timeout(Duration.ofSeconds(20))
                .header("Content-Type", "application/json")
                .header("X-OpenStack-Ironic-API-Version", "1.69")
                .method(method, HttpRequest.BodyPublishers.ofString(body));
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }
        HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() >= 300) {
            throw new Refused(response.statusCode(), response.body());
        }
        return JSON.readTree(response.body());
    }

    private static final class Refused extends IOException {
        private static final long serialVersionUID = 1;

        final int status;

        Refused(int status, String body) {
            super(status + " " + body);
            this.status = status;
        }
    }
}
