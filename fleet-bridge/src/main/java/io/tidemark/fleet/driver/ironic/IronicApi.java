package io.tidemark.fleet.driver.ironic;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.tidemark.fleet.driver.BackendBusyException;
import io.tidemark.fleet.driver.DriverException;
import io.tidemark.fleet.driver.http.JsonHttp;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Requests to Ironic, one at a time. What Ironic may grant later (409, 429, 5xx, no answer) is a {@link
 * BackendBusyException}; what it will not grant is a {@link RefusedException}.
 */
final class IronicApi {
    static final ObjectMapper JSON = new ObjectMapper();

    /** The lowest that knows deploy steps on request; each microversion is kept for good. */
    private static final String MICROVERSION = "1.69";

    private final IronicOptions options;
    private final JsonHttp http;

    IronicApi(IronicOptions options) {
        this.options = options;
        this.http = new JsonHttp("Ironic", options.requestTimeout());
    }

    /** Ironic understood, and said no. */
    static final class RefusedException extends DriverException {
        private static final long serialVersionUID = 1;

        private final int status;

        RefusedException(int status, String message) {
            super(message);
            this.status = status;
        }

        int status() {
            return status;
        }
    }

    JsonNode get(String path) {
        return send("GET", path, null);
    }

    /** Empty if there is no such thing. */
    Optional<JsonNode> find(String path) {
        try {
            return Optional.of(get(path));
        } catch (RefusedException refused) {
            if (refused.status() == 404) {
                return Optional.empty();
            }
            throw refused;
        }
    }

    JsonNode patch(String path, JsonNode operations) {
        return send("PATCH", path, operations);
    }

    JsonNode post(String path, JsonNode body) {
        return send("POST", path, body);
    }

    void put(String path, JsonNode body) {
        send("PUT", path, body);
    }

    /** Whether it was there. */
    boolean delete(String path) {
        try {
            send("DELETE", path, null);
            return true;
        } catch (RefusedException refused) {
            if (refused.status() == 404) {
                return false;
            }
            throw refused;
        }
    }

    private JsonNode send(String method, String path, @Nullable JsonNode body) {
        String base = options.endpoint().toString().replaceAll("/+$", "");
        Map<String, String> headers = new HashMap<>(Map.of("X-OpenStack-Ironic-API-Version", MICROVERSION));
        if (!options.credentials().header().isEmpty()) {
            headers.put(options.credentials().header(), options.credentials().value());
        }
        return read(method + " " + path, http.call(method, URI.create(base + path), headers, body));
    }

    private static JsonNode read(String asked, JsonHttp.Answer answer) {
        int status = answer.status();
        if (status >= 500 || status == 409 || status == 429 || status == 408) {
            throw new BackendBusyException("Ironic answers " + asked + " with " + status + ": " + reason(answer));
        }
        if (status == 401 || status == 403) {
            throw new RefusedException(status, "Ironic does not accept these credentials for " + asked + ": " + status);
        }
        if (status == 406) {
            throw new RefusedException(
                    status, "this Ironic is too old: it does not know microversion " + MICROVERSION + " of its API");
        }
        if (status >= 300) {
            throw new RefusedException(status, "Ironic answers " + asked + " with " + status + ": " + reason(answer));
        }
        if (answer.body().isEmpty() && !answer.text().isEmpty()) {
            throw new BackendBusyException("what answers " + asked + " is not Ironic: '" + answer.text() + "'");
        }
        return answer.body().orElse(MissingNode.getInstance());
    }

    /** An error's own words; Ironic wraps them in JSON twice. */
    private static String reason(JsonHttp.Answer answer) {
        try {
            JsonNode error = answer.body().orElse(MissingNode.getInstance()).path("error_message");
            JsonNode inner = error.isTextual() ? JSON.readTree(error.asText()) : error;
            String words = inner.path("faultstring").asText("");
            return brief(words.isEmpty() ? answer.text() : words);
        } catch (JsonProcessingException plain) {
            return brief(answer.text());
        }
    }

    private static String brief(String text) {
        String line = text.strip().replaceAll("\\s+", " ");
        return line.length() <= 300 ? line : line.substring(0, 300) + "…";
    }
}
