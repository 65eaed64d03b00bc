package io.tidemark.exchange.cluster;

import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import com.hazelcast.nio.serialization.IdentifiedDataSerializable;
import io.tidemark.exchange.feed.LoggedCommand;
import io.tidemark.exchange.feed.PoolLog;
import io.tidemark.exchange.pool.Command;
import io.tidemark.exchange.pool.PoolEngine;
import io.tidemark.exchange.pool.PoolEngine.Outcome;
import io.tidemark.exchange.pool.PoolSnapshots;
import io.tidemark.exchange.wire.WireWriter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The value in the map: an engine, and the result of its last batch. Hazelcast executes at least once; a batch that was
 * applied already is answered from memory. A batch or a question of another owner than the one who put the engine here is
 * turned away.
 *
 * <p>It lives on one partition thread. It is serialized only when its partition moves to another member.
 */
final class PoolHost implements IdentifiedDataSerializable {
    static final int CLASS_ID = 10;

    private final WireWriter bytes = new WireWriter();
    private long epoch;
    private @Nullable PoolEngine engine;
    private @Nullable BatchResult lastResult;
    private long lastBase = -1;

    PoolHost(long epoch, PoolEngine engine) {
        this.epoch = epoch;
        this.engine = engine;
    }

    /** For one that comes from another member and is about to be read. */
    PoolHost() {}

    long epoch() {
        return epoch;
    }

    /**
     * The engine of an owner.
     *
     * @throws IllegalStateException if another owner has put one here, or if it broke before it came here
     */
    PoolEngine engine(long ownersEpoch) {
        if (epoch != ownersEpoch) {
            throw new IllegalStateException("in memory is the pool of epoch " + epoch + " and not of " + ownersEpoch);
        }
        if (engine == null) {
            throw new IllegalStateException("the pool had halted before it was moved to this member");
        }
        return engine;
    }

    /**
     * Applies a batch.
     *
     * @throws IllegalStateException if the batch does not follow what was applied
     */
    BatchResult apply(StampedBatch batch) {
        PoolEngine engine = engine(batch.epoch());
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

    @Override
    public void writeData(ObjectDataOutput out) throws IOException {
        out.writeLong(epoch);
        out.writeLong(lastBase);
        out.writeByteArray(lastResult == null ? null : lastResult.toBytes());
        out.writeByteArray(state());
    }

    private byte @Nullable [] state() {
        try {
            return engine == null ? null : PoolSnapshots.encode(engine.snapshot());
        } catch (IllegalStateException halted) {
            // The partition must be able to move all the same; its owner finds out with his next batch.
            return null;
        }
    }

    @Override
    public void readData(ObjectDataInput in) throws IOException {
        epoch = in.readLong();
        lastBase = in.readLong();
        byte[] result = in.readByteArray();
        lastResult = result == null ? null : BatchResult.of(result);
        byte[] state = in.readByteArray();
        engine = state == null ? null : PoolEngine.restore(PoolSnapshots.decode(state));
    }

    @Override
    public int getFactoryId() {
        return PoolOperations.FACTORY_ID;
    }

    @Override
    public int getClassId() {
        return CLASS_ID;
    }
}
