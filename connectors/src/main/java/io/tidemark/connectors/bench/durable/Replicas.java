package io.tidemark.connectors.bench.durable;

import io.tidemark.exchange.cluster.ShadowStatus;
import io.tidemark.exchange.cluster.ShadowStatus.PoolStatus;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** What a replica says of itself. */
final class Replicas {
    private static final long PATIENCE_SECONDS = 300;
    private static final long NAP_MILLIS = 20;

    private Replicas() {}

    /** How many commands the snapshots cover. */
    static long covered(Optional<ShadowStatus> status) {
        return status.stream()
                .flatMap(shadow -> shadow.pools().values().stream())
                .mapToLong(PoolStatus::snapshotSequence)
                .sum();
    }

    /** Waits until everything was read. */
    static void awaitAll(Supplier<Optional<ShadowStatus>> status) throws IOException {
        await("the replica has read everything", () -> {
            Optional<ShadowStatus> shadow = status.get();
            return shadow.isEmpty() || shadow.get().lagRecords() == 0;
        });
    }

    static void await(String what, BooleanSupplier so) throws IOException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!so.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                throw new IOException("it did not happen within " + PATIENCE_SECONDS + " s that " + what);
            }
            try {
                Thread.sleep(NAP_MILLIS);
            } catch (InterruptedException hurried) {
                throw new InterruptedIOException("interrupted while waiting until " + what);
            }
        }
    }
}
