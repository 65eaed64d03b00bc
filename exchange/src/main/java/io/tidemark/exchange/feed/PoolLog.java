package io.tidemark.exchange.feed;

import io.tidemark.exchange.journal.JournalRecord;
import io.tidemark.exchange.wire.RecordCodec;
import java.util.List;

/** The payload of a journal record: a batch of commands and their events, as bytes and back. */
public final class PoolLog {
    /** Raised when the engine decides anything differently; a log is replayed by the version that wrote it. */
    public static final int ENGINE_VERSION = 1;

    private static final RecordCodec<Batch> CODEC = RecordCodec.of(Batch.class);

    private PoolLog() {}

    /**
     * Consecutive commands of one pool.
     *
     * @param engineVersion which engine decided them
     */
    public record Batch(int engineVersion, List<LoggedCommand> commands) {}

    /** Bytes of a batch. */
    public static byte[] encode(List<LoggedCommand> commands) {
        return CODEC.toBytes(new Batch(ENGINE_VERSION, commands));
    }

    /**
     * Commands of a payload.
     *
     * @throws UnsupportedEngineException if another version of the engine wrote it
     */
    public static List<LoggedCommand> decode(byte[] payload) {
        Batch batch = CODEC.fromBytes(payload);
        if (batch.engineVersion() != ENGINE_VERSION) {
            throw new UnsupportedEngineException(batch.engineVersion());
        }
        return batch.commands();
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
