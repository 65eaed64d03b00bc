package io.tidemark.exchange.cluster;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.HazelcastInstanceAware;
import com.hazelcast.map.EntryProcessor;
import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import com.hazelcast.nio.serialization.DataSerializableFactory;
import com.hazelcast.nio.serialization.IdentifiedDataSerializable;
import io.tidemark.exchange.pool.PoolEngine;
import io.tidemark.exchange.pool.Query;
import io.tidemark.exchange.pool.View;
import io.tidemark.exchange.wire.RecordCodec;
import io.tidemark.exchange.wire.WireReader;
import io.tidemark.exchange.wire.WireWriter;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What runs inside the map, on the thread of a pool's partition: each a few lines that call the core. */
final class PoolOperations {
    static final int FACTORY_ID = 1;

    /** Under this key the instance's user context holds the engines that recovery has prepared, by pool. */
    static final String RECOVERED = "tidemark.recovered";

    private static final RecordCodec<StampedBatch> BATCHES = RecordCodec.of(StampedBatch.class);
    private static final RecordCodec<Query> QUERIES = RecordCodec.of(Query.class);
    private static final RecordCodec<View> VIEWS = RecordCodec.of(View.class);

    private PoolOperations() {}

    private abstract static class Operation
            implements EntryProcessor<String, PoolHost, byte[]>, IdentifiedDataSerializable {
        @Override
        public int getFactoryId() {
            return FACTORY_ID;
        }

        /** There is no backup in the map: the journal is what a pool is rebuilt from, and the standby follows that. */
        @Override
        public @Nullable EntryProcessor<String, PoolHost, byte[]> getBackupProcessor() {
            return null;
        }

        static PoolHost host(Map.Entry<String, @Nullable PoolHost> entry) {
            PoolHost host = entry.getValue();
            if (host == null) {
                throw new IllegalStateException("pool " + entry.getKey() + " is not in memory");
            }
            return host;
        }
    }

    /**
     * Applies a batch. Where it was asked for and where it is applied are one process, what comes of it is handed over as
     * it is; to another member it goes as bytes.
     */
    static final class ApplyBatch extends Operation {
        static final int CLASS_ID = 1;
        private static final byte[] HANDED_OVER = {};

        private StampedBatch batch;
        private transient boolean fromElsewhere;
        private transient volatile @Nullable BatchResult result;

        ApplyBatch(StampedBatch batch) {
            this.batch = batch;
        }

        @Override
        public byte[] process(Map.Entry<String, PoolHost> entry) {
            BatchResult applied = host(entry).apply(batch);
            if (fromElsewhere) {
                return applied.toBytes();
            }
            result = applied;
            return HANDED_OVER;
        }

        /** What came of it, once the map has given its answer. */
        BatchResult result(byte[] answer) {
            BatchResult handedOver = result;
            return handedOver != null && answer.length == 0 ? handedOver : BatchResult.of(answer);
        }

        @Override
        public int getClassId() {
            return CLASS_ID;
        }

        @Override
        public void writeData(ObjectDataOutput out) throws IOException {
            out.writeByteArray(BATCHES.toBytes(batch));
        }

        @Override
        public void readData(ObjectDataInput in) throws IOException {
            batch = BATCHES.fromBytes(readBytes(in));
            fromElsewhere = true;
        }
    }

    /** Answers a query with what it saw; reads only. */
    static final class Ask extends Operation {
        static final int CLASS_ID = 2;
        private long epoch;
        private Query query;

        Ask(long epoch, Query query) {
            this.epoch = epoch;
            this.query = query;
        }

        @Override
        public byte[] process(Map.Entry<String, PoolHost> entry) {
            PoolEngine engine = host(entry).engine(epoch);
            WireWriter answer = new WireWriter();
            answer.writeLong(engine.sequence());
            answer.writeLong(engine.time());
            VIEWS.encode(engine.answer(query), answer);
            return answer.toBytes();
        }

        static Exchange.Answer<View> decode(byte[] bytes) {
            WireReader reader = new WireReader(bytes);
            long sequence = reader.readLong();
            long time = reader.readLong();
            return new Exchange.Answer<>(sequence, time, VIEWS.decode(reader));
        }

        @Override
        public int getClassId() {
            return CLASS_ID;
        }

        @Override
        public void writeData(ObjectDataOutput out) throws IOException {
            out.writeLong(epoch);
            out.writeByteArray(QUERIES.toBytes(query));
        }

        @Override
        public void readData(ObjectDataInput in) throws IOException {
            epoch = in.readLong();
            query = QUERIES.fromBytes(readBytes(in));
        }
    }

