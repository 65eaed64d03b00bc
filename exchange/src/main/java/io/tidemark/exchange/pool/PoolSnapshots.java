package io.tidemark.exchange.pool;

import io.tidemark.exchange.wire.RecordCodec;
import io.tidemark.exchange.wire.WireReader;
import io.tidemark.exchange.wire.WireWriter;

/** Snapshots as bytes and back, and the hash by which two pools are compared. */
public final class PoolSnapshots {
    /** Raised when a component means something else than before; a change of the components themselves shows anyway. */
    private static final String VERSION = "1";

    private static final RecordCodec<PoolSnapshot> CODEC = RecordCodec.of(PoolSnapshot.class);

    /** Stands before every snapshot: changes with the version and with every record that is written. */
    private static final long FORMAT = WireWriter.hash(VERSION + "\n" + CODEC.schema());

    private PoolSnapshots() {}

    /** Bytes of a snapshot: equal ones for equal snapshots. */
    public static byte[] encode(PoolSnapshot snapshot) {
        return written(snapshot).toBytes();
    }

    /**
     * The snapshot that these bytes are.
     *
     * @throws OtherSnapshotException if a release with another format wrote it
     * @throws io.tidemark.exchange.wire.MalformedWireException if they are none
     */
    public static PoolSnapshot decode(byte[] bytes) {
        WireReader in = new WireReader(bytes);
        if (in.readLong() != FORMAT) {
            throw new OtherSnapshotException();
        }
        return CODEC.decodeLast(in);
    }

    /** 64 bits over the bytes of a snapshot: pools whose hashes differ are not the same. */
    public static long hash(PoolSnapshot snapshot) {
        return written(snapshot).hash();
    }

    /** The {@link #hash(PoolSnapshot)} of the snapshot that these bytes are, without decoding them. */
    public static long hash(byte[] bytes) {
        return WireWriter.hash(bytes);
    }

    private static WireWriter written(PoolSnapshot snapshot) {
        WireWriter out = new WireWriter();
        out.writeLong(FORMAT);
        CODEC.encode(snapshot, out);
        return out;
    }

    /** The format as text, for the golden file that pins it. */
    public static String schema() {
        return CODEC.schema();
    }
}
