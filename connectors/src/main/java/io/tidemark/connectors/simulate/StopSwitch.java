package io.tidemark.connectors.simulate;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Makes Ctrl-C a wish to stop, and gives the program the time to write what it has. */
final class StopSwitch implements AutoCloseable {
    private static final long SECONDS_TO_FINISH = 30;

    private final CountDownLatch finished = new CountDownLatch(1);
    private final Thread hook = new Thread(this::pull, "stop");
    private volatile boolean pulled;

    private StopSwitch() {}

    static StopSwitch install() {
        StopSwitch stop = new StopSwitch();
        Runtime.getRuntime().addShutdownHook(stop.hook);
        return stop;
    }

    private void pull() {
        pulled = true;
        try {
            finished.await(SECONDS_TO_FINISH, TimeUnit.SECONDS);
        } catch (InterruptedException impatient) {
            Thread.currentThread().interrupt();
        }
    }

    boolean isPulled() {
        return pulled;
    }

    @Override
    public void close() {
        finished.countDown();
        if (!pulled) {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException goingDown) {
                // Pulled between the question and the answer: there is nothing to remove any more.
            }
        }
    }
}
