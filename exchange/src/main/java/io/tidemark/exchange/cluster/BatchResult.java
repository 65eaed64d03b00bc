package io.tidemark.exchange.cluster;

import io.tidemark.exchange.wire.WireReader;
import io.tidemark.exchange.wire.WireWriter;
import java.util.Arrays;

/**
 * What applying a batch gives back across the map.
 *
 * @param nextTimer the instant at which a tick would do something, epoch milliseconds
 * @param payload the batch with its events, as the journal takes it
 */
@SuppressWarnings("ArrayRecordComponent") // Handed on once and never compared.
record BatchResult(long nextTimer, byte[] payload) {
    static byte[] encode(long nextTimer, byte[] payload) {
        WireWriter head = new WireWriter();
        head.writeLong(nextTimer);
        byte[] result = Arrays.copyOf(head.toBytes(), head.length() + payload.length);
        System.arraycopy(payload, 0, result, head.length(), payload.length);
        return result;
    }

    static BatchResult decode(byte[] bytes) {
        WireReader reader = new WireReader(bytes);
        long nextTimer = reader.readLong();
        return new BatchResult(nextTimer, Arrays.copyOfRange(bytes, reader.position(), bytes.length));
    }
}
