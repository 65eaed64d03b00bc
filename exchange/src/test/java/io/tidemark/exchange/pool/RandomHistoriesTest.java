package io.tidemark.exchange.pool;

import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Section 11 of the rulebook on made-up days. A failure names its seed and step; run that seed alone with {@code
 * -Dtidemark.seed=…}, and more of them with {@code -Dtidemark.histories=…}.
 */
class RandomHistoriesTest {
    private static final int COMMANDS = 150;

    static LongStream seeds() {
        Long only = Long.getLong("tidemark.seed");
        return only != null ? LongStream.of(only) : LongStream.rangeClosed(1, Long.getLong("tidemark.histories", 300));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void everyInvariantHoldsAfterEveryStep(long seed) {
        RandomHistory.play(seed, COMMANDS);
    }
}
