package io.tidemark.exchange.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/** A disk that fails on request, and counts what it was asked. */
final class FaultyDisk implements Disk {
    volatile boolean failWrites;
    volatile boolean failSyncs;
    volatile boolean full;
    volatile long syncMillis;
    final AtomicInteger refused = new AtomicInteger();
    final AtomicInteger syncsOfSegments = new AtomicInteger();
    final AtomicInteger syncsOfDirectories = new AtomicInteger();

    @Override
    public Handle open(Path file) throws IOException {
        Handle real = LOCAL.open(file);
        boolean marking = file.getFileName().toString().equals("durable.mark");
        return new Handle() {
            @Override
            public void write(ByteBuffer from, long position) throws IOException {
                if (full && preparing()) {
                    refused.incrementAndGet();
                    throw new IOException("No space left on device");
                }
                if (failWrites && !preparing() && !marking) {
                    refused.incrementAndGet();
                    throw new IOException("Input/output error on write");
                }
                real.write(from, position);
            }

            @Override
            public void sync() throws IOException {
                if (!preparing() && !marking) {
                    syncsOfSegments.incrementAndGet();
                    pause();
                    if (failSyncs) {
                        refused.incrementAndGet();
                        throw new IOException("Input/output error on sync");
                    }
                }
                real.sync();
            }

            @Override
            public void close() throws IOException {
                real.close();
            }
        };
    }

    @Override
    public void syncDirectory(Path directory) throws IOException {
        syncsOfDirectories.incrementAndGet();
        LOCAL.syncDirectory(directory);
    }

    /** By thread and not by name: a prepared file becomes a segment while it is open. */
    private static boolean preparing() {
        return Thread.currentThread().getName().equals("journal-prepare");
    }

    private void pause() throws IOException {
        if (syncMillis > 0) {
            try {
                Thread.sleep(syncMillis);
            } catch (InterruptedException stopped) {
                throw new IOException(stopped);
            }
        }
    }
}
