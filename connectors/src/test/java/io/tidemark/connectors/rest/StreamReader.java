package io.tidemark.connectors.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Reads an event stream as a browser does, and keeps what it has not been asked for yet. */
final class StreamReader implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 10;
    private static final Event END = new Event("", "end", Json.MAPPER.createObjectNode());

    private final InputStream body;
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();

    /** A message; the type of a comment is {@code comment}. */
    record Event(String id, String type, JsonNode data) {}

    private StreamReader(InputStream body) {
        this.body = body;
        Thread reader = new Thread(this::read, "stream-reader");
        reader.setDaemon(true);
        reader.start();
    }

    static StreamReader open(TestMarket market, String query) {
        return open(market, query, "");
    }

    static StreamReader open(TestMarket market, String query, String lastEventId) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(market.url() + "/v1/stream" + query));
        if (!lastEventId.isEmpty()) {
            request.header("Last-Event-ID", lastEventId);
        }
        try {
            HttpResponse<InputStream> response =
                    HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofInputStream());
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.headers().firstValue("Content-Type").orElse("")).startsWith("text/event-stream");
            return new StreamReader(response.body());
        } catch (IOException lost) {
            throw new UncheckedIOException(lost);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    /** With a fresh ticket of somebody. */
    static StreamReader of(TestMarket market, String key) {
        return open(market, "?ticket=" + ticket(market, key));
    }

    static String ticket(TestMarket market, String key) {
        return market.post(key, "/v1/stream-tickets", "").expect(201).text("ticket");
    }

    private void read() {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
            String id = "";
            String type = "";
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("id: ")) {
                    id = line.substring(4);
                } else if (line.startsWith("event: ")) {
                    type = line.substring(7);
                } else if (line.startsWith("data: ")) {
                    events.add(new Event(id, type, Json.MAPPER.readTree(line.substring(6))));
                } else if (line.startsWith(":")) {
                    events.add(new Event(id, "comment", Json.MAPPER.createObjectNode()));
                }
            }
        } catch (IOException cut) {
            events.add(END);
            return;
        }
        events.add(END);
    }

    Event next() {
        try {
            Event event = events.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            assertThat(event).as("a message within %s s", PATIENCE_SECONDS).isNotNull();
            return event;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    /** All messages up to the first that is meant, that one included. */
    List<Event> until(Predicate<Event> meant) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        List<Event> seen = new ArrayList<>();
        Event event;
        do {
            event = next();
            seen.add(event);
            assertThat(System.nanoTime()).as("what is meant, after %s", seen).isLessThan(end);
            assertThat(event.equals(END) && !meant.test(event))
                    .as("the end, after %s", seen)
                    .isFalse();
        } while (!meant.test(event));
        return seen;
    }

    Event next(String type) {
        List<Event> seen = until(event -> event.type().equals(type));
        return seen.get(seen.size() - 1);
    }

    @Override
    public void close() {
        try {
            body.close();
        } catch (IOException closed) {
            throw new UncheckedIOException(closed);
        }
    }
}
