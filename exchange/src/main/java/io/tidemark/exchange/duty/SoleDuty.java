package io.tidemark.exchange.duty;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Something that one member does for all of them, on a thread of its own: it begins when this member gets the duty and
 * ends when it loses it. Who was stopped for a while and goes on may do so for a moment beside its successor: what it
 * writes must carry the epoch, and be refused where a higher one was seen.
 */
public final class SoleDuty implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SoleDuty.class);
    private static final long LONGEST_END_SECONDS = 30;

    private final Duties duties;
    private final String name;
    private final Work work;
    private final ScheduledExecutorService thread;
    private final ScheduledFuture<?> looking;
    private volatile long holder;
    private boolean atWork;

    /** What is done. Both are called on one thread, in turns; neither may wait for long. */
    public interface Work {
        /** This member does it from now on. What is thrown gives the duty back, and it is tried again. */
        void begin(long epoch);

        /** It must end before this returns. */
        void end();
    }

    /** Tries for the duty, again and again. */
    public SoleDuty(Duties duties, String name, Duration every, Work work) {
        this.duties = duties;
        this.name = name;
        this.work = work;
        this.thread = Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "duty-" + name));
        this.looking = thread.scheduleWithFixedDelay(this::look, 0, every.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Number of the member that had the duty when this one looked last; 0 if that is not known. */
    public long holder() {
        return holder;
    }

    private void look() {
        try {
            if (atWork && !(duties.holds(name) && duties.isPresent())) {
                LOG.warn("this member does not do {} any more: it was not heard of for too long", name);
                end();
            }
            if (!atWork) {
                Duties.Claim claim = duties.claim(name);
                holder = claim.holder();
                if (claim.mine()) {
                    begin(claim.epoch());
                }
            }
        } catch (DutyException unknown) {
            holder = atWork ? holder : 0;
            // Presence runs out by itself if this goes on.
            LOG.debug("{}", unknown.getMessage());
        } catch (RuntimeException broken) {
            LOG.error("{} failed and is tried again", name, broken);
        }
    }

    private void begin(long epoch) {
        LOG.info("this member does {} now, epoch {}", name, epoch);
        atWork = true;
        try {
            work.begin(epoch);
        } catch (RuntimeException failed) {
            end();
            duties.release(name);
            throw failed;
        }
    }

    private void end() {
        if (atWork) {
            atWork = false;
            work.end();
        }
    }

    /** Ends the work, if it is done here, and gives the duty back. */
    @Override
    public void close() {
        if (thread.isShutdown()) {
            return;
        }
        looking.cancel(false);
        thread.execute(() -> {
            boolean held = atWork;
            end();
            if (held) {
                duties.release(name);
            }
        });
        thread.shutdown();
        try {
            if (!thread.awaitTermination(LONGEST_END_SECONDS, TimeUnit.SECONDS)) {
                LOG.error("{} has not ended after {} s", name, LONGEST_END_SECONDS);
            }
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }
}
