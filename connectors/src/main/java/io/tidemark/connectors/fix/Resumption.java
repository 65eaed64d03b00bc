package io.tidemark.connectors.fix;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the door begins to read the log, and where it will begin next time: points are saved on a thread of their own, since
 * a disk is slow and reports do not wait for it. All but {@link #neededFrom()} is for the thread that sends.
 */
final class Resumption implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Resumption.class);
    private static final long CLOSE_SECONDS = 30;

    private final StartingPoints points;
    private final Duration every;
    private final StartingPoint beginning;
    private final ExecutorService saving = Executors.newSingleThreadExecutor(task -> new Thread(task, "fix-start"));

    private volatile boolean isSaving;
    private volatile long newest;
    private volatile long neededFrom;
    private long lastTried = System.nanoTime();

    /**
     * Chooses where to begin: the newest good point, or the first record.
     *
     * @param every how long a point stands at least, before the next is saved
     * @throws StartingPointLostException if there is neither
     */
    Resumption(StartingPoints points, CommandLog.Source log, Duration every) {
        this.points = points;
        this.every = every;
        long first = log.firstOffset();
        List<StartingPoint> usable = points.newestFirst().stream()
                .filter(point -> reaches(log, point))
                .toList();
        if (usable.isEmpty() && first > 0) {
            throw new StartingPointLostException(points.place(), first);
        }
        beginning = usable.isEmpty() ? StartingPoint.NOTHING : usable.get(0);
        newest = beginning.offset();
        // One point alone may be damaged tomorrow; then what is kept of the log is needed.
        neededFrom = usable.size() > 1 ? usable.get(1).offset() : first;
        LOG.info("reports are made from record {} of the log on", beginning.offset());
    }

    private boolean reaches(CommandLog.Source log, StartingPoint point) {
        boolean reached = point.offset() >= log.firstOffset() && point.offset() <= log.endOffset();
        if (!reached) {
            LOG.warn(
                    "a starting point in {} is passed over: it is for record {}, and the log has {} to {}",
                    points.place(),
                    point.offset(),
                    log.firstOffset(),
                    log.endOffset());
        }
        return reached;
    }

    StartingPoint beginning() {
        return beginning;
    }

    /**
     * The first record that may be read at a next start. From any thread; never falls.
     *
     * @throws RuntimeException if it cannot be found out
     */
    long neededFrom() {
        return points.neededFrom(neededFrom);
    }

    /** Whether it is time to save a point. */
    boolean isDue(long offset) {
        return !isSaving && offset > newest && System.nanoTime() - lastTried >= every.toNanos();
    }

    /** Saves a point soon. */
    void save(StartingPoint point) {
        lastTried = System.nanoTime();
        isSaving = true;
        saving.execute(() -> write(point));
    }

    private void write(StartingPoint point) {
        try {
            if (point.offset() > newest) {
                points.save(point, newest);
                neededFrom = Math.max(neededFrom, newest);
                newest = point.offset();
            }
        } catch (RuntimeException refused) {
            LOG.error(
                    "no starting point could be saved; it is tried again, and a start takes longer until then",
                    refused);
        } finally {
            isSaving = false;
        }
    }

    /** Waits for what is being saved. */
    @Override
    public void close() {
        saving.shutdown();
        try {
            if (!saving.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                LOG.error("a starting point is not saved after {} s", CLOSE_SECONDS);
            }
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }
}
