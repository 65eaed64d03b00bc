package io.tidemark.fleet.driver.ironic;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * A machine as Ironic meets it: a management controller that turns it on and off, and, after each start into the ramdisk, an
 * agent that is told what to do. What the agent knows is lost when the power goes, as in a real ramdisk.
 *
 * <p>The site's hardware manager in it does no step; it writes what one would write.
 */
public final class EmulatedMachine {
    /** The ramdisk's steps of cleaning, with the agent's own priorities. */
    static final Map<String, Integer> CLEAN_STEPS = Map.of(
            "erase_devices_express", 0,
            "tidemark_gpu_memory", 90,
            "tidemark_system_memory", 80,
            "tidemark_tpm_reset", 70,
            "tidemark_firmware_attestation", 60,
            "tidemark_network_isolation", 50);

    private static final Map<String, Integer> DEVICES = Map.of(
            "erase_devices_express", 8,
            "tidemark_gpu_memory", 8,
            "tidemark_system_memory", 1,
            "tidemark_tpm_reset", 1,
            "tidemark_firmware_attestation", 20,
            "tidemark_network_isolation", 8);
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Steps that fail from now on. */
    final Set<String> failing = ConcurrentHashMap.newKeySet();
    /** Steps that succeed and leave no record of it. */
    final Set<String> unrecorded = ConcurrentHashMap.newKeySet();
    /** Steps that miss one of their devices, and do not notice. */
    final Set<String> missingDevice = ConcurrentHashMap.newKeySet();
    /** Whether its management controller answers. */
    volatile boolean reachable = true;

    /** Where it stops, and whether it got there. */
    private final Map<String, Boolean> holds = new ConcurrentHashMap<>();

    private final String name;
    private final List<ObjectNode> commands = new ArrayList<>();
    private final List<String> records = new ArrayList<>();
    private final Map<String, String> logs = new LinkedHashMap<>();
    private final List<String> configDrives = new ArrayList<>();
    private boolean on;
    private @Nullable String token;

    EmulatedMachine(String name) {
        this.name = name;
    }

    /**
     * Stops it there, until it is told to go on.
     *
     * @param where a step, which then does not end; {@code "heartbeat"}, which its agent then does not send; or {@code "power
     *     on"}, {@code "power off"} or a command of the agent such as {@code "clean.get_clean_steps"}, which is then carried
     *     out and not answered
     */
    public void hold(String where) {
        holds.put(where, false);
    }

    /** Whether it was told to stop somewhere, and got there. */
    public boolean isHeld() {
        return holds.containsValue(true);
    }

    public void goOn() {
        holds.clear();
    }

    boolean stopsAt(String where) {
        return holds.computeIfPresent(where, (known, reached) -> true) != null;
    }

    /** Returns when an answer may be given. */
    void waitToAnswer(String request) throws IOException {
        while (stopsAt(request)) {
            try {
                Thread.sleep(20);
            } catch (InterruptedException closed) {
                Thread.currentThread().interrupt();
                throw new IOException(closed);
            }
        }
    }

    public synchronized boolean isOn() {
        return on;
    }

    /** A power cycle ends whatever ran in the ramdisk, and all that it knew. */
    synchronized void power(boolean turnOn) {
        on = turnOn;
        commands.clear();
        records.clear();
        logs.clear();
        token = null;
    }

    synchronized @Nullable String token() {
        return token;
    }

    synchronized void token(@Nullable String given) {
        token = given;
    }

    /** The base64 text of each config drive that it was started with, oldest first. */
    public synchronized List<String> configDrives() {
        return List.copyOf(configDrives);
    }

    /** What the agent answers to {@code GET v1/commands}. */
    synchronized ObjectNode commands() {
        ArrayNode list = JSON.createArrayNode();
        for (ObjectNode command : commands) {
            finish(command);
            ObjectNode shown = command.deepCopy();
            shown.remove(List.of("node", "startedAt"));
            list.add(shown);
        }
        return JSON.createObjectNode().set("commands", list);
    }

