package io.tidemark.exchange.cluster;

import io.tidemark.exchange.feed.LoggedCommand;
import io.tidemark.exchange.feed.PoolLog;
import io.tidemark.exchange.pool.PoolEngine;
import io.tidemark.exchange.pool.PoolEngine.Outcome;
import java.util.ArrayList;
import java.util.List;

/**
 * The value in the map: an engine, and the result of its last batch. Hazelcast executes at least once; a batch that was
 * applied already is answered from memory.
 *
 * <p>It lives on one partition thread and is never serialized.
 */
final class PoolHost {
    private final PoolEngine engine;
    private byte[] lastResult = {};
    private long lastBase = -1;

    PoolHost(PoolEngine engine) {
        this.engine = engine;
    }

    PoolEngine engine() {
        return engine;
    }

    /**
     * Applies a batch that follows the sequence {@code base}.
     *
     * @return the instant of the next timer, then the batch as the journal takes it
     * @throws IllegalStateException if the batch does not follow what was applied
     */
    byte[] apply(long base, List<StampedCommand> batch) {
        if (base == lastBase) {
            return lastResult;
        }
        if (base != engine.sequence()) {
            throw new IllegalStateException(
                    engine.pool() + " is at sequence " + engine.sequence() + ", the batch follows " + base);
        }
        List<LoggedCommand> logged = new ArrayList<>(batch.size());
        for (StampedCommand stamped : batch) {
            Outcome outcome = engine.apply(stamped.time(), stamped.draw(), stamped.command());
            logged.add(new LoggedCommand(
                    outcome.sequence(),
                    outcome.time(),
                    stamped.draw(),
                    stamped.command(),
                    outcome.reply(),
                    outcome.events()));
        }
        lastResult = BatchResult.encode(engine.nextTimer(), PoolLog.encode(logged));
        lastBase = base;
        return lastResult;
    }
}
