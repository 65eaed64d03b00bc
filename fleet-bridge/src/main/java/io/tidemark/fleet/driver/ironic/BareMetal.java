package io.tidemark.fleet.driver.ironic;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidemark.fleet.driver.Fence;
import io.tidemark.fleet.driver.LeaseKey;
import io.tidemark.fleet.driver.NodeView;
import io.tidemark.fleet.driver.Phase;
import io.tidemark.fleet.driver.StaleGenerationException;
import java.time.OffsetDateTime;
import java.util.Optional;

/**
 * A node as Ironic showed it at one instant, with our mark and our allocation.
 *
 * @param state Ironic's provision state
 * @param step the clean or deploy step it is at, empty for none
 * @param atCleanStep whether Ironic has a clean step for it: at rest, one that a conductor died in
 * @param fault what Ironic itself put it into maintenance for, empty for nothing
 * @param poweredOn whether Ironic has seen it so
 * @param stateSince when the provision state began, epoch milliseconds
 */
record BareMetal(
        Enrolment enrolment,
        String uuid,
        String resourceClass,
        boolean simulated,
        String state,
        String step,
        boolean atCleanStep,
        boolean maintenance,
        String fault,
        boolean poweredOn,
        boolean allocated,
        long stateSince,
        Mark mark,
        Optional<Allocation> allocation) {
    /** What is asked of Ironic for it. */
    static final String FIELDS = "uuid,name,driver,resource_class,provision_state,power_state,target_power_state,"
            + "maintenance,fault,clean_step,deploy_step,instance_uuid,extra,provision_updated_at";

    static BareMetal read(Enrolment enrolment, JsonNode node, Optional<Allocation> allocation) {
        boolean cleaning = node.path("clean_step").hasNonNull("step");
        JsonNode step = node.path(cleaning ? "clean_step" : "deploy_step");
        String power =
                node.path("target_power_state").asText(node.path("power_state").asText(""));
        return new BareMetal(
                enrolment,
                node.get("uuid").asText(),
                node.path("resource_class").asText(""),
                node.path("driver").asText("").equals("fake-hardware"),
                node.get("provision_state").asText("available"),
                step.path("step").asText(""),
                cleaning,
                node.path("maintenance").asBoolean(),
                node.path("fault").asText(""),
                power.equals("power on"),
                node.hasNonNull("instance_uuid"),
                instant(node.path("provision_updated_at")),
                Mark.read(node.path("extra")),
                allocation);
    }

    private static long instant(JsonNode text) {
        return text.isTextual()
                ? OffsetDateTime.parse(text.asText()).toInstant().toEpochMilli()
                : 0;
    }

    /** Where it is, in the words of the interface. What Ironic calls otherwise is not ours to use, and shown as held. */
    Phase phase(String healthStep) {
        if (!mark.repaired() && fault.equals("power failure")) {
            return Phase.DEAD;
        }
        if (mark.isHeld()) {
            return Phase.HELD;
        }
        return switch (state) {
            // An operator works on it.
            case "manageable", "available" -> maintenance ? Phase.HELD : resting();
            case "inspecting", "inspect wait", "inspect failed" -> mark.ours() ? Phase.FENCED : Phase.INTERNAL;
            case "deploying", "wait call-back" -> step.equals(healthStep) ? Phase.CHECKING : Phase.DEPLOYING;
            case "active" -> Phase.ACTIVE;
            case "deploy failed" -> Phase.DEPLOY_FAILED;
            case "deleting", "cleaning", "clean wait" -> Phase.CLEANING;
            case "clean failed", "error" -> Phase.CLEAN_FAILED;
            default -> Phase.HELD;
        };
    }

    private Phase resting() {
        if (state.equals("manageable")) {
            if (!mark.ours()) {
                return Phase.INTERNAL;
            }
            return mark.returning() ? Phase.CLEAN : Phase.FENCED;
        }
        if (allocated) {
            return Phase.CLAIMED;
        }
        // Without our mark nothing is known of what is on it.
        return mark.ours() && mark.sanitize() > 0 ? Phase.CLEAN : Phase.FENCED;
    }

    /** Whether Ironic has taken up the latest release: the mark is written first, so it alone does not say so. */
    boolean hasBegunToSanitize() {
        return switch (state) {
            case "deleting", "cleaning", "clean wait", "clean failed", "error", "available" -> true;
            default -> mark.sanitize() == mark.before();
        };
    }

    long sanitizeEpoch() {
        return hasBegunToSanitize() ? mark.sanitize() : mark.before();
    }

    /** Whether Ironic gave it up, and nobody has mended it since. */
    boolean isFaulty() {
        boolean gaveUp = !fault.isEmpty() || state.equals("clean failed") || state.equals("error");
        return gaveUp && !mark.repaired();
    }

    boolean isLeasedTo(LeaseKey lease) {
        return allocation.isPresent() && allocation.get().lease().equals(lease);
    }

    boolean isClaimedBy(Fence fence) {
        return isLeasedTo(fence.lease())
                && allocation.orElseThrow().generation() == fence.generation()
                && phase("").isTenants();
    }

    /** Refuses who has been overtaken. */
    void require(Fence fence) {
        if (fence.generation() < mark.generation()) {
            throw new StaleGenerationException(enrolment.ref(), fence.generation(), mark.generation());
        }
    }

    NodeView view(String healthStep, long now) {
        Phase phase = phase(healthStep);
        // Ironic does not say since when a node has a fault: it is known from the reading on.
        long since = phase == Phase.DEAD || phase == Phase.HELD ? now : stateSince;
        return new NodeView(
                enrolment.ref(),
                enrolment.pool(),
                enrolment.domain(),
                phase,
                backendState(),
                Math.min(since, now),
                simulated,
                phase.isTenants() ? allocation.map(Allocation::lease) : Optional.empty(),
                mark.generation(),
                sanitizeEpoch(),
                false,
                enrolment.ssh());
    }

    private String backendState() {
        return "ironic:" + state
                + (step.isEmpty() ? "" : ", step " + step)
                + (maintenance ? ", maintenance" : "")
                + (fault.isEmpty() ? "" : ", " + fault);
    }
}