    /** What the agent answers to {@code POST v1/commands}. */
    synchronized ObjectNode run(JsonNode request) {
        String method = request.get("name").asText();
        JsonNode params = request.path("params");
        ObjectNode command = JSON.createObjectNode()
                .put("id", name + "-" + commands.size())
                .put("command_name", method.substring(method.indexOf('.') + 1))
                .put("command_status", "SUCCEEDED");
        command.putNull("command_error");
        ObjectNode result = command.putObject("command_result");
        switch (method) {
            case "clean.get_clean_steps" -> offer(result, "clean_steps", CLEAN_STEPS);
            case "deploy.get_deploy_steps" -> offer(result, "deploy_steps", Map.of("tidemark_health", 0));
            case "clean.execute_clean_step", "deploy.execute_deploy_step" -> {
                command.put("command_status", "RUNNING")
                        .put("startedAt", Instant.now().toString());
                command.set("node", params.path("node"));
                result.set(method.startsWith("clean") ? "clean_step" : "deploy_step", params.path("step"));
                String drive =
                        params.path("step").path("args").path("configdrive").asText("");
                if (!drive.isEmpty()) {
                    configDrives.add(drive);
                }
            }
            case "standby.power_off" -> on = false;
            case "log.collect_system_logs" -> result.put("system_logs", archive());
            default -> result.put("result", method);
        }
        if (!method.startsWith("log.")) {
            commands.add(command);
        }
        return command;
    }

    private static void offer(ObjectNode result, String kind, Map<String, Integer> steps) {
        ArrayNode list = result.putObject(kind).putArray("SiteHardwareManager");
        steps.forEach((step, priority) -> list.addObject()
                .put("step", step)
                .put("priority", priority)
                .put("interface", "deploy")
                .put("reboot_requested", false)
                .put("abortable", true)
                .putNull("argsinfo"));
        result.putObject("hardware_manager_version").put("SiteHardwareManager", "1");
    }

    private void finish(ObjectNode command) {
        JsonNode result = command.get("command_result");
        String step = result.path("clean_step")
                .path("step")
                .asText(result.path("deploy_step").path("step").asText());
        if (!command.get("command_status").asText().equals("RUNNING") || stopsAt(step)) {
            return;
        }
        boolean fails = failing.contains(step);
        if (CLEAN_STEPS.containsKey(step) && !unrecorded.contains(step)) {
            record(command, step, fails);
        }
        command.put("command_status", fails ? "FAILED" : "SUCCEEDED");
        if (fails) {
            command.putObject("command_error")
                    .put("message", "emulated failure of " + step)
                    .put("type", "CleaningError")
                    .put("code", 500);
        }
    }

    private void record(ObjectNode command, String step, boolean fails) {
        JsonNode node = command.get("node");
        int devices = DEVICES.getOrDefault(step, 1) - (missingDevice.contains(step) ? 1 : 0);
        String log = step + ".log";
        logs.put(log, step + " of " + devices + " devices, emulated\n");
        records.add(JSON.createObjectNode()
                .put(
                        "epoch",
                        node.path("extra").path("tidemark").path("sanitize").asLong())
                .put("node", node.path("uuid").asText())
                .put("step", step)
                .put("method", "emulated " + step)
                .put("tool", "emulated-hardware-manager 1")
                .put("devices", devices)
                .put("result", fails ? "failed" : "passed")
                .put("started_at", command.get("startedAt").asText())
                .put("ended_at", Instant.now().toString())
                .put("log", log)
                .toString());
    }

    private String archive() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(new GZIPOutputStream(bytes))) {
            add(tar, "journal", "a journal\n");
            if (!records.isEmpty()) {
                add(tar, "tidemark/tidemark-sanitize.jsonl", String.join("\n", records) + "\n");
            }
            for (Map.Entry<String, String> log : logs.entrySet()) {
                add(tar, "tidemark/" + log.getKey(), log.getValue());
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        return Base64.getEncoder().encodeToString(bytes.toByteArray());
    }

    private static void add(TarArchiveOutputStream tar, String member, String text) throws IOException {
        byte[] content = text.getBytes(UTF_8);
        TarArchiveEntry entry = new TarArchiveEntry(member);
        entry.setSize(content.length);
        tar.putArchiveEntry(entry);
        tar.write(content);
        tar.closeArchiveEntry();
    }
}
