package io.tidemark.simulations.run;

import io.tidemark.simulations.world.Control;
import io.tidemark.simulations.world.Replication;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;

/** Plays replications on several threads and hands on what they came to in their order. */
final class SideBySide {
    private final int jobs;
    private final Progress progress;
    private final BooleanSupplier stopped;

    SideBySide(int jobs, Progress progress, BooleanSupplier stopped) {
        this.jobs = jobs;
        this.progress = progress;
        this.stopped = stopped;
    }

    /** Takes in what was played, and says whether that is enough. */
    @FunctionalInterface
    interface Taker {
        boolean isEnough(Replication.Outcome outcome) throws IOException;
    }

    /**
     * Plays until it is enough, there are no more, or it is stopped.
     *
     * @param replications by their place from 1 to {@code most}
     * @return how many were taken
     * @throws io.tidemark.simulations.world.BrokenWorldException if a market broke
     */
    int play(int most, IntFunction<Replication> replications, Taker taker) throws IOException {
        AtomicBoolean ended = new AtomicBoolean();
        Control control = new Control() {
            @Override
            public boolean isStopped() {
                return ended.get() || stopped.getAsBoolean();
            }

            @Override
            public void played(long millis) {
                progress.played(millis);
            }
        };
        ExecutorService threads = Executors.newFixedThreadPool(jobs, work -> {
            Thread thread = new Thread(work, "replication");
            thread.setDaemon(true);
            return thread;
        });
        int done = 0;
        boolean enough = false;
        try {
            Deque<Future<Replication.Outcome>> running = new ArrayDeque<>();
            int begun = 0;
            while (done < most && !enough) {
                // One more than there are threads, so that none waits while the first is written.
                while (begun < most && running.size() <= jobs) {
                    Replication replication = replications.apply(++begun);
                    running.add(threads.submit(() -> replication.play(control)));
                }
                enough = taker.isEnough(running.remove().get());
                done++;
                progress.replicationDone(done);
            }
        } catch (ExecutionException failed) {
            if (!(failed.getCause() instanceof CancellationException)) {
                throw rethrown(failed);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } finally {
            ended.set(true);
            threads.shutdownNow();
        }
        return done;
    }

    private static RuntimeException rethrown(ExecutionException failed) {
        return failed.getCause() instanceof RuntimeException broken ? broken : new IllegalStateException(failed);
    }
}
