package io.tidemark.exchange.cluster;

import io.tidemark.exchange.feed.LoggedCommand;
import io.tidemark.exchange.feed.PoolLog;
import io.tidemark.exchange.wire.WireReader;
import io.tidemark.exchange.wire.WireWriter;
import java.util.Arrays;
import java.util.List;

/**
 * What applying a batch gives back.
 *
 * @param nextTimer the instant at which a tick would do something, epoch milliseconds
 * @param logged the batch with its events
 * @param payload the same as bytes, as the journal takes it
 */
@SuppressWarnings("ArrayRecordComponent") // Handed on once and never compared.
record BatchResult(long nextTimer, List<LoggedCommand> logged, byte[] payload) {
    /** For whoever asked from another member. */
    byte[] toBytes() {
        WireWriter head = new WireWriter();
        head.writeLong(nextTimer);
        byte[] result = Arrays.copyOf(head.toBytes(), head.length() + payload.length);
        System.arraycopy(payload, 0, result, head.length(), payload.length);
        return result;
    }

    static BatchResult of(byte[] bytes) {
        WireReader reader = new WireReader(bytes);
        long nextTimer = reader.readLong();
        byte[] payload = Arrays.copyOfRange(bytes, reader.position(), bytes.length);
        return new BatchResult(nextTimer, PoolLog.decode(payload), payload);
    }
}
