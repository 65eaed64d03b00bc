package io.tidemark.connectors.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the server is and who asks: the options that every command has, and the requests they make. */
final class Remote {
    static final ObjectMapper JSON = new ObjectMapper();

    private static final int REFUSED = 400;
    /** Longer than the server itself waits for its pools. */
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "The server. Default: ${DEFAULT-VALUE}, or the variable TIDEMARK_URL.",
            defaultValue = "${env:TIDEMARK_URL:-http://127.0.0.1:8080}")
    private String url = "";

    @Option(
            names = "--key",
            paramLabel = "KEY",
            description = "Your API key. Better in the variable TIDEMARK_KEY: other users see your command line.",
            defaultValue = "${env:TIDEMARK_KEY:-}",
            showDefaultValue = picocli.CommandLine.Help.Visibility.NEVER)
    private String key = "";

    @Option(names = "--json", description = "Print the server's JSON as it is.")
    private boolean json;

    /** Whether the answer is wanted verbatim. */
    boolean verbatim() {
        return json;
    }

    /** An answer, as text and as a tree. */
    record Answer(String text, JsonNode tree) {}

    static ObjectNode body() {
        return JSON.createObjectNode();
    }

    static String encoded(String part) {
        // Encoded for a query, made fit for a path as well.
        return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
    }

    Answer get(String path) {
        return send("GET", path, null);
    }

    /** What is no JSON. */
    String text(String path, String mediaType) {
        HttpRequest.Builder request = request(path).GET().header("Accept", mediaType);
        if (!key.isEmpty()) {
            request.header("Authorization", "Bearer " + key);
        }
        HttpResponse<String> response = exchange(request.build(), BodyHandlers.ofString(StandardCharsets.UTF_8));
        if (response.statusCode() >= REFUSED) {
            throw refused(response.body(), response.statusCode());
        }
        return response.body();
    }

    Answer delete(String path) {
        return send("DELETE", path, null);
    }

    Answer post(String path, JsonNode body) {
        return send("POST", path, body);
    }

    Answer put(String path, JsonNode body) {
        return send("PUT", path, body);
    }

    Answer patch(String path, JsonNode body) {
        return send("PATCH", path, body);
    }

    /** Whether somebody in particular asks. */
    boolean hasKey() {
        return !key.isEmpty();
    }

    /** The event stream, behind the last message that is known; empty for a first visit. */
    InputStream events(String query, String lastEventId) {
        HttpRequest.Builder request = request("/v1/stream?" + query).header("Accept", "text/event-stream");
        if (!lastEventId.isEmpty()) {
            request.header("Last-Event-ID", lastEventId);
        }
        HttpResponse<InputStream> response = exchange(request.build(), BodyHandlers.ofInputStream());
        if (response.statusCode() < REFUSED) {
            return response.body();
        }
        try (InputStream body = response.body()) {
            throw refused(new String(body.readAllBytes(), StandardCharsets.UTF_8), response.statusCode());
        } catch (IOException lost) {
            throw unreachable();
        }
    }

    private HttpRequest.Builder request(String path) {
        try {
            return HttpRequest.newBuilder(URI.create(url + path)).timeout(TIMEOUT);
        } catch (IllegalArgumentException noUrl) {
            throw Failure.unreachable("'" + url + "' is not the address of a server; it looks like http://host:8080.");
        }
    }

    private Answer send(String method, String path, @Nullable JsonNode body) {
        HttpRequest.Builder request = request(path);
        request.method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body.toString()));
        request.header("Accept", "application/json");
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        if (!key.isEmpty()) {
            request.header("Authorization", "Bearer " + key);
        }
        return read(exchange(request.build(), BodyHandlers.ofString()));
    }

    private <T> HttpResponse<T> exchange(HttpRequest request, HttpResponse.BodyHandler<T> body) {
        try {
            return HttpClient.newHttpClient().send(request, body);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw Failure.unreachable("Stopped while waiting for " + url + ".");
        } catch (IOException unreachable) {
            throw unreachable();
        }
    }

    private Failure unreachable() {
        return Failure.unreachable("No Tidemark server answers at " + url
                + ".\nStart one with 'tidemark demo', or name another with --url or TIDEMARK_URL.");
    }

    private Answer read(HttpResponse<String> response) {
        if (response.statusCode() >= REFUSED) {
            throw refused(response.body(), response.statusCode());
        }
        return new Answer(response.body(), tree(response.body()));
    }

    private Failure refused(String body, int status) {
        JsonNode tree = tree(body);
        return Failure.refused(json ? body : sentences(tree) + hint(), status);
    }

    private JsonNode tree(String body) {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException noJson) {
            throw Failure.unreachable("What answers at " + url + " is not a Tidemark server.");
        }
    }

    /** Without a key most things are refused, and the server cannot know how this program is given one. */
    private String hint() {
        return key.isEmpty() ? "\nGive --key, or set TIDEMARK_KEY; in the demo: export TIDEMARK_KEY=demo-alice" : "";
    }

    /** The problem as a person reads it: what was found, and what to do. */
    private static String sentences(JsonNode problem) {
        String field = problem.path("field").asText();
        return problem.path("detail").asText()
                + (field.isEmpty() ? "" : " [" + field + "]")
                + "\n"
                + problem.path("remedy").asText()
                + "\n("
                + problem.path("code").asText()
                + ")";
    }
}