    /** Puts the engine that recovery has prepared into the map for an owner, and gives its next timer. */
    static final class Install extends Operation implements HazelcastInstanceAware {
        static final int CLASS_ID = 3;
        private long epoch;
        private transient @Nullable HazelcastInstance member;

        Install(long epoch) {
            this.epoch = epoch;
        }

        @Override
        public byte[] process(Map.Entry<String, PoolHost> entry) {
            if (member == null) {
                throw new IllegalStateException("not on a member");
            }
            Object engines = member.getUserContext().get(RECOVERED);
            if (!(engines instanceof Map<?, ?> recovered)
                    || !(recovered.get(entry.getKey()) instanceof PoolEngine engine)) {
                throw new IllegalStateException("pool " + entry.getKey() + " was not recovered here");
            }
            PoolHost there = entry.getValue();
            if (there != null && there.epoch() > epoch) {
                throw new IllegalStateException(
                        "pool " + entry.getKey() + " has an owner of epoch " + there.epoch() + " already");
            }
            entry.setValue(new PoolHost(epoch, engine));
            WireWriter answer = new WireWriter();
            answer.writeLong(engine.nextTimer());
            return answer.toBytes();
        }

        /** The next timer, from the answer of the map. */
        static long nextTimer(byte[] answer) {
            return new WireReader(answer).readLong();
        }

        @Override
        public void setHazelcastInstance(HazelcastInstance instance) {
            this.member = instance;
        }

        @Override
        public int getClassId() {
            return CLASS_ID;
        }

        @Override
        public void writeData(ObjectDataOutput out) throws IOException {
            out.writeLong(epoch);
        }

        @Override
        public void readData(ObjectDataInput in) throws IOException {
            epoch = in.readLong();
        }
    }

    /** Throws away what an owner has in memory; what a later one has there stays. */
    static final class Discard extends Operation {
        static final int CLASS_ID = 4;
        private long epoch;

        Discard(long epoch) {
            this.epoch = epoch;
        }

        @Override
        public byte[] process(Map.Entry<String, @Nullable PoolHost> entry) {
            PoolHost there = entry.getValue();
            if (there != null && there.epoch() <= epoch) {
                entry.setValue(null);
            }
            return new byte[0];
        }

        @Override
        public int getClassId() {
            return CLASS_ID;
        }

        @Override
        public void writeData(ObjectDataOutput out) throws IOException {
            out.writeLong(epoch);
        }

        @Override
        public void readData(ObjectDataInput in) throws IOException {
            epoch = in.readLong();
        }
    }

    /** Says what a pool is between two batches; reads only, but all of it. */
    static final class TakeFingerprint extends Operation {
        static final int CLASS_ID = 8;

        @Override
        public byte[] process(Map.Entry<String, PoolHost> entry) {
            PoolHost host = host(entry);
            PoolEngine engine = host.engine(host.epoch());
            WireWriter answer = new WireWriter();
            answer.writeLong(host.epoch());
            answer.writeLong(engine.sequence());
            answer.writeLong(engine.stateHash());
            return answer.toBytes();
        }

        static LivePools.Fingerprint decode(byte[] bytes) {
            WireReader reader = new WireReader(bytes);
            return new LivePools.Fingerprint(reader.readLong(), reader.readLong(), reader.readLong());
        }

        @Override
        public int getClassId() {
            return CLASS_ID;
        }

        @Override
        public void writeData(ObjectDataOutput out) {
            // The key says which pool.
        }

        @Override
        public void readData(ObjectDataInput in) {
            // The key says which pool.
        }
    }

    /** Makes operations of their class ids, where they come from another member. */
    static DataSerializableFactory factory() {
        return classId -> switch (classId) {
            case ApplyBatch.CLASS_ID -> new ApplyBatch(new StampedBatch(0, 0, 0, 0, List.of()));
            case Ask.CLASS_ID -> new Ask(0, new Query.PoolStatus());
            case Install.CLASS_ID -> new Install(0);
            case Discard.CLASS_ID -> new Discard(0);
            case PoolHost.CLASS_ID -> new PoolHost();
            case TakeFingerprint.CLASS_ID -> new TakeFingerprint();
            default -> throw new IllegalArgumentException("no operation " + classId);
        };
    }

    private static byte[] readBytes(ObjectDataInput in) throws IOException {
        byte[] bytes = in.readByteArray();
        if (bytes == null) {
            throw new IOException("no bytes");
        }
        return bytes;
    }
}
