package io.tidemark.fleet.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.exchange.contract.PoolId;
import io.tidemark.fleet.driver.StepEvidence.Result;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SanitizeReportTest {
    @Test
    void aReportIsCompleteWhenEveryStepIsThereAndGood() {
        assertThat(report(all()).isComplete()).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void withoutAnyOneStepItIsNot(SanitizeStep missing) {
        List<StepEvidence> steps = all();
        steps.removeIf(evidence -> evidence.step() == missing);
        assertThat(report(steps).isComplete()).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void withAnyOneStepFailedItIsNot(SanitizeStep failed) {
        List<StepEvidence> steps = all();
        steps.replaceAll(evidence -> evidence.step() == failed ? step(failed, Result.FAILED, 8) : evidence);
        assertThat(report(steps).isComplete()).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void aDeviceThatWasNotFoundWasNotErased(SanitizeStep lacking) {
        List<StepEvidence> steps = all();
        steps.replaceAll(evidence -> evidence.step() == lacking ? step(lacking, Result.PASSED, 7) : evidence);
        assertThat(report(steps).isComplete()).isFalse();
    }

    @Test
    void theSameStepTwiceIsNoReportOfOneSanitizing() {
        List<StepEvidence> steps = all();
        steps.add(step(SanitizeStep.TPM_RESET, Result.PASSED, 8));
        assertThat(report(steps).isComplete()).isFalse();
    }

    @Test
    void anEmptyReportProvesNothing() {
        assertThat(report(List.of()).isComplete()).isFalse();
    }

    @Test
    void aKeyOfSeveralLinesIsRefusedAndUserDataIsNeverShown() {
        assertThatThrownBy(() -> new Access("ssh-ed25519 AAAA x\nssh-rsa AAAA y", ""))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(new Access("ssh-ed25519 AAAA x", "password: secret").toString())
                .doesNotContain("secret");
    }

    @Test
    void aLeaseKeyReadsWhatItWrote() {
        LeaseKey key = LeaseKey.firm(PoolId.parse("B200X8.PRN1"), 7, 498_761);
        assertThat(key).hasToString("firm:B200X8.PRN1:7:498761");
        assertThat(LeaseKey.parse(key.toString())).isEqualTo(key);
    }

    private static List<StepEvidence> all() {
        List<StepEvidence> steps = new ArrayList<>();
        for (SanitizeStep step : SanitizeStep.values()) {
            steps.add(step(step, Result.PASSED, 8));
        }
        return steps;
    }

    private static StepEvidence step(SanitizeStep step, Result result, int found) {
        return new StepEvidence(step, "method", "tool 1.0", found, 8, result, 1, 2, "0".repeat(64));
    }

    private static SanitizeReport report(List<StepEvidence> steps) {
        return new SanitizeReport(new NodeRef("n1"), 1, true, steps);
    }
}
