package io.tidemark.connectors.fix;

import java.nio.file.Path;
import java.time.Duration;

/**
 * Where the door is, what it remembers where, and how patient it is.
 *
 * @param host the address to listen on; {@code 127.0.0.1} unless others should come in
 * @param port 0 for any that is free
 * @param home of the message stores and of what sessions asked for
 * @param silence how long a connection may say nothing before it has logged on
 * @param inbox how many messages of a session may wait for the market
 * @param patience how long an answer of the exchange is waited for
 * @param startEvery how often it is saved where a next start begins to read the log; after a kill it reads no more than this
 */
public record FixConfig(
        String host, int port, FixHome home, Duration silence, int inbox, Duration patience, Duration startEvery) {
    private static final Duration SILENCE = Duration.ofSeconds(10);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration START_EVERY = Duration.ofMinutes(1);
    private static final int INBOX = 1_000;

    public FixConfig(String host, int port, FixHome home) {
        this(host, port, home, SILENCE, INBOX, PATIENCE, START_EVERY);
    }

    public FixConfig(String host, int port, Path directory) {
        this(host, port, new FixHome.Directory(directory));
    }

    public FixConfig(String host, int port, Path directory, Duration silence, int inbox, Duration patience) {
        this(host, port, new FixHome.Directory(directory), silence, inbox, patience, START_EVERY);
    }
}
