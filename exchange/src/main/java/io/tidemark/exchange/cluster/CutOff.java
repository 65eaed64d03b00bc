package io.tidemark.exchange.cluster;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out that this member alone does not reach the database. As long as it stays in sight of the others none of them takes
 * its pools, and it can serve none; so it had better go. While the database is away for everybody nothing is gained by going.
 */
final class CutOff implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CutOff.class);
    private static final int LOOKS = 5;

    private final Supplier<Duration> silent;
    private final Predicate<Duration> isAnotherHeard;
    private final Duration silence;
    private final Duration suspicious;
    private final Consumer<String> leave;
    private final ScheduledExecutorService looking =
            Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "cut-off"));

    /** When it began to look as if only this member were not heard. */
    private @Nullable Long since;

    /**
     * Looks from now on.
     *
     * @param silent how long ago the database last heard from this member
     * @param isAnotherHeard whether it has heard from another member that is in sight within a time
     * @param silence after which a member counts as gone
     * @param leave told why, once
     */
    CutOff(Supplier<Duration> silent, Predicate<Duration> isAnotherHeard, Duration silence, Consumer<String> leave) {
        this.silent = silent;
        this.isAnotherHeard = isAnotherHeard;
        this.silence = silence;
        this.suspicious = silence.dividedBy(2);
        this.leave = leave;
        long pause = silence.toMillis() / LOOKS;
        var unused = looking.scheduleWithFixedDelay(this::tryToLook, pause, pause, TimeUnit.MILLISECONDS);
    }

    private void tryToLook() {
        try {
            look();
        } catch (RuntimeException failed) {
            LOG.debug("it is not known whether this member alone is not heard: {}", failed.toString());
        }
    }

    private void look() {
        if (silent.get().compareTo(suspicious) < 0 || !isAnotherHeard.test(suspicious)) {
            since = null;
            return;
        }
        long now = System.nanoTime();
        if (since == null) {
            since = now;
        }
        // In the time of a silence the database, if it has come back for the others, has heard from this one as well.
        if (now - since >= silence.toNanos()) {
            looking.shutdown();
            leave.accept("it has not reached the database for " + silent.get().toSeconds()
                    + " s, and other members do: mend the line between them");
        }
    }

    @Override
    public void close() {
        looking.shutdownNow();
    }
}
