package io.tidemark.exchange.feed;

import io.tidemark.exchange.journal.JournalRecord;
import io.tidemark.exchange.wire.RecordCodec;
import io.tidemark.exchange.wire.WireReader;
import io.tidemark.exchange.wire.WireWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;

/** The payload of a journal record: a batch of commands and their events, as bytes and back. */
public final class PoolLog {
    /** Raised when the engine decides anything differently; a log is replayed by the version that wrote it. */
    private static final int ENGINE_VERSION = 2;

    private static final RecordCodec<Batch> CODEC = RecordCodec.of(Batch.class);

    /** Stands before every batch: changes with the engine version and with every record that is written. */
    private static final long FORMAT = format();

    private PoolLog() {}

    /** Consecutive commands of one pool. */
    public record Batch(List<LoggedCommand> commands) {}

    private static long format() {
        try {
            byte[] text = (ENGINE_VERSION + "\n" + CODEC.schema()).getBytes(StandardCharsets.UTF_8);
            return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(text))
                    .getLong();
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }

    /** Bytes of a batch. */
    public static byte[] encode(List<LoggedCommand> commands) {
        WireWriter out = new WireWriter();
        encode(commands, out);
        return out.toBytes();
    }

    /** Appends the bytes of a batch. */
    public static void encode(List<LoggedCommand> commands, WireWriter out) {
        out.writeLong(FORMAT);
        CODEC.encode(new Batch(commands), out);
    }

    /**
     * Commands of a payload.
     *
     * @throws OtherReleaseException if a release with another engine or another format wrote it
     */
    public static List<LoggedCommand> decode(byte[] payload) {
        WireReader in = new WireReader(payload);
        if (in.readLong() != FORMAT) {
            throw new OtherReleaseException();
        }
        List<LoggedCommand> commands = CODEC.decode(in).commands();
        if (in.remaining() > 0) {
            throw new IllegalStateException(in.remaining() + " bytes behind a batch");
        }
        return commands;
    }

    /** Commands of a journal record; errors as {@link #decode(byte[])}. */
    public static List<LoggedCommand> decode(JournalRecord journalRecord) {
        return decode(journalRecord.payload());
    }

    /** The format as text, for the golden file that pins it. */
    public static String schema() {
        return CODEC.schema();
    }
}
