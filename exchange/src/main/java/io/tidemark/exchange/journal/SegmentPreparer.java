package io.tidemark.exchange.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fills the next segment's file with zeros ahead of time, on a thread of its own, so that a commit neither waits for the
 * disk to find room nor is the first to learn that there is none. While the disk is full it tries again every second.
 */
final class SegmentPreparer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SegmentPreparer.class);
    private static final String NAME = "next.segment";
    private static final int STEP = 1 << 20;
    private static final long RETRY_MILLIS = 1_000;

    private final Path file;
    private final Disk disk;
    private final int bytes;
    private final Thread thread = new Thread(this::run, "journal-prepare");
    private boolean ready;
    private boolean closing;
    private long retryAt;
    private @Nullable IOException failure;

    SegmentPreparer(Path directory, Disk disk, int bytes) {
        this.file = directory.resolve(NAME);
        this.disk = disk;
        this.bytes = bytes;
        thread.setDaemon(true);
        thread.start();
    }

    /** Whether a file lies ready. */
    synchronized boolean ready() {
        return ready;
    }

    /** Why the last attempt failed; empty if it did not, or none has ended yet. */
    synchronized Optional<Throwable> shortage() {
        return Optional.ofNullable(failure);
    }

    /**
     * A file of zeros, durable in its length but not in its name; whoever takes it moves it away. Waits while it is
     * being prepared.
     *
     * @throws IOException if the last attempt failed
     */
    synchronized Path take() throws IOException {
        while (!ready) {
            if (failure != null) {
                throw new IOException("no room for another segment: " + failure.getMessage(), failure);
            }
            try {
                wait();
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted while a segment was being prepared", stopped);
            }
        }
        return file;
    }

    /** The file was moved away: prepare another. */
    synchronized void taken() {
        ready = false;
        notifyAll();
    }

    @Override
    public void close() throws IOException {
        synchronized (this) {
            closing = true;
            notifyAll();
        }
        Uninterruptibly.join(thread);
        Files.deleteIfExists(file);
    }

    private void run() {
        while (awaitDemand()) {
            try {
                fill();
                done(null);
            } catch (IOException | RuntimeException failed) {
                LOG.warn("cannot prepare a journal segment of {} bytes: {}", bytes, failed.toString());
                giveBack();
                done(new IOException(failed.toString(), failed));
            }
        }
    }

    private synchronized boolean awaitDemand() {
        try {
            while (!closing && (ready || millisUntilRetry() > 0)) {
                wait(ready ? 0 : millisUntilRetry());
            }
        } catch (InterruptedException stopped) {
            return false;
        }
        return !closing;
    }

    /** Not positive when there is nothing to wait for. */
    private long millisUntilRetry() {
        return failure == null ? 0 : retryAt - TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    }

    private void fill() throws IOException {
        Files.deleteIfExists(file); // A crash may have left one, of any size.
        try (Disk.Handle handle = disk.open(file)) {
            ByteBuffer zeros = ByteBuffer.allocateDirect(Math.min(STEP, bytes));
            for (int at = 0; at < bytes && !closing(); at += zeros.capacity()) {
                handle.write(zeros.clear().limit(Math.min(zeros.capacity(), bytes - at)), at);
                // In steps: one sync of the whole would make the commits beside it wait for all of it.
                handle.sync();
            }
        }
    }

    private synchronized boolean closing() {
        return closing;
    }

    private synchronized void done(@Nullable IOException outcome) {
        failure = outcome;
        ready = outcome == null;
        retryAt = TimeUnit.NANOSECONDS.toMillis(System.nanoTime()) + RETRY_MILLIS;
        notifyAll();
    }

    /** A half-made segment would hold the very room that is missing. */
    private void giveBack() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException kept) {
            LOG.warn("cannot delete {}: {}", file, kept.toString());
        }
    }
}
