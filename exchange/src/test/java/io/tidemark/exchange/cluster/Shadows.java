package io.tidemark.exchange.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.journal.Journal;
import io.tidemark.exchange.pool.PoolEngine;
import io.tidemark.exchange.snapshot.SnapshotStore;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/** Replicas for tests, live pools that are made up, and waiting. */
final class Shadows {
    private static final Duration NEVER = Duration.ofDays(1);

    private Shadows() {}

    static ShadowOptions every(long commands) {
        return new ShadowOptions(commands, NEVER, 3, NEVER);
    }

    /** As an exchange does it after a recovery. */
    static ShadowReplica start(Journal journal, SnapshotStore store, LivePools live, ShadowOptions options) {
        Recovery recovery = Recovery.replay(journal, Optional.of(store));
        ShadowReplica shadow = new ShadowReplica(journal, store, recovery.points(), live, options, System::nanoTime);
        shadow.start();
        return shadow;
    }

    /** Lets a replica write snapshots of what is in the journal, and ends it. */
    static void run(Journal journal, SnapshotStore store, ShadowOptions options) {
        try (ShadowReplica shadow = start(journal, store, new Live(), options)) {
            awaitCaughtUp(shadow);
        }
    }

    static PoolEngine engine(Recovery recovery, PoolId pool) {
        return Objects.requireNonNull(recovery.engines().get(pool.toString()));
    }

    static void awaitCaughtUp(ShadowReplica shadow) {
        await(() -> shadow.status().problem().isPresent() || shadow.status().lagRecords() == 0);
        assertThat(shadow.status().problem()).isEmpty();
    }

    static void await(BooleanSupplier so) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!so.getAsBoolean()) {
            assertThat(System.nanoTime()).as("patience").isLessThan(deadline);
            try {
                Thread.sleep(2);
            } catch (InterruptedException hurried) {
                throw new AssertionError(hurried);
            }
        }
    }

    /** Live pools that say what they are told to say, and remember what they hear. */
    static final class Live implements LivePools {
        final Map<PoolId, RuntimeException> diverged = new ConcurrentHashMap<>();
        volatile Function<PoolId, Optional<Fingerprint>> fingerprints = pool -> Optional.empty();

        @Override
        public CompletableFuture<Fingerprint> fingerprint(PoolId pool) {
            return fingerprints
                    .apply(pool)
                    .map(CompletableFuture::completedFuture)
                    .orElseGet(() -> CompletableFuture.failedFuture(new IllegalStateException("nobody is live here")));
        }

        @Override
        public void diverged(PoolId pool, long sequence, RuntimeException how) {
            diverged.put(pool, how);
        }
    }
}
