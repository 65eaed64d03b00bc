package io.tidemark.exchange.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.pool.Mutants.Mutant;
import io.tidemark.exchange.pool.RandomHistory.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The state hash sees every part of a pool, and so does a restore: none is written and then left lying. */
class StateHashTest {
    private static final int HISTORIES = 60;
    private static final int COMMANDS = 100;

    private static final List<PoolSnapshot> SAMPLES = new ArrayList<>();

    @BeforeAll
    static void takeSamples() {
        for (long seed = 5_001; seed <= 5_000 + HISTORIES; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            RandomHistory history = RandomHistory.play(seed, COMMANDS);
            Set<Integer> moments = new TreeSet<>();
            moments.add(random.nextInt(history.steps().size()));
            first(history, Event.LeaseNoticed.class::isInstance).ifPresent(moments::add);
            first(history, StateHashTest::isDebt).ifPresent(moments::add);
            PoolEngine engine = new PoolEngine(PoolId.parse("B200X8.PRN1"));
            for (int i = 0; i < history.steps().size(); i++) {
                Step step = history.steps().get(i);
                engine.apply(step.time(), step.draw(), step.command());
                if (moments.contains(i)) {
                    SAMPLES.add(engine.snapshot());
                }
            }
        }
    }

    /** Few minutes of a day see a notice run, or damages owed. */
    private static OptionalInt first(RandomHistory history, Predicate<Event> event) {
        return IntStream.range(0, history.outcomes().size())
                .filter(i -> history.outcomes().get(i).events().stream().anyMatch(event))
                .findFirst();
    }

    private static boolean isDebt(Event event) {
        return event instanceof Event.DamagesAwarded awarded && awarded.unpaid() > 0;
    }

    @Test
    void whateverDiffersTheHashDiffers() {
        for (PoolSnapshot sample : SAMPLES) {
            long hash = PoolSnapshots.hash(sample);
            for (Mutant mutant : Mutants.of(sample, hash)) {
                assertThat(PoolSnapshots.hash((PoolSnapshot) mutant.value()))
                        .as(mutant.place())
                        .isNotEqualTo(hash);
            }
        }
    }

    /** What was changed in the snapshot is changed in the pool, or the pool says that it cannot be. */
    @Test
    void whateverDiffersTheRestoredPoolDiffers() {
        for (PoolSnapshot sample : SAMPLES) {
            long hash = PoolSnapshots.hash(sample);
            for (Mutant mutant : Mutants.of(sample, hash)) {
                // Lists that have an order of their own get it back.
                if (!mutant.reordered()) {
                    assertThat(hashOnceRestored((PoolSnapshot) mutant.value(), ~hash))
                            .as(mutant.place())
                            .isNotEqualTo(hash);
                }
            }
        }
    }

    private static long hashOnceRestored(PoolSnapshot snapshot, long otherwise) {
        try {
            return PoolEngine.restore(snapshot).stateHash();
        } catch (IllegalArgumentException contradiction) {
            return otherwise;
        }
    }

    /** A place that no sample fills would prove nothing. */
    @Test
    void theSamplesFillEveryPlace() {
        Set<String> tried = new TreeSet<>();
        for (PoolSnapshot sample : SAMPLES) {
            Mutants.of(sample, PoolSnapshots.hash(sample)).forEach(mutant -> tried.add(mutant.place()));
        }
        assertThat(tried).containsAll(Mutants.placesIn(PoolSnapshot.class));
    }
}
