package io.tidemark.exchange.cluster;

import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.HazelcastInstanceAware;
import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import com.hazelcast.nio.serialization.DataSerializableFactory;
import com.hazelcast.nio.serialization.IdentifiedDataSerializable;
import io.tidemark.exchange.contract.PoolId;
import java.io.IOException;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** What runs on one member because another asked for it: each hands over to the exchange there. */
final class MemberCalls {
    static final int FACTORY_ID = 2;

    /** Under this key the instance's user context holds the {@link Neighbour} of the member. */
    static final String NEIGHBOUR = "tidemark.neighbour";

    private static final byte[] NOTHING = {};

    private MemberCalls() {}

    /** A member as the others may use it. */
    interface Neighbour {
        /** Requests of another member; each batch has a higher number than the one before it. */
        void requested(UUID origin, long number, byte[] requests);

        /** Outcomes of what this member has requested. */
        void answered(byte[] answers);

        /** Leaves a pool; it has when this returns. */
        void makeRoom(PoolId pool);

        /** A member serves nothing any more and will be gone: nothing is sent to it. */
        void farewell(UUID member);

        /** A pool is not what its journal says, from some command on. */
        void halt(PoolId pool, long sequence, String why);

        /** What this member serves. */
        byte[] report();
    }

    private abstract static class Call implements Callable<byte[]>, IdentifiedDataSerializable, HazelcastInstanceAware {
        private transient @Nullable HazelcastInstance member;

        @Override
        public void setHazelcastInstance(HazelcastInstance instance) {
            member = instance;
        }

        /** The exchange of the member on which this runs. */
        Neighbour here() {
            if (member == null || !(member.getUserContext().get(NEIGHBOUR) instanceof Neighbour neighbour)) {
                throw new NotEnteredException("this member is not ready yet");
            }
            return neighbour;
        }

        @Override
        public int getFactoryId() {
            return FACTORY_ID;
        }

        @Override
        public void writeData(ObjectDataOutput out) throws IOException {}

        @Override
        public void readData(ObjectDataInput in) throws IOException {}
    }

    /** Brings requests. */
    static final class Deliver extends Call {
        static final int CLASS_ID = 1;
        private UUID origin;
        private long number;
        private byte[] requests;

        Deliver(UUID origin, long number, byte[] requests) {
            this.origin = origin;
            this.number = number;
            this.requests = requests;
        }

        @Override
        public byte[] call() {
            here().requested(origin, number, requests);
            return NOTHING;
        }

        @Override
        public int getClassId() {
            return CLASS_ID;
        }

        @Override
        public void writeData(ObjectDataOutput out) throws IOException {
            out.writeLong(origin.getMostSignificantBits());
            out.writeLong(origin.getLeastSignificantBits());
            out.writeLong(number);
            out.writeByteArray(requests);
        }

        @Override
        public void readData(ObjectDataInput in) throws IOException {
            origin = new UUID(in.readLong(), in.readLong());
            number = in.readLong();
            requests = bytes(in);
        }
    }

    /** Brings outcomes. */
    static final class GiveBack extends Call {
        static final int CLASS_ID = 2;
        private byte[] answers;

        GiveBack(byte[] answers) {
            this.answers = answers;
        }

        @Override
        public byte[] call() {
            here().answered(answers);
            return NOTHING;
        }

        @Override
        public int getClassId() {
            return CLASS_ID;
        }

        @Override
        public void writeData(ObjectDataOutput out) throws IOException {
            out.writeByteArray(answers);
        }

        @Override
        public void readData(ObjectDataInput in) throws IOException {
            answers = bytes(in);
        }
    }

    /** Has a pool left. */
    static final class MakeRoom extends Call {
        static final int CLASS_ID = 3;
        private String pool;

        MakeRoom(String pool) {
            this.pool = pool;
        }

        @Override
        public byte[] call() {
            here().makeRoom(PoolId.parse(pool));
            return NOTHING;
        }

        @Override
        public int getClassId() {
            return CLASS_ID;
        }

        @Override
        public void writeData(ObjectDataOutput out) throws IOException {
            out.writeString(pool);
        }

        @Override
        public void readData(ObjectDataInput in) throws IOException {
            pool = String.valueOf(in.readString());
        }
    }

    /** Says that a member leaves. */
    static final class Farewell extends Call {
        static final int CLASS_ID = 5;
        private UUID leaving;

        Farewell(UUID leaving) {
            this.leaving = leaving;
        }

        @Override
        public byte[] call() {
            here().farewell(leaving);
            return NOTHING;
        }

        @Override
        public int getClassId() {
            return CLASS_ID;
        }

        @Override
        public void writeData(ObjectDataOutput out) throws IOException {
            out.writeLong(leaving.getMostSignificantBits());
            out.writeLong(leaving.getLeastSignificantBits());
        }

        @Override
        public void readData(ObjectDataInput in) throws IOException {
            leaving = new UUID(in.readLong(), in.readLong());
        }
    }

    /** Says that a pool is not what its journal says. */
    static final class Halt extends Call {
        static final int CLASS_ID = 6;
        private String pool;
        private long sequence;
        private String why;

        Halt(String pool, long sequence, String why) {
            this.pool = pool;
            this.sequence = sequence;
            this.why = why;
        }

        @Override
        public byte[] call() {
            here().halt(PoolId.parse(pool), sequence, why);
            return NOTHING;
        }

        @Override
        public int getClassId() {
            return CLASS_ID;
        }

        @Override
        public void writeData(ObjectDataOutput out) throws IOException {
            out.writeString(pool);
            out.writeLong(sequence);
            out.writeString(why);
        }

        @Override
        public void readData(ObjectDataInput in) throws IOException {
            pool = String.valueOf(in.readString());
            sequence = in.readLong();
            why = String.valueOf(in.readString());
        }
    }

    /** Asks what is served. */
    static final class Report extends Call {
        static final int CLASS_ID = 4;

        @Override
        public byte[] call() {
            return here().report();
        }

        @Override
        public int getClassId() {
            return CLASS_ID;
        }
    }

    private static byte[] bytes(ObjectDataInput in) throws IOException {
        byte[] bytes = in.readByteArray();
        if (bytes == null) {
            throw new IOException("no bytes");
        }
        return bytes;
    }

    /** Makes calls of their class ids, where they come from another member. */
    static DataSerializableFactory factory() {
        return classId -> switch (classId) {
            case Deliver.CLASS_ID -> new Deliver(new UUID(0, 0), 0, NOTHING);
            case GiveBack.CLASS_ID -> new GiveBack(NOTHING);
            case MakeRoom.CLASS_ID -> new MakeRoom("");
            case Farewell.CLASS_ID -> new Farewell(new UUID(0, 0));
            case Halt.CLASS_ID -> new Halt("", 0, "");
            case Report.CLASS_ID -> new Report();
            default -> throw new IllegalArgumentException("no call " + classId);
        };
    }
}
