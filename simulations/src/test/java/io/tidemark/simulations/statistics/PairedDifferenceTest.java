package io.tidemark.simulations.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.tidemark.simulations.statistics.PairedDifference.Verdict;
import org.junit.jupiter.api.Test;

class PairedDifferenceTest {
    /** The sleep data of Student's own paper of 1908: mean 1.58, t = 4.0621, interval 0.7001142 to 2.4598858. */
    @Test
    void studentsOwnExampleComesOutAsPublished() {
        double[] first = {0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0};
        double[] second = {1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4};
        PairedDifference paired = PairedDifference.of(first, second);
        Interval interval = paired.difference().interval(0.95).orElseThrow();
        assertThat(paired.difference().mean()).isCloseTo(1.58, within(1e-12));
        assertThat(interval.low()).isCloseTo(0.7001142, within(1e-7));
        assertThat(interval.high()).isCloseTo(2.4598858, within(1e-7));
        assertThat(paired.verdict(0.95)).isEqualTo(Verdict.HIGHER);
        assertThat(paired.varianceRatio()).isBetween(4.0, 5.0);
    }

    @Test
    void withoutPairsTheSameDataCannotBeToldApart() {
        double[] first = {0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0};
        double[] shuffled = {3.4, 1.6, 4.6, 5.5, 4.4, 0.1, -0.1, 0.8, 1.9, 1.1};
        assertThat(PairedDifference.of(first, shuffled).verdict(0.95)).isEqualTo(Verdict.NOT_TOLD_APART);
    }

    @Test
    void lowerIsSaidToo() {
        assertThat(PairedDifference.of(new double[] {5, 6, 7}, new double[] {1, 2.1, 3})
                        .verdict(0.95))
                .isEqualTo(Verdict.LOWER);
    }

    @Test
    void onePairSaysNothing() {
        assertThat(PairedDifference.of(new double[] {1}, new double[] {9}).verdict(0.95))
                .isEqualTo(Verdict.NOT_TOLD_APART);
    }

    @Test
    void unequalNumbersOfReplicationsAreRefused() {
        assertThatThrownBy(() -> PairedDifference.of(new double[] {1, 2}, new double[] {1}))
                .hasMessageContaining("2 and 1");
    }
}
