package io.tidemark.fleet.driver.ironic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * What we wrote on a node, in Ironic's own record of it: {@code extra.tidemark}.
 *
 * <p>Each writing removes the field {@code r<revision>} of the one it has read, which Ironic refuses if somebody else wrote
 * meanwhile; that is as near to a comparison as its PATCH comes, for it has no {@code test}. What remains is the instant in
 * which Ironic itself has read the record and not yet stored it: two writings in that instant and the later one counts. Every
 * writer of one fleet asks the fleet's database first whether it has been overtaken, so both must have passed that too.
 *
 * @param revision rises with each writing, 0 if nothing was written yet
 * @param ours whether the node is out of internal use
 * @param generation the latest that was seen, 0 for none
 * @param sanitize the generation of the latest release; the agent's hardware manager reads it here, and puts it on its records
 * @param before the generation of the one before, which is what counts until the latest has begun
 * @param held why it is isolated, empty if it is not
 * @param repaired whether what was wrong with it is said to be mended
 * @param returning whether it is on its way back to internal use, proved clean
 */
record Mark(
        long revision,
        boolean ours,
        long generation,
        long sanitize,
        long before,
        String held,
        boolean repaired,
        boolean returning) {
    static final String FIELD = "tidemark";

    private static final Mark NONE = new Mark(0, false, 0, 0, 0, "", false, false);

    /** Reads it from a node's {@code extra}. */
    static Mark read(JsonNode extra) {
        JsonNode mark = extra.path(FIELD);
        if (!mark.isObject()) {
            return NONE;
        }
        return new Mark(
                mark.path("revision").asLong(),
                mark.path("ours").asBoolean(),
                mark.path("generation").asLong(),
                mark.path("sanitize").asLong(),
                mark.path("before").asLong(),
                mark.path("held").asText(""),
                mark.path("repaired").asBoolean(),
                mark.path("returning").asBoolean());
    }

    /** The operations of a JSON patch that write it in place of the one that was read. */
    ArrayNode replacing(Mark read) {
        ArrayNode operations = IronicApi.JSON.createArrayNode();
        boolean first = read.revision == 0;
        if (!first) {
            operations.addObject().put("op", "remove").put("path", "/extra/" + FIELD + "/r" + read.revision);
        }
        long next = read.revision + 1;
        ObjectNode value = operations
                .addObject()
                .put("op", first ? "add" : "replace")
                .put("path", "/extra/" + FIELD)
                .putObject("value");
        value.put("revision", next)
                .put("r" + next, true)
                .put("ours", ours)
                .put("generation", generation)
                .put("sanitize", sanitize)
                .put("before", before);
        if (isHeld()) {
            value.put("held", held).put("repaired", repaired);
        }
        if (returning) {
            value.put("returning", true);
        }
        return operations;
    }

    boolean isHeld() {
        return !held.isEmpty();
    }

    Mark seen(long asked) {
        return new Mark(revision, ours, Math.max(generation, asked), sanitize, before, held, repaired, returning);
    }

    /** A release has been asked for; what isolated the node is over. */
    Mark toSanitize(long epoch, boolean beganBefore) {
        long last = sanitize == epoch ? before : beganBefore ? sanitize : before;
        return new Mark(revision, true, epoch, epoch, last, "", false, false);
    }

    /** The latest release has been carried out. */
    Mark sanitized() {
        return new Mark(revision, ours, generation, sanitize, sanitize, held, repaired, returning);
    }

    Mark held(String why) {
        return new Mark(revision, ours, generation, sanitize, before, why, repaired, returning);
    }

    Mark mended() {
        return new Mark(revision, ours, generation, sanitize, before, isHeld() ? held : "repaired", true, returning);
    }

    Mark leaving() {
        return new Mark(revision, ours, generation, sanitize, sanitize, held, repaired, true);
    }

    Mark left() {
        return new Mark(revision, false, generation, sanitize, before, held, repaired, false);
    }
}
