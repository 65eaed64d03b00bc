package io.tidemark.fleet.settlement;

import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes in batch after batch as long as there are any. What cannot be taken in stops the books where they are, is said
 * once a pause, and is tried again: nothing is ever skipped.
 */
final class IngestWork {
    private static final Logger LOG = LoggerFactory.getLogger(IngestWork.class);
    /** Bounded, so that a stop is not kept waiting for a long journal. */
    private static final int BATCHES = 200;

    private static final long PAUSE_MS = 1_000;

    private final Ingest ingest;
    private final LongSupplier clock;
    private volatile @Nullable String problem;
    private long resumeAt;

    IngestWork(Ingest ingest, LongSupplier clock) {
        this.ingest = ingest;
        this.clock = clock;
    }

    synchronized void run() {
        if (problem != null && clock.getAsLong() < resumeAt) {
            return;
        }
        try {
            for (int i = 0; i < BATCHES && ingest.step() > 0; i++) {
                problem = null;
            }
            problem = null;
        } catch (RuntimeException failed) {
            problem = failed.toString();
            resumeAt = clock.getAsLong() + PAUSE_MS;
            LOG.error("the journal is not taken in from {}", position(), failed);
        }
    }

    /** For the log only: whatever stopped the ingest may stop the question, too. */
    private String position() {
        try {
            return ingest.position().toString();
        } catch (RuntimeException unreachable) {
            return "an unknown position";
        }
    }

    /** Why the books stand still; empty while all is well. */
    Optional<String> problem() {
        return Optional.ofNullable(problem);
    }
}
