package io.tidemark.exchange.cluster;

import io.tidemark.exchange.feed.LoggedCommand;
import io.tidemark.exchange.feed.PoolLog;
import io.tidemark.exchange.pool.Command;
import io.tidemark.exchange.pool.PoolEngine;
import io.tidemark.exchange.pool.PoolEngine.Outcome;
import io.tidemark.exchange.wire.WireWriter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The value in the map: an engine, and the result of its last batch. Hazelcast executes at least once; a batch that was
 * applied already is answered from memory.
 *
 * <p>It lives on one partition thread and is never serialized.
 */
final class PoolHost {
    private final PoolEngine engine;
    private final WireWriter bytes = new WireWriter();
    private @Nullable BatchResult lastResult;
    private long lastBase = -1;

    PoolHost(PoolEngine engine) {
        this.engine = engine;
    }

    PoolEngine engine() {
        return engine;
    }

    /**
     * Applies a batch.
     *
     * @throws IllegalStateException if the batch does not follow what was applied
     */
    BatchResult apply(StampedBatch batch) {
        if (lastResult != null && batch.base() == lastBase) {
            return lastResult;
        }
        if (batch.base() != engine.sequence()) {
            throw new IllegalStateException(
                    engine.pool() + " is at sequence " + engine.sequence() + ", the batch follows " + batch.base());
        }
        List<Command> commands = batch.commands();
        List<LoggedCommand> logged = new ArrayList<>(commands.size());
        for (int i = 0; i < commands.size(); i++) {
            Command command = commands.get(i);
            long draw = batch.draw(i);
            Outcome outcome = engine.apply(batch.time(), draw, command);
            logged.add(new LoggedCommand(
                    outcome.sequence(), outcome.time(), draw, command, outcome.reply(), outcome.events()));
        }
        bytes.clear();
        PoolLog.encode(logged, bytes);
        BatchResult result = new BatchResult(engine.nextTimer(), logged, bytes.toBytes());
        lastResult = result;
        lastBase = batch.base();
        return result;
    }
}
