package io.tidemark.exchange.journal;

/** Waits that an interrupt does not cut short: what closes must have ended before its storage is let go of. */
public final class Uninterruptibly {
    private Uninterruptibly() {}

    /** Waits until a thread has ended; an interrupt meanwhile is kept for whoever looks for it afterwards. */
    public static void join(Thread thread) {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException later) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
