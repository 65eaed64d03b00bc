package io.tidemark.fleet.driver.ironic;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidemark.fleet.driver.BackendBusyException;
import io.tidemark.fleet.driver.DriverException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Optional;

/**
 * Requests to Ironic, one at a time. What Ironic may grant later (409, 429, 5xx, no answer) is a {@link
 * BackendBusyException}; what it will not grant is a {@link RefusedException}.
 */
final class IronicApi {
    static final ObjectMapper JSON = new ObjectMapper();

    /** The lowest that knows deploy steps on request; each microversion is kept for good. */
    private static final String MICROVERSION = "1.69";

    private final IronicOptions options;
    private final HttpClient http;

    IronicApi(IronicOptions options) {
        this.options = options;
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(options.connectTimeout())
                .build();
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
        return send("GET", path, "");
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
        return send("PATCH", path, operations.toString());
    }

    JsonNode post(String path, JsonNode body) {
        return send("POST", path, body.toString());
    }

    void put(String path, JsonNode body) {
        send("PUT", path, body.toString());
    }

    /** Whether it was there. */
    boolean delete(String path) {
        try {
            send("DELETE", path, "");
            return true;
        } catch (RefusedException refused) {
            if (refused.status() == 404) {
                return false;
            }
            throw refused;
        }
    }

    private JsonNode send(String method, String path, String body) {
        String base = options.endpoint().toString().replaceAll("/+$", "");
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path))
                .timeout(options.requestTimeout())
                .header("Accept", "application/json")
                .header("Content-Type", "application/json")
                .header("X-OpenStack-Ironic-API-Version", MICROVERSION)
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (!options.credentials().header().isEmpty()) {
            request.header(options.credentials().header(), options.credentials().value());
        }
        String asked = method + " " + path;
        try {
            HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
            return read(asked, response.statusCode(), response.body());
        } catch (IOException away) {
            throw new BackendBusyException("Ironic does not answer " + asked + ": " + away, away);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new BackendBusyException("interrupted while Ironic was asked " + asked, stopped);
        }
    }

    private static JsonNode read(String asked, int status, String body) {
        if (status >= 500 || status == 409 || status == 429 || status == 408) {
            throw new BackendBusyException("Ironic answers " + asked + " with " + status + ": " + reason(body));
        }
        if (status == 401 || status == 403) {
            throw new RefusedException(status, "Ironic does not accept these credentials for " + asked + ": " + status);
        }
        if (status == 406) {
            throw new RefusedException(
                    status, "this Ironic is too old: it does not know microversion " + MICROVERSION + " of its API");
        }
        if (status >= 300) {
            throw new RefusedException(status, "Ironic answers " + asked + " with " + status + ": " + reason(body));
        }
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException unreadable) {
            throw new BackendBusyException("what answers " + asked + " is not Ironic", unreadable);
        }
    }

    /** An error's own words; Ironic wraps them in JSON twice. */
    private static String reason(String body) {
        try {
            JsonNode error = JSON.readTree(body).path("error_message");
            JsonNode inner = error.isTextual() ? JSON.readTree(error.asText()) : error;
            String words = inner.path("faultstring").asText("");
            return words.isEmpty() ? brief(body) : brief(words);
        } catch (JsonProcessingException plain) {
            return brief(body);
        }
    }

    private static String brief(String text) {
        String line = text.strip().replaceAll("\\s+", " ");
        return line.length() <= 300 ? line : line.substring(0, 300) + "…";
    }
}
