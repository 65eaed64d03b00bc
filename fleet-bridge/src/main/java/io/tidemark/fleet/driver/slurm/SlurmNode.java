package io.tidemark.fleet.driver.slurm;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidemark.fleet.driver.LeaseKey;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A node as slurmrestd tells it.
 *
 * @param states Slurm's words: a base state and flags, such as {@code [IDLE, DRAIN]}
 * @param reason why it is, or last was, drained or down; Slurm keeps it when the node is resumed
 * @param reasonAt when that was written, epoch milliseconds, 0 for never
 * @param comment anybody's words
 * @param gpuType as in {@code Gres=gpu:b200:8}, empty if Slurm was not told
 * @param gpus how many, 0 if Slurm was not told
 */
record SlurmNode(
        String name,
        List<String> states,
        String reason,
        long reasonAt,
        String comment,
        List<String> features,
        List<String> partitions,
        String gpuType,
        long gpus) {
    private static final Pattern GPUS = Pattern.compile("gpu(?::([A-Za-z0-9_.-]+))??:([0-9]{1,6})(?:\\(.*)?");

    private static final List<String> IDLE = List.of("IDLE");
    private static final Set<String> WORKING = Set.of("ALLOCATED", "MIXED", "COMPLETING");

    /** Nobody can work there, and nobody does. */
    private static final Set<String> AWAY = Set.of(
            "DOWN",
            "DRAIN",
            "ERROR",
            "FAIL",
            "FUTURE",
            "INVALID_REG",
            "NOT_RESPONDING",
            "POWERED_DOWN",
            "POWERING_DOWN",
            "POWERING_UP",
            "REBOOT_ISSUED",
            "UNKNOWN");

    static SlurmNode read(JsonNode node) {
        String gpuType = "";
        long gpus = 0;
        for (String gres : node.path("gres").asText().split(",(?![^(]*\\))", -1)) {
            Matcher matcher = GPUS.matcher(gres);
            if (matcher.matches()) {
                gpuType = matcher.group(1) == null ? "" : matcher.group(1);
                gpus += Long.parseLong(matcher.group(2));
            }
        }
        return new SlurmNode(
                SlurmRest.text(node, "name"),
                SlurmRest.texts(node, "state"),
                node.path("reason").asText(),
                SlurmRest.number(node.path("reason_changed_at")) * 1_000,
                node.path("comment").asText(),
                SlurmRest.texts(node, "features"),
                SlurmRest.texts(node, "partitions"),
                gpuType,
                gpus);
    }

    /** Nothing but idle: not planned for a job, not reserved, not drained. */
    boolean isExactlyIdle() {
        return states.equals(IDLE);
    }

    /** Whether somebody's job is on it, or is being cleared from it. */
    boolean isWorking() {
        return states.stream().anyMatch(WORKING::contains);
    }

    /** Whether nobody can work there, and nobody does. */
    boolean isAway() {
        return !isWorking() && states.stream().anyMatch(AWAY::contains);
    }

    /** Whether it is lost to Slurm, rather than set aside by a person. */
    boolean isDown() {
        return states.contains("DOWN") || states.contains("FAIL") || states.contains("ERROR");
    }

    boolean isDrained() {
        return states.contains("DRAIN");
    }

    /** Our fence, if one stands. */
    Optional<FenceMark> fence() {
        return FenceMark.read(reason).filter(mark -> mark.fenced() && isDrained());
    }

    /** The last return to internal use, if it is ours to remember. */
    Optional<FenceMark> returned() {
        return FenceMark.read(comment).filter(mark -> !mark.fenced());
    }

    boolean isFencedFor(LeaseKey lease) {
        return fence().filter(mark -> mark.lease().equals(lease)).isPresent();
    }

    /** The latest generation of ours that it bears, 0 for none. */
    long generation() {
        return Math.max(generation(reason), generation(comment));
    }

    private static long generation(String text) {
        return FenceMark.read(text).map(FenceMark::generation).orElse(0L);
    }

    /** Whether its comment is ours to write. */
    boolean hasFreeComment() {
        return comment.isEmpty() || FenceMark.read(comment).isPresent();
    }

    /** As Slurm says it, for people. */
    String described() {
        return "slurm:" + String.join("+", states) + (reason.isEmpty() ? "" : " (" + reason + ")");
    }
}
