package io.tidemark.simulations.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EstimateTest {
    /** From the printed tables of Student's distribution, two-sided. */
    @ParameterizedTest
    @CsvSource({
        "0.95, 1, 12.706", "0.95, 2, 4.303", "0.95, 9, 2.262", "0.95, 29, 2.045", "0.95, 120, 1.980",
        "0.99, 1, 63.657", "0.99, 9, 3.250", "0.99, 30, 2.750", "0.90, 5, 2.015", "0.80, 10, 1.372"
    })
    void quantilesAreThoseOfThePublishedTables(double level, double degrees, double table) {
        assertThat(StudentT.twoSided(level, degrees)).isCloseTo(table, within(0.0005));
    }

    /** The heat flow meter of the NIST/SEMATECH handbook, section 1.3.5.2: mean 9.26146, sd 0.02278881, n = 195. */
    @Test
    void theIntervalIsThatOfTheHandbook() {
        Estimate estimate = new Estimate(195, 9.261460, 0.02278881, 9, 9, 9, 9, 9);
        Interval interval = estimate.interval(0.95).orElseThrow();
        assertThat(interval.low()).isCloseTo(9.258242, within(1e-6));
        assertThat(interval.high()).isCloseTo(9.264679, within(1e-6));
    }

    @Test
    void aSmallSampleIsSummedUpAsByHand() {
        Estimate estimate = Estimate.of(2, 4, 4, 4, 5, 5, 7, 9);
        assertThat(estimate.n()).isEqualTo(8);
        assertThat(estimate.mean()).isEqualTo(5);
        assertThat(estimate.standardDeviation()).isCloseTo(2.138090, within(1e-6));
        assertThat(estimate.min()).isEqualTo(2);
        assertThat(estimate.p5()).isCloseTo(2.7, within(1e-12));
        assertThat(estimate.p50()).isEqualTo(4.5);
        assertThat(estimate.p95()).isCloseTo(8.3, within(1e-12));
        assertThat(estimate.max()).isEqualTo(9);
        assertThat(estimate.halfWidth(0.95).orElseThrow()).isCloseTo(1.787488, within(1e-5));
    }

    @Test
    void ofOneValueNothingIsKnownYet() {
        Estimate one = Estimate.of(3);
        assertThat(one.mean()).isEqualTo(3);
        assertThat(one.hasInterval()).isFalse();
        assertThat(one.halfWidth(0.95)).isEmpty();
        assertThat(one.interval(0.95)).isEmpty();
        assertThat(one.isPrecise(1, 0.95)).isFalse();
    }

    @Test
    void precisionIsTheHalfWidthOverTheMean() {
        Estimate estimate = Estimate.of(99, 100, 101);
        double relative = estimate.halfWidth(0.95).orElseThrow() / 100;
        assertThat(estimate.isPrecise(relative * 1.0001, 0.95)).isTrue();
        assertThat(estimate.isPrecise(relative * 0.9999, 0.95)).isFalse();
        assertThat(Estimate.of(-99, -100, -101).isPrecise(relative * 1.0001, 0.95))
                .isTrue();
    }

    @Test
    void aMeanOfZeroIsPreciseOnlyIfEveryValueIsZero() {
        assertThat(Estimate.of(0, 0, 0).isPrecise(0.02, 0.95)).isTrue();
        assertThat(Estimate.of(-1, 0, 1).isPrecise(0.02, 0.95)).isFalse();
    }

    @Test
    void equalValuesHaveNoSpreadAtAll() {
        double[] tenths = IntStream.range(0, 10).mapToDouble(i -> 0.1).toArray();
        assertThat(Estimate.of(tenths).standardDeviation()).isZero();
        assertThat(Estimate.of(tenths).mean()).isEqualTo(0.1);
    }

    @Test
    void aLargeValueDoesNotSwallowSmallOnes() {
        assertThat(Estimate.of(1e16, 1, 1, -1e16).mean()).isEqualTo(0.5);
    }

    @Test
    void whatIsNoNumberIsRefusedWithItsPlace() {
        assertThatThrownBy(() -> Estimate.of(1, Double.NaN)).hasMessage("value 1 is not a finite number: NaN");
        assertThatThrownBy(Estimate::of).hasMessage("no value, no estimate");
        assertThatThrownBy(() -> Estimate.of(1, 2).halfWidth(95)).hasMessageContaining("95");
    }
}
