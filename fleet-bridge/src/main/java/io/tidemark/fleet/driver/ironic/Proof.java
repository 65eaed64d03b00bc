package io.tidemark.fleet.driver.ironic;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidemark.fleet.driver.SanitizeReport;
import io.tidemark.fleet.driver.SanitizeStep;
import io.tidemark.fleet.driver.StepEvidence;
import io.tidemark.fleet.driver.StepEvidence.Result;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** From the hardware manager's records to a report. A step without a record, or without the log of its tool, is not in it. */
final class Proof {
    private static final Logger LOG = LoggerFactory.getLogger(Proof.class);

    private final SanitizePlan plan;

    Proof(SanitizePlan plan) {
        this.plan = plan;
    }

    SanitizeReport of(BareMetal node, long epoch, RamdiskLogs.Evidence evidence) {
        Map<SanitizeStep, StepEvidence> steps = new EnumMap<>(SanitizeStep.class);
        for (JsonNode record : evidence.records()) {
            Optional<SanitizeStep> step = plan.evidenceOf(record.path("step").asText());
            if (step.isPresent()) {
                step(node, step.get(), record, evidence)
                        // A step that failed once has failed; its repetition proves nothing about why.
                        .ifPresent(read ->
                                steps.merge(step.get(), read, (first, second) -> first.isGood() ? second : first));
            }
        }
        return new SanitizeReport(node.enrolment().ref(), epoch, node.simulated(), List.copyOf(steps.values()));
    }

    private Optional<StepEvidence> step(
            BareMetal node, SanitizeStep step, JsonNode record, RamdiskLogs.Evidence evidence) {
        String hash = evidence.hashes().get(record.path("log").asText());
        if (hash == null) {
            LOG.warn(
                    "{} of {} counts for nothing: the log of its tool is missing",
                    step,
                    node.enrolment().ref());
            return Optional.empty();
        }
        try {
            return Optional.of(new StepEvidence(
                    step,
                    record.path("method").asText(),
                    record.path("tool").asText(),
                    record.path("devices").asInt(),
                    plan.expected(node.enrolment().pool().sku(), step),
                    record.path("result").asText().equals("passed") ? Result.PASSED : Result.FAILED,
                    millis(record, "started_at"),
                    millis(record, "ended_at"),
                    hash));
        } catch (IllegalArgumentException | DateTimeException malformed) {
            LOG.warn("{} of {} counts for nothing: {}", step, node.enrolment().ref(), malformed.getMessage());
            return Optional.empty();
        }
    }

    private static long millis(JsonNode record, String field) {
        return OffsetDateTime.parse(record.path(field).asText()).toInstant().toEpochMilli();
    }
}
