package io.tidemark.connectors.fix;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
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

    private final BlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
    private final Intake intake;
    private final int most;
    private final Thread thread;
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
        tasks.add(() -> intake.cancelAll(restatement));
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
        tasks.add(() -> closed = true);
        try {
            thread.join(CLOSE_MILLIS);
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }
}
