package io.tidemark.connectors.fix;

import io.tidemark.exchange.contract.PoolId;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Cancels that were asked for and not yet reported, so that the report can name the request. It is lost with the process:
 * a cancel that is reported after a restart names none. Thread-safe.
 */
final class Requests {
    private final Map<Key, Cancel> cancels = new ConcurrentHashMap<>();

    private record Key(PoolId pool, long order) {}

    /**
     * Why an order is being cancelled.
     *
     * @param clOrdId of the cancel request, if there was one
     * @param restatement ExecRestatementReason if the door asked by itself
     */
    record Cancel(Optional<String> clOrdId, OptionalInt restatement) {
        static Cancel asked(String clOrdId) {
            return new Cancel(Optional.of(clOrdId), OptionalInt.empty());
        }

        static Cancel byTheDoor(int restatement) {
            return new Cancel(Optional.empty(), OptionalInt.of(restatement));
        }
    }

    void expect(PoolId pool, long order, Cancel cancel) {
        cancels.put(new Key(pool, order), cancel);
    }

    Optional<Cancel> take(PoolId pool, long order) {
        return Optional.ofNullable(cancels.remove(new Key(pool, order)));
    }
}
