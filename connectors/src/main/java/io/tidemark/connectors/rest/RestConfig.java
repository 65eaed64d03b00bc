package io.tidemark.connectors.rest;

import io.tidemark.connectors.stream.StreamLimits;
import java.time.Duration;

/**
 * Where the door is and how long it waits.
 *
 * @param host the address to listen on; {@code 127.0.0.1} unless others should come in
 * @param port 0 for any that is free
 * @param patience how long an answer of the exchange is waited for
 * @param streams what the event streams may cost
 */
public record RestConfig(String host, int port, Duration patience, StreamLimits streams) {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    public RestConfig(String host, int port) {
        this(host, port, PATIENCE, StreamLimits.standard());
    }
}
