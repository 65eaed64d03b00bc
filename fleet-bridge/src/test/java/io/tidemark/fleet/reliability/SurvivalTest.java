package io.tidemark.fleet.reliability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tidemark.fleet.reliability.Reliability.Age;
import io.tidemark.fleet.reliability.Survival.Step;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class SurvivalTest {
    /** Freireich's trial of 1963, in every textbook: weeks of remission under 6-MP, + for censored. */
    @Test
    void theTextbookExampleComesOutAsPrinted() {
        Survival survival = new Survival();
        for (long week : new long[] {6, 6, 6, 7, 10, 13, 16, 22, 23}) {
            survival.add(week, 1, true);
        }
        for (long week : new long[] {6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35}) {
            survival.add(week, 1, false);
        }
        assertThat(survival.lots()).isEqualTo(21);
        assertThat(survival.steps()).extracting(Step::seconds).containsExactly(6L, 7L, 10L, 13L, 16L, 22L, 23L);
        assertThat(survival.steps()).extracting(Step::atRisk).containsExactly(21L, 17L, 15L, 12L, 11L, 7L, 6L);
        double[] printed = {0.8571, 0.8067, 0.7529, 0.6902, 0.6275, 0.5378, 0.4482};
        for (int i = 0; i < printed.length; i++) {
            assertThat(survival.steps().get(i).share()).isCloseTo(printed[i], within(5e-5));
        }
        Step first = survival.steps().get(0);
        assertThat(first.low()).isCloseTo(0.6197, within(5e-4));
        assertThat(first.high()).isCloseTo(0.9516, within(5e-4));
    }

    @Test
    void withoutAReclaimNobodyIsLost() {
        Survival survival = new Survival();
        survival.add(100, 1, false);
        assertThat(survival.steps()).isEmpty();
        assertThat(survival.shareAt(100)).isEqualTo(1);
    }

    @Test
    void whenAllAreReclaimedNobodyIsLeft() {
        Survival survival = new Survival();
        survival.add(50, 1, true);
        survival.add(100, 1, true);
        assertThat(survival.shareAt(49)).isEqualTo(1);
        assertThat(survival.shareAt(50)).isEqualTo(0.5);
        assertThat(survival.shareAt(100)).isZero();
    }

    @Test
    void aLeaseThatEndsInPartsWeighsNoMoreThanOneThatEndsAtOnce() {
        Survival parts = new Survival();
        parts.add(50, 1, true);
        parts.add(60, 1, true);
        parts.add(100, 2, false);
        assertThat(parts.lots()).isEqualTo(4);
        assertThat(parts.reclaimedLots()).isEqualTo(2);
        assertThat(parts.shareAt(100)).isEqualTo(0.5);
    }

    @Test
    void lotsThatSharedTheirFateAreNoIndependentEvidence() {
        Survival alone = new Survival();
        Survival together = new Survival();
        for (int lot = 0; lot < 4; lot++) {
            alone.add(50, 1, true);
            alone.add(100, 1, false);
        }
        together.add(50, 4, true);
        together.add(100, 4, false);
        Step narrow = alone.steps().get(0);
        Step wide = together.steps().get(0);
        assertThat(wide.share()).isEqualTo(narrow.share());
        assertThat(wide.low()).isLessThan(narrow.low());
        assertThat(wide.high()).isGreaterThan(narrow.high());
    }

    /**
     * By hand: 10 lots. At half an hour 2 are taken (8/10 live), at two hours 3 are given back, so that 5 are at risk when one
     * is taken at five hours (4/5 of 8/10 = 16/25), and 4 are watched for seven hours.
     */
    @Test
    void theAgesOfAPoolAreWorkedOutByHand() {
        Survival survival = new Survival();
        survival.add(1_800, 2, true);
        survival.add(7_200, 3, false);
        survival.add(18_000, 1, true);
        survival.add(25_200, 4, false);
        Age one = ReliabilityReport.age(survival, 1);
        assertThat(one.share().orElseThrow()).isEqualTo(0.8);
        assertThat(one.watchedLots()).isEqualTo(8);
        assertThat(one.interval().orElseThrow().low()).isLessThan(0.8);
        Age six = ReliabilityReport.age(survival, 6);
        assertThat(six.share().orElseThrow()).isCloseTo(0.64, within(1e-12));
        assertThat(six.watchedLots()).isEqualTo(4);
        assertThat(ReliabilityReport.age(survival, 24))
                .as("nobody was watched for a day")
                .isEqualTo(new Age(24, OptionalDouble.empty(), Optional.empty(), 0));
    }

    @Test
    void whereAllWereTakenNothingSurvivesAndWhereNothingWasSeenNothingIsSaid() {
        Survival taken = new Survival();
        taken.add(1_800, 2, true);
        assertThat(ReliabilityReport.age(taken, 24)).isEqualTo(new Age(24, OptionalDouble.of(0), Optional.empty(), 0));
        assertThat(ReliabilityReport.age(new Survival(), 1))
                .isEqualTo(new Age(1, OptionalDouble.empty(), Optional.empty(), 0));
    }
}
