package io.tidemark.simulations.run;

import io.tidemark.simulations.metric.Metric;
import io.tidemark.simulations.scenario.Scenario;
import io.tidemark.simulations.statistics.Estimate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a run came to.
 *
 * @param replications how many were played to their end
 * @param digest SHA-256 over the digests of all replications in their order, in hex: equal runs, equal digests
 * @param values of each metric, in the order of the replications that have one
 * @param precise whether it is as precise as the scenario asks, or the scenario does not ask
 * @param stopped whether it was stopped before its end
 */
public record Result(
        Scenario scenario,
        int replications,
        String digest,
        Map<Metric, List<Double>> values,
        boolean precise,
        boolean stopped) {
    private static final double LEVEL = 0.95;

    public Result {
        Map<Metric, List<Double>> copy = new EnumMap<>(Metric.class);
        values.forEach((metric, all) -> copy.put(metric, List.copyOf(all)));
        values = copy;
    }

    /** What the replications say of a metric; empty if none has it. */
    public Optional<Estimate> estimate(Metric metric) {
        return estimate(values, metric);
    }

    static Optional<Estimate> estimate(Map<Metric, List<Double>> values, Metric metric) {
        List<Double> all = values.getOrDefault(metric, List.of());
        return all.isEmpty()
                ? Optional.empty()
                : Optional.of(Estimate.of(
                        all.stream().mapToDouble(Double::doubleValue).toArray()));
    }

    /** A sentence for each assertion of the scenario that does not hold. */
    public List<String> failedAssertions() {
        List<String> failed = new ArrayList<>();
        for (Scenario.Assertion assertion : scenario.assertions()) {
            OptionalDouble value = estimate(assertion.metric())
                    .map(estimate -> statistic(estimate, assertion.statistic()))
                    .orElse(OptionalDouble.empty());
            if (value.isEmpty()) {
                failed.add(assertion.text() + ": there is no such figure in this run");
            } else if (!holds(value.getAsDouble(), assertion.comparison(), assertion.bound())) {
                failed.add(assertion.text() + ": it is " + Figures.plain(value.getAsDouble()));
            }
        }
        return failed;
    }

    private static OptionalDouble statistic(Estimate estimate, String name) {
        return switch (name) {
            case "mean" -> OptionalDouble.of(estimate.mean());
            case "min" -> OptionalDouble.of(estimate.min());
            case "p5" -> OptionalDouble.of(estimate.p5());
            case "p50" -> OptionalDouble.of(estimate.p50());
            case "p95" -> OptionalDouble.of(estimate.p95());
            case "max" -> OptionalDouble.of(estimate.max());
            default -> estimate.halfWidth(LEVEL);
        };
    }

    private static boolean holds(double value, String comparison, double bound) {
        return switch (comparison) {
            case "<=" -> value <= bound;
            case ">=" -> value >= bound;
            case "<" -> value < bound;
            default -> value > bound;
        };
    }

    /** The first digits of the digest, enough to tell runs apart. */
    public String shortDigest() {
        return digest.substring(0, 8);
    }
}
