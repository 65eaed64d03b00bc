package io.tidemark.simulations.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** What a result was made of: enough to make it again. */
public final class Manifest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final List<String> LIMITS = List.of(
            "Internal work that waited does not run longer because of it.",
            "Machines never fail, and firm hours are delivered from their first second.",
            "Traders and buyers follow a plausible taste, not a measurement.");

    private Manifest() {}

    /**
     * The manifest as JSON.
     *
     * @param wallSeconds how long the run took
     */
    public static String of(Result result, InputFiles files, double wallSeconds) {
        try {
            ObjectNode manifest = JSON.createObjectNode();
            manifest.put("schema", 1);
            manifest.put("name", result.scenario().name());
            manifest.set("scenario", JSON.readTree(result.scenario().resolved()));
            manifest.put("seed", result.scenario().seed());
            manifest.put("replications", result.replications());
            manifest.put("stopped", result.stopped());
            manifest.put("precise", result.precise());
            manifest.put("digest", result.digest());
            manifest.put("engineSha256", Hash.engine());
            manifest.put("ruleSet", files.ruleSetId());
            ObjectNode inputs = manifest.putObject("inputs");
            files.sha256().forEach(inputs::put);
            manifest.put("java", Runtime.version() + ", " + System.getProperty("java.vendor", "unknown"));
            manifest.put("wallSeconds", Math.round(wallSeconds * 10) / 10.0);
            ArrayNode failed = manifest.putArray("failedAssertions");
            result.failedAssertions().forEach(failed::add);
            ArrayNode limits = manifest.putArray("limits");
            LIMITS.forEach(limits::add);
            return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(manifest) + "\n";
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a tree of values is always JSON", impossible);
        }
    }
}
