package io.tidemark.simulations.selftest;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.simulations.random.NamedStreams;
import io.tidemark.simulations.selftest.CaseResult.Way;
import io.tidemark.simulations.statistics.Estimate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SelfTestTest {
    private static final Traffic JOBS = Traffic.spot("control", 3, 1, Durations.EXPONENTIAL);
    private static final NamedStreams STREAMS = new NamedStreams(SelfTest.USUAL_SEED);

    @Test
    void theSimulatorAgreesWithTheory() {
        List<CaseResult> told = new ArrayList<>();
        List<CaseResult> results = SelfTest.run(Effort.QUICK, SelfTest.USUAL_SEED, told::add);
        assertThat(results)
                .isNotEmpty()
                .allSatisfy(result ->
                        assertThat(result.passed()).as(result.toString()).isTrue());
        assertThat(told).isEqualTo(results);
        assertThat(results).extracting(CaseResult::number).contains(1, 2, 3, 4, 5, 6, 7, 8, 9);
        for (int number : new int[] {1, 3, 4}) {
            assertThat(results)
                    .as("case %d runs through the engine", number)
                    .anyMatch(result -> result.number() == number && result.way() == Way.ENGINE);
        }
    }

    @Test
    void aWrongAnswerFails() {
        Estimate estimate = Estimate.of(blocked(new Replications(5, 0, List.of(JOBS), STREAMS, 3_600_000), 20_000));
        assertThat(CaseResult.of(1, "right", Way.KIT, 0.110054, estimate, 0.06).passed())
                .isTrue();
        assertThat(CaseResult.of(1, "ten percent off", Way.KIT, 0.121059, estimate, 0.06)
                        .passed())
                .isFalse();
    }

    @Test
    void aWideIntervalFailsEvenAroundTheRightAnswer() {
        Estimate estimate = Estimate.of(0.05, 0.11, 0.17);
        assertThat(CaseResult.of(1, "wide", Way.KIT, 0.110054, estimate, 0.02).passed())
                .isFalse();
    }

    @Test
    void anotherPoolThanTheOneOfTheFormulaFails() {
        Estimate estimate = Estimate.of(blocked(new Replications(6, 0, List.of(JOBS), STREAMS, 3_600_000), 20_000));
        assertThat(CaseResult.of(1, "one lot more", Way.KIT, 0.110054, estimate, 0.2)
                        .passed())
                .isFalse();
    }

    @Test
    void anEngineThatDecidesOtherwiseShowsInItsEstimateAndInItsDecisions() {
        Replications five = new Replications(5, 0, List.of(JOBS), STREAMS, 3_600_000);
        Replications six = new Replications(6, 0, List.of(JOBS), STREAMS, 3_600_000);
        Control right = five.control(20_000, 400);
        Control wrong = new Control(right.counted(), six.engine(400), right.same());
        assertThat(right.ofEngine(1, "five lots", 0.110054, tally -> tally.blockedShare(0), 0.06)
                        .passed())
                .isTrue();
        assertThat(right.sameDecisions(1, "five lots").passed()).isTrue();
        assertThat(wrong.ofEngine(1, "six lots", 0.110054, tally -> tally.blockedShare(0), 0.5)
                        .passed())
                .isFalse();
        assertThat(wrong.sameDecisions(1, "six lots").passed()).isFalse();
    }

    @Test
    void theNoticeOfAReclaimChangesLessThanAPercent() {
        List<Traffic> traffic = List.of(Traffic.internal(70), Traffic.spot("notice", 40, 1, Durations.EXPONENTIAL));
        Control control = new Replications(100, 0, traffic, STREAMS, 50 * 3_600_000L).control(40, 40);
        for (int i = 0; i < control.engine().size(); i++) {
            assertThat(control.engine().get(i).meanBusy(1)
                            / control.same().get(i).meanBusy(1))
                    .isBetween(0.99, 1.01);
            assertThat(control.engine().get(i).reclaims).isPositive();
        }
    }

    private static double[] blocked(Replications replications, double length) {
        return replications.counted(length).stream()
                .mapToDouble(tally -> tally.blockedShare(0))
                .toArray();
    }
}
