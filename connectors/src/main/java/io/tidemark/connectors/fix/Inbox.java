package io.tidemark.connectors.fix;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
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
        tasks.add(() -> {
            try {
                cancelUntilAnswered(restatement);
            } catch (InterruptedException hurried) {
                Thread.currentThread().interrupt();
            }
        });
    }

    /**
     * A session that comes back meanwhile waits: what it enters now is not to be cancelled. A door that closes meanwhile
     * cancels when it opens again.
     */
    private void cancelUntilAnswered(int restatement) throws InterruptedException {
        boolean done = false;
        while (!done) {
            try {
                intake.cancelAll(restatement);
                done = true;
            } catch (RuntimeException silent) {
                LOG.warn("{} cancels on disconnect again, the market has not answered", thread.getName(), silent);
                done = closing.await(AGAIN_MILLIS, TimeUnit.MILLISECONDS);
            }
        }
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
