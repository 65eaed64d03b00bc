package io.tidemark.simulations.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the result was made of. */
record Manifest(JsonNode root) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern DURATION = Pattern.compile("([0-9]{1,9})(s|m|h|d|w)");
    private static final Map<String, Long> MILLIS =
            Map.of("s", 1_000L, "m", 60_000L, "h", 3_600_000L, "d", 86_400_000L, "w", 604_800_000L);

    /** Of the model itself, whatever the scenario. */
    private static final List<String> LIMITS = List.of(
            "Demand from outside is given: no price changes what internal work needs or when jobs come.",
            "One recorded history is one path. Replications of it differ in their participants only, and their interval says"
                    + " nothing of other histories.",
            "Idle lots are not always releasable: quotas hold jobs in a queue while machines idle.",
            "An empty cluster in an outage is not surplus.");

    static Manifest read(Path folder) throws IOException {
        Path file = folder.resolve("manifest.json");
        if (!Files.isRegularFile(file)) {
            throw new BrokenResultException(file, 0, "is missing", "the manifest of a result folder");
        }
        try {
            JsonNode root = JSON.readTree(Files.readString(file));
            if (!root.isObject()) {
                throw new BrokenResultException(file, 1, "is no JSON object", "the manifest of a result folder");
            }
            return new Manifest(root);
        } catch (JsonProcessingException e) {
            long line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
            throw (BrokenResultException) new BrokenResultException(
                            file, line, "is no JSON: " + e.getOriginalMessage(), "the manifest of a result folder")
                    .initCause(e);
        }
    }

    String text(String field) {
        return root.path(field).asText();
    }

    String name() {
        String name = text("name");
        return name.isEmpty() ? root.path("scenario").path("name").asText("Simulation") : name;
    }

    /** When the warm-up ends, epoch milliseconds; the least number if the scenario says nothing that can be read. */
    long countedFrom() {
        JsonNode horizon = root.path("scenario").path("horizon");
        Matcher warmup = DURATION.matcher(horizon.path("warmup").asText());
        if (!warmup.matches()) {
            return Long.MIN_VALUE;
        }
        try {
            long start = OffsetDateTime.parse(horizon.path("start").asText())
                    .toInstant()
                    .toEpochMilli();
            return start + Long.parseLong(warmup.group(1)) * MILLIS.getOrDefault(warmup.group(2), 0L);
        } catch (DateTimeParseException unreadable) {
            return Long.MIN_VALUE;
        }
    }

    /**
     * What the scenario asserts.
     *
     * @param outcome empty if it holds, else what was found instead
     */
    record Assertion(String text, String outcome) {}

    List<Assertion> assertions() {
        List<Assertion> assertions = new ArrayList<>();
        for (JsonNode assertion : root.path("scenario").path("assert")) {
            String text = assertion.asText();
            String outcome = "";
            for (JsonNode failed : root.path("failedAssertions")) {
                if (failed.asText().startsWith(text + ":")) {
                    outcome = failed.asText().substring(text.length() + 1).strip();
                }
            }
            assertions.add(new Assertion(text, outcome));
        }
        return assertions;
    }

    List<String> limits() {
        List<String> limits = new ArrayList<>(LIMITS);
        root.path("limits").forEach(limit -> limits.add(limit.asText()));
        return limits;
    }

    String scenario() {
        return root.path("scenario").isMissingNode()
                ? ""
                : root.path("scenario").toPrettyString();
    }
}
