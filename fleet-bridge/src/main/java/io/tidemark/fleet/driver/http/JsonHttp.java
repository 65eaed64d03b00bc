package io.tidemark.fleet.driver.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidemark.fleet.driver.BackendBusyException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Calls one backend. Safe for use by several threads. */
public final class JsonHttp {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int SHOWN = 120;

    /** One for all, for it keeps connections open, and slurmrestd takes 124 of them and no more. */
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final String backend;
    private final Duration timeout;

    /**
     * A client of a backend.
     *
     * @param backend what people call it, for messages
     * @param timeout for a whole call, from the connection to the last byte of the answer; positive
     */
    public JsonHttp(String backend, Duration timeout) {
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("the timeout for " + backend + " must be positive: " + timeout);
        }
        this.backend = backend;
        this.timeout = timeout;
    }

    /**
     * What came back.
     *
     * @param status the code of HTTP
     * @param body empty if it was no JSON
     * @param text how the body begins, for messages
     */
    public record Answer(int status, Optional<JsonNode> body, String text) {}

    /**
     * Sends one request and waits for the answer, whatever it says.
     *
     * @param body for a request without one, null
     * @throws BackendBusyException if nobody answers in time; what was asked may have been done or not
     */
    public Answer call(String method, URI uri, Map<String, String> headers, @Nullable JsonNode body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                .timeout(timeout)
                .header("Accept", "application/json")
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body.toString()));
        if (body != null) {
            request.header("Content-Type", "application/json");
        }
        headers.forEach(request::header);
        HttpResponse<byte[]> response = await(CLIENT.sendAsync(request.build(), BodyHandlers.ofByteArray()), uri);
        String text = new String(response.body(), 0, Math.min(SHOWN, response.body().length), UTF_8);
        return new Answer(response.statusCode(), parse(response.body()), text.strip());
    }

    /** The client's own timeout ends with the headers; an answer that stops half-way must not hold the caller either. */
    private HttpResponse<byte[]> await(CompletableFuture<HttpResponse<byte[]>> response, URI uri) {
        try {
            return response.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            response.cancel(true);
            throw new BackendBusyException(backend + " has not answered within " + timeout + " at " + uri, late);
        } catch (InterruptedException hurried) {
            response.cancel(true);
            Thread.currentThread().interrupt();
            throw new BackendBusyException("interrupted while " + backend + " was asked", hurried);
        } catch (ExecutionException failed) {
            Throwable cause = failed.getCause() == null ? failed : failed.getCause();
            throw new BackendBusyException(backend + " cannot be reached at " + uri + ": " + cause, cause);
        }
    }

    private static Optional<JsonNode> parse(byte[] body) {
        try {
            JsonNode read = JSON.readTree(body);
            return read == null || read.isMissingNode() ? Optional.empty() : Optional.of(read);
        } catch (IOException notJson) {
            return Optional.empty();
        }
    }
}
