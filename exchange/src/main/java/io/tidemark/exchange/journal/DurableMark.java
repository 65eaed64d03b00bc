package io.tidemark.exchange.journal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.OptionalLong;

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
    private static final MarkSlots SLOTS = new MarkSlots(0x54_4A_4D_01);

    private final Disk.Handle file;
    private final ByteBuffer slot = ByteBuffer.allocateDirect(MarkSlots.SLOT);
    private int next;

    private DurableMark(Disk.Handle file) {
        this.file = file;
    }

    static Path file(Path directory) {
        return directory.resolve(NAME);
    }

    /** The mark of a directory; empty if neither slot can be read. */
    static OptionalLong read(Path directory) throws IOException {
        return SLOTS.read(file(directory));
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
        SLOTS.put(slot, durableOffset);
        file.write(slot.flip(), (long) next * MarkSlots.APART);
        next = 1 - next;
    }

    void sync() throws IOException {
        file.sync();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
