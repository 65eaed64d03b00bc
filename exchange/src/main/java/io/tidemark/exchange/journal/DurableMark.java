package io.tidemark.exchange.journal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.zip.CRC32C;

/**
 * How many records are known to be durable, in a file of its own. It tells a damaged record that was acknowledged from
 * one that a crash left half written: both are a bad frame at the end.
 *
 * <p>Two slots, a page apart, are written in turn after every sync of the segment, so one is whole at any moment. They
 * are not synced each time, that would double the cost of a commit: after a kill they are exact, after a power cut they
 * may be behind, never ahead.
 */
final class DurableMark implements Closeable {
    private static final String NAME = "durable.mark";
    private static final int MAGIC = 0x54_4A_4D_01;
    private static final int SLOT = 16;
    private static final int APART = 4096;

    private final Disk.Handle file;
    private final ByteBuffer slot = ByteBuffer.allocateDirect(SLOT);
    private int next;

    private DurableMark(Disk.Handle file) {
        this.file = file;
    }

    static Path file(Path directory) {
        return directory.resolve(NAME);
    }

    /** The mark of a directory; empty if neither slot can be read. */
    static OptionalLong read(Path directory) throws IOException {
        Path file = file(directory);
        if (!Files.exists(file)) {
            return OptionalLong.empty();
        }
        ByteBuffer bytes = Segment.load(file);
        long newest = -1;
        for (int at = 0; at <= APART; at += APART) {
            if (bytes.limit() >= at + SLOT
                    && bytes.getInt(at) == MAGIC
                    && bytes.getInt(at + 4) == crc(bytes.getLong(at + 8))) {
                newest = Math.max(newest, bytes.getLong(at + 8));
            }
        }
        return newest < 0 ? OptionalLong.empty() : OptionalLong.of(newest);
    }

    /** Opens the mark and makes it durable in both slots, one after the other. */
    static DurableMark open(Path directory, Disk disk, long durableOffset) throws IOException {
        DurableMark mark = new DurableMark(disk.open(file(directory)));
        try {
            mark.write(durableOffset);
            mark.sync();
            mark.write(durableOffset);
            mark.sync();
            disk.syncDirectory(directory);
        } catch (IOException failed) {
            mark.close();
            throw failed;
        }
        return mark;
    }

    void write(long durableOffset) throws IOException {
        slot.clear();
        slot.putInt(MAGIC).putInt(crc(durableOffset)).putLong(durableOffset).flip();
        file.write(slot, (long) next * APART);
        next = 1 - next;
    }

    void sync() throws IOException {
        file.sync();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    private static int crc(long durableOffset) {
        CRC32C crc = new CRC32C();
        crc.update(ByteBuffer.allocate(Long.BYTES).putLong(0, durableOffset));
        return (int) crc.getValue();
    }
}
