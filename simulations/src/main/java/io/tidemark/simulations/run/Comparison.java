package io.tidemark.simulations.run;

import io.tidemark.simulations.metric.Metric;
import io.tidemark.simulations.scenario.Scenario.Precision;
import io.tidemark.simulations.scenario.Scenario.Replications;
import io.tidemark.simulations.statistics.PairedDifference;
import io.tidemark.simulations.world.CommandTap;
import io.tidemark.simulations.world.Replication;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Scenarios played on common random numbers: replication for replication, all of them draw the same demand and the same
 * jobs, so that a difference is the difference of the scenarios and hardly one of luck.
 */
public final class Comparison {
    private final List<Variant> variants;
    private final Replications wanted;
    private final int jobs;
    private final MessageDigest digest = Hash.sha256();
    private final List<List<Map<Metric, Double>>> values = new ArrayList<>();

    /**
     * @param variants two or more of one seed; how often they are played, the first one says
     * @param jobs how many replications are played at the same time; it changes nothing but the time
     */
    public Comparison(List<Variant> variants, int jobs) {
        if (variants.size() < 2) {
            throw new IllegalArgumentException("one scenario is no comparison");
        }
        long seeds = variants.stream()
                .map(variant -> variant.scenario().seed())
                .distinct()
                .count();
        if (seeds > 1) {
            throw new IllegalArgumentException("scenarios of several seeds have no random numbers in common");
        }
        this.variants = List.copyOf(variants);
        this.wanted = variants.get(0).scenario().replications();
        this.jobs = jobs;
        variants.forEach(variant -> values.add(new ArrayList<>()));
    }

    /** Takes the replications in: those of one number of all variants, then those of the next. */
    @FunctionalInterface
    public interface Sink {
        void take(Variant variant, Replication.Outcome outcome) throws IOException;
    }

    /**
     * Plays replications of all variants until there are enough, the differences are precise, or it is stopped.
     *
     * @throws io.tidemark.simulations.world.BrokenWorldException if a market broke
     * @throws IOException if the sink cannot write
     */
    public Compared run(Sink sink, Progress progress, BooleanSupplier stopped) throws IOException {
        int count = variants.size();
        int[] taken = {0};
        boolean[] precise = {false};
        int done = new SideBySide(jobs, progress, stopped).play(wanted.max() * count, this::replication, outcome -> {
            int place = taken[0]++ % count;
            digest.update(HexFormat.of().parseHex(outcome.digest()));
            values.get(place).add(outcome.metrics());
            sink.take(variants.get(place), outcome);
            precise[0] = place == count - 1 && taken[0] / count >= wanted.min() && isPrecise(taken[0] / count);
            return precise[0];
        });
        boolean isStopped = done < wanted.max() * count && !precise[0];
        return compared(done / count, precise[0] || wanted.precision().isEmpty(), isStopped);
    }

    /** Number 1 of all variants, then number 2 of all. */
    private Replication replication(int place) {
        Variant variant = variants.get((place - 1) % variants.size());
        int number = (place - 1) / variants.size() + 1;
        return new Replication(variant.scenario(), variant.files().inputs(), number, CommandTap.none());
    }

    private Compared compared(int replications, boolean precise, boolean stopped) {
        return new Compared(
                variants, replications, HexFormat.of().formatHex(digest.digest()), values, precise, stopped);
    }

    /** The half-width of each difference against the first one's mean. */
    private boolean isPrecise(int replications) {
        if (wanted.precision().isEmpty()) {
            return false;
        }
        Precision precision = wanted.precision().get();
        Compared now = new Compared(variants, replications, "", values, false, false);
        for (int variant = 1; variant < variants.size(); variant++) {
            for (Metric metric : precision.on()) {
                Optional<PairedDifference> pair = now.difference(metric, variant);
                boolean narrow = pair.isPresent()
                        && pair.get().difference().hasInterval()
                        && pair.get().difference().halfWidth(Compared.LEVEL).orElseThrow()
                                <= precision.relative()
                                        * Math.abs(pair.get().first().mean());
                if (!narrow) {
                    return false;
                }
            }
        }
        return true;
    }
}
