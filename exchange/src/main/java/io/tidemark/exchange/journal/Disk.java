package io.tidemark.exchange.journal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The few things that journal and snapshots ask of a disk when they write; tests put a failing one in its place. */
public interface Disk {
    /** Opens for writing, creating the file if there is none. */
    Handle open(Path file) throws IOException;

    /** Makes names that were created or changed in the directory durable: without it a power cut may lose a whole file. */
    void syncDirectory(Path directory) throws IOException;

    /** A file open for writing. */
    interface Handle extends Closeable {
        /** Writes all that remains in the buffer. */
        void write(ByteBuffer from, long position) throws IOException;

        /** Returns when everything written is on stable storage. Once it has thrown it must not be called again. */
        void sync() throws IOException;
    }

    /** The disk of this machine. */
    Disk LOCAL = new Disk() {
        @Override
        public Handle open(Path file) throws IOException {
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            return new Handle() {
                @Override
                public void write(ByteBuffer from, long position) throws IOException {
                    long at = position;
                    while (from.hasRemaining()) {
                        at += channel.write(from, at);
                    }
                }

                @Override
                public void sync() throws IOException {
                    // Without the times of the file: its length is set once, when the segment is prepared.
                    channel.force(false);
                }

                @Override
                public void close() throws IOException {
                    channel.close();
                }
            };
        }

        @Override
        public void syncDirectory(Path directory) throws IOException {
            try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    };
}
