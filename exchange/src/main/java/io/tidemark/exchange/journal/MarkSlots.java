package io.tidemark.exchange.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.zip.CRC32C;

/** An offset in a small file, twice and a page apart, so that one flipped bit or torn page leaves one of them whole. */
final class MarkSlots {
    static final int SLOT = 16;
    static final int APART = 4096;

    private final int magic;

    /** The magic number says which offset it is, so that one file is not taken for another. */
    MarkSlots(int magic) {
        this.magic = magic;
    }

    void put(ByteBuffer out, long offset) {
        out.putInt(magic).putInt(crc(offset)).putLong(offset);
    }

    /** The greater of the two; empty if neither slot can be read or there is no file. */
    OptionalLong read(Path file) throws IOException {
        if (!Files.exists(file)) {
            return OptionalLong.empty();
        }
        ByteBuffer bytes = Segment.load(file);
        long newest = -1;
        for (int at = 0; at <= APART; at += APART) {
            if (bytes.limit() >= at + SLOT
                    && bytes.getInt(at) == magic
                    && bytes.getInt(at + 4) == crc(bytes.getLong(at + 8))) {
                newest = Math.max(newest, bytes.getLong(at + 8));
            }
        }
        return newest < 0 ? OptionalLong.empty() : OptionalLong.of(newest);
    }

    private static int crc(long offset) {
        CRC32C crc = new CRC32C();
        crc.update(ByteBuffer.allocate(Long.BYTES).putLong(0, offset));
        return (int) crc.getValue();
    }
}
