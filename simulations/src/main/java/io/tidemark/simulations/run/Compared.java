package io.tidemark.simulations.run;

import io.tidemark.simulations.metric.Aim;
import io.tidemark.simulations.metric.Metric;
import io.tidemark.simulations.statistics.PairedDifference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What a comparison came to. The first variant is what the others are measured against.
 *
 * @param replications how many of each variant were played to their end
 * @param digest SHA-256 over the digests of all replications, in hex
 * @param values of each variant in their order, of each replication in its order
 * @param precise whether the differences are as precise as asked, or nobody asked
 * @param stopped whether it was stopped before its end
 */
public record Compared(
        List<Variant> variants,
        int replications,
        String digest,
        List<List<Map<Metric, Double>>> values,
        boolean precise,
        boolean stopped) {
    /** The level of every interval here. */
    public static final double LEVEL = 0.95;

    public Compared {
        variants = List.copyOf(variants);
        values = values.stream().map(List::copyOf).toList();
    }

    /** What may be said of a variant against the first. */
    public enum Verdict {
        BETTER("better"),
        WORSE("worse"),
        /** Of a metric of which neither more nor less is better in itself. */
        HIGHER("higher"),
        LOWER("lower"),
        /** The interval of the paired difference holds zero, or there are too few pairs. */
        NOT_TOLD_APART("not told apart");

        private final String words;

        Verdict(String words) {
            this.words = words;
        }

        public String words() {
            return words;
        }
    }

    /**
     * A metric of a variant against the first one's, over the replications in which both have it.
     *
     * @param variant its place, from 0
     * @return empty if no replication has it in both
     */
    public Optional<PairedDifference> difference(Metric metric, int variant) {
        List<Double> first = new ArrayList<>();
        List<Double> second = new ArrayList<>();
        for (int i = 0; i < replications; i++) {
            Map<Metric, Double> base = values.get(0).get(i);
            Map<Metric, Double> other = values.get(variant).get(i);
            if (base.containsKey(metric) && other.containsKey(metric)) {
                first.add(Objects.requireNonNull(base.get(metric)));
                second.add(Objects.requireNonNull(other.get(metric)));
            }
        }
        return first.isEmpty() ? Optional.empty() : Optional.of(PairedDifference.of(array(first), array(second)));
    }

    private static double[] array(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }

    /** A side is named only if the 95 % interval of the paired difference excludes zero. */
    public static Verdict verdict(Metric metric, PairedDifference difference) {
        boolean neither = metric.aim() == Aim.NEITHER;
        return switch (difference.verdict(LEVEL)) {
            case HIGHER -> neither ? Verdict.HIGHER : metric.aim() == Aim.MORE ? Verdict.BETTER : Verdict.WORSE;
            case LOWER -> neither ? Verdict.LOWER : metric.aim() == Aim.LESS ? Verdict.BETTER : Verdict.WORSE;
            case NOT_TOLD_APART -> Verdict.NOT_TOLD_APART;
        };
    }

    /** The first digits of the digest, enough to tell comparisons apart. */
    public String shortDigest() {
        return digest.substring(0, 8);
    }
}
