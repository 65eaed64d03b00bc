package io.tidemark.simulations.run;

import io.tidemark.simulations.metric.Metric;
import io.tidemark.simulations.scenario.Scenario;
import io.tidemark.simulations.scenario.Scenario.Precision;
import io.tidemark.simulations.statistics.Estimate;
import io.tidemark.simulations.world.CommandTap;
import io.tidemark.simulations.world.Replication;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
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
        boolean[] precise = {false};
        int[] taken = {0};
        int done = new SideBySide(jobs, progress, stopped)
                .play(
                        scenario.replications().max(),
                        number -> new Replication(scenario, files.inputs(), number, CommandTap.none()),
                        outcome -> {
                            take(outcome, sink);
                            precise[0] = ++taken[0] >= scenario.replications().min() && isPrecise();
                            return precise[0];
                        });
        boolean isStopped = done < scenario.replications().max() && !precise[0];
        return new Result(
                scenario,
                done,
                HexFormat.of().formatHex(digest.digest()),
                values,
                precise[0] || scenario.replications().precision().isEmpty(),
                isStopped);
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
