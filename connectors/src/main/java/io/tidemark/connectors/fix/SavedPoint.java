package io.tidemark.connectors.fix;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A starting point as it is written.
 *
 * @param format how the point is read
 * @param sha256 over the text of the point without spaces
 */
record SavedPoint(int format, String sha256, JsonNode point) {
    /** Raised when a point is read differently, or when the reports of a command are counted differently. */
    private static final int FORMAT = 1;

    private static final ObjectMapper JSON = JsonMapper.builder().build();

    /** Why something is no point for this release. */
    static final class UnreadableException extends Exception {
        private static final long serialVersionUID = 1;

        UnreadableException(String why) {
            super(why);
        }
    }

    static SavedPoint of(StartingPoint point) {
        JsonNode tree = JSON.valueToTree(point);
        return new SavedPoint(FORMAT, checksum(tree), tree);
    }

    /** One that was written as a text. */
    static SavedPoint parse(String text) throws UnreadableException {
        try {
            return JSON.readValue(text, SavedPoint.class);
        } catch (JsonProcessingException damaged) {
            throw new UnreadableException(String.valueOf(damaged.getMessage()));
        }
    }

    String text() {
        return JSON.valueToTree(this).toString();
    }

    /** The point, if it is as it was written. */
    StartingPoint read() throws UnreadableException {
        if (format != FORMAT) {
            throw new UnreadableException("another release wrote it");
        }
        if (!checksum(point).equals(sha256)) {
            throw new UnreadableException("its checksum is wrong");
        }
        try {
            return JSON.treeToValue(point, StartingPoint.class);
        } catch (JsonProcessingException | IllegalArgumentException damaged) {
            throw new UnreadableException(damaged.toString());
        }
    }

    private static String checksum(JsonNode point) {
        try {
            byte[] text = point.toString().getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }
}
