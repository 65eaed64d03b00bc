package io.tidemark.simulations.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.tidemark.simulations.random.NamedStreams;
import org.apache.commons.rng.UniformRandomProvider;
import org.junit.jupiter.api.Test;

class BatchMeansTest {
    @Test
    void aRunOfAnyLengthIsHeldInFewBatches() {
        BatchMeans batches = new BatchMeans();
        for (int i = 0; i < 1_000_000; i++) {
            batches.add(i % 10);
        }
        assertThat(batches.estimate().n()).isBetween(32, 63);
        assertThat(batches.estimate().mean()).isCloseTo(4.5, within(0.001));
        assertThat(batches.batchSize() * batches.estimate().n()).isBetween(900_000L, 1_000_000L);
    }

    /**
     * Of an autoregression with coefficient 0.9 the mean of n values has the standard deviation 10 sd / sqrt(n): naive
     * intervals are more than four times too narrow.
     */
    @Test
    void dependentValuesGetAnIntervalOfTheRightSize() {
        UniformRandomProvider random = new NamedStreams(7).stream("batch means", 0);
        BatchMeans batches = new BatchMeans();
        double state = 0;
        int n = 200_000;
        for (int i = 0; i < n; i++) {
            state = 0.9 * state + (random.nextDouble() - 0.5);
            batches.add(state);
        }
        double innovation = StrictMath.sqrt(1 / 12.0);
        double exact = 1.96 * innovation / (1 - 0.9) / StrictMath.sqrt(n);
        assertThat(batches.estimate().halfWidth(0.95).orElseThrow()).isBetween(0.7 * exact, 1.4 * exact);
        assertThat(batches.estimate().interval(0.99).orElseThrow().contains(0)).isTrue();
        assertThat(batches.correlation()).isBetween(-0.35, 0.35);
    }

    @Test
    void aTrendShowsInTheCorrelation() {
        BatchMeans batches = new BatchMeans();
        for (int i = 0; i < 5_000; i++) {
            batches.add(i);
        }
        assertThat(batches.correlation()).isGreaterThan(0.8);
    }

    @Test
    void whatIsNoNumberIsRefused() {
        assertThatThrownBy(() -> new BatchMeans().add(Double.POSITIVE_INFINITY)).hasMessageContaining("Infinity");
    }
}
