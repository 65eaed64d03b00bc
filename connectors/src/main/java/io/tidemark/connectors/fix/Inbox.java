package io.tidemark.connectors.fix;

import java.util.OptionalInt;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import quickfix.Message;

/**
 * What a session asked for and the market has not answered yet: one thing after the other, so that a cancel never overtakes
 * its order. Messages are refused when it is full; what the door itself must do never is.
 */
final class Inbox implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Inbox.class);
    private static final long CLOSE_MILLIS = 15_000;
    private static final long AGAIN_MILLIS = 500;

    private final BlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
    private final Intake intake;
    private final int most;
    private final Thread thread;
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile boolean closed;

    Inbox(String compId, Intake intake, int most) {
        this.intake = intake;
        this.most = most;
        this.thread = new Thread(this::run, "fix-" + compId);
    }

    void start() {
        thread.start();
    }

    /** Whether the message was taken. */
    boolean offer(Message message) {
        return tasks.size() < most && tasks.add(() -> intake.take(message));
    }

    /** After everything that came before: what the session has open is cancelled. */
    void cancelAll(int restatement) {
        end(OptionalInt.of(restatement), () -> true, () -> {}, () -> {});
    }

    /**
     * After everything that came before: what the session has open is cancelled, if there is a reason, and then it has ended.
     *
     * @param ours whether that is still for this door to do
     * @param done when it is; not if it is for another one, or if the door closes in the middle of it
     * @param inAnyCase what is done after that, whatever came of it
     */
    void end(OptionalInt restatement, BooleanSupplier ours, Runnable done, Runnable inAnyCase) {
        tasks.add(() -> {
            try {
                if (ours.getAsBoolean() && (restatement.isEmpty() || hasCancelled(restatement.getAsInt(), ours))) {
                    done.run();
                }
            } catch (InterruptedException hurried) {
                Thread.currentThread().interrupt();
            } finally {
                inAnyCase.run();
            }
        });
    }

    /**
     * A session that comes back meanwhile waits: what it enters now is not to be cancelled. A door that closes meanwhile
     * cancels when it opens again.
     */
    private boolean hasCancelled(int restatement, BooleanSupplier ours) throws InterruptedException {
        while (ours.getAsBoolean()) {
            try {
                intake.cancelAll(restatement);
                return true;
            } catch (RuntimeException silent) {
                LOG.warn("{} cancels on disconnect again, the market has not answered", thread.getName(), silent);
                if (closing.await(AGAIN_MILLIS, TimeUnit.MILLISECONDS)) {
                    return false;
                }
            }
        }
        return false;
    }

    private void run() {
        try {
            while (!closed || !tasks.isEmpty()) {
                Runnable task = tasks.take();
                try {
                    task.run();
                } catch (RuntimeException failed) {
                    LOG.error("{} could not carry out a request", thread.getName(), failed);
                }
            }
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }

    /** Lets what was taken finish. */
    @Override
    public void close() {
        closing.countDown();
        tasks.add(() -> closed = true);
        try {
            thread.join(CLOSE_MILLIS);
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }
}
