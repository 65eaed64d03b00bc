package io.tidemark.simulations.world;

import io.tidemark.exchange.pool.Event;
import io.tidemark.exchange.pool.PoolEngine;
import io.tidemark.exchange.wire.RecordCodec;
import io.tidemark.exchange.wire.WireWriter;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** The SHA-256 of all that an engine said: its events as the journal writes them, with their sequence and time. */
public final class EventDigest {
    private static final RecordCodec<Said> CODEC = RecordCodec.of(Said.class);

    private final MessageDigest sha = sha256();
    private final WireWriter bytes = new WireWriter();

    /** What a command led to. */
    public record Said(long sequence, long time, List<Event> events) {}

    /** Adds what a command led to. */
    public void add(PoolEngine.Outcome outcome) {
        bytes.clear();
        CODEC.encode(new Said(outcome.sequence(), outcome.time(), outcome.events()), bytes);
        sha.update(bytes.toBytes());
    }

    /** The digest in hex; ends it. */
    public String hex() {
        return HexFormat.of().formatHex(sha.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }
}
