package io.tidemark.simulations.run;

import io.tidemark.simulations.metric.Metric;
import io.tidemark.simulations.scenario.Scenario;
import io.tidemark.simulations.scenario.Scenario.Precision;
import io.tidemark.simulations.statistics.Estimate;
import io.tidemark.simulations.world.CommandTap;
import io.tidemark.simulations.world.Control;
import io.tidemark.simulations.world.Replication;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/** A scenario, played as often as it asks. */
public final class Simulation {
    private static final double LEVEL = 0.95;

    private final Scenario scenario;
    private final InputFiles files;
    private final int jobs;
    private final MessageDigest digest = Hash.sha256();
    private final Map<Metric, List<Double>> values = new EnumMap<>(Metric.class);

    /** @param jobs how many replications are played at the same time; it changes nothing but the time */
    public Simulation(Scenario scenario, InputFiles files, int jobs) {
        this.scenario = scenario;
        this.files = files;
        this.jobs = jobs;
    }

    /** Takes the replications in, in their order. */
    @FunctionalInterface
    public interface Sink {
        void take(Replication.Outcome outcome) throws IOException;
    }

    /**
     * Plays replications until there are enough, it is precise, or it is stopped.
     *
     * @param stopped asked all the time; what is done by then is kept
     * @throws io.tidemark.simulations.world.BrokenWorldException if a market broke
     * @throws IOException if the sink cannot write
     */
    public Result run(Sink sink, Progress progress, BooleanSupplier stopped) throws IOException {
        AtomicBoolean enough = new AtomicBoolean();
        Control control = new Control() {
            @Override
            public boolean isStopped() {
                return enough.get() || stopped.getAsBoolean();
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
        boolean precise = false;
        try {
            int most = scenario.replications().max();
            Deque<Future<Replication.Outcome>> running = new ArrayDeque<>();
            int begun = 0;
            while (done < most && !precise) {
                // One more than there are threads, so that none waits while the first is written.
                while (begun < most && running.size() <= jobs) {
                    Replication replication = new Replication(scenario, files.inputs(), ++begun, CommandTap.none());
                    running.add(threads.submit(() -> replication.play(control)));
                }
                Replication.Outcome outcome = running.remove().get();
                take(outcome, sink);
                done++;
                progress.replicationDone(done);
                precise = done >= scenario.replications().min() && isPrecise();
            }
        } catch (ExecutionException failed) {
            if (!(failed.getCause() instanceof CancellationException)) {
                throw rethrown(failed);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } finally {
            enough.set(true);
            threads.shutdownNow();
        }
        boolean isStopped = done < scenario.replications().max() && !precise;
        return new Result(
                scenario,
                done,
                HexFormat.of().formatHex(digest.digest()),
                values,
                precise || scenario.replications().precision().isEmpty(),
                isStopped);
    }

    private static RuntimeException rethrown(ExecutionException failed) {
        return failed.getCause() instanceof RuntimeException broken ? broken : new IllegalStateException(failed);
    }

    private void take(Replication.Outcome outcome, Sink sink) throws IOException {
        digest.update(HexFormat.of().parseHex(outcome.digest()));
        outcome.metrics()
                .forEach((metric, value) -> values.computeIfAbsent(metric, unused -> new ArrayList<>())
                        .add(value));
        sink.take(outcome);
    }

    private boolean isPrecise() {
        if (scenario.replications().precision().isEmpty()) {
            return false;
        }
        Precision precision = scenario.replications().precision().get();
        return precision.on().stream()
                .allMatch(metric -> Result.estimate(values, metric)
                        .filter(Estimate::hasInterval)
                        .map(estimate -> estimate.isPrecise(precision.relative(), LEVEL))
                        .orElse(false));
    }
}
