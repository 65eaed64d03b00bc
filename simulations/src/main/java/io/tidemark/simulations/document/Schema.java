package io.tidemark.simulations.document;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** A JSON schema that comes with the program: published as it is, and obeyed as it is. */
public final class Schema {
    private final String text;
    private final JsonNode root;

    private Schema(String text, JsonNode root) {
        this.text = text;
        this.root = root;
    }

    /** The schema in a file that lies beside a class. */
    public static Schema beside(Class<?> neighbour, String file) {
        try (InputStream stream = neighbour.getResourceAsStream(file)) {
            if (stream == null) {
                throw new IllegalStateException("the module was packed without " + file);
            }
            String text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
            return new Schema(text, new ObjectMapper().readTree(text));
        } catch (IOException broken) {
            throw new UncheckedIOException(file + " cannot be read", broken);
        }
    }

    /** The schema as it is published. */
    public String text() {
        return text;
    }

    JsonNode root() {
        return root;
    }
}
