package io.tidemark.simulations.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class ScaleTest {
    private static long at(String instant) {
        return Instant.parse(instant).toEpochMilli();
    }

    @Test
    void ticksAreRound() {
        assertThat(new Scale(0, 128, 0, 1).ticks()).containsExactly(0.0, 20.0, 40.0, 60.0, 80.0, 100.0, 120.0);
        assertThat(Scale.upTo(128, 0, 1).to()).isEqualTo(140);
    }

    @Test
    void nothingStillHasAnAxis() {
        assertThat(Scale.upTo(0, 0, 1).ticks()).contains(0.0, 1.0);
    }

    @Test
    void twoDaysAreMarkedBySixHours() {
        assertThat(TimeTicks.between(at("2026-01-05T00:00:00Z"), at("2026-01-07T00:00:00Z")))
                .hasSize(9)
                .containsEntry(at("2026-01-05T06:00:00Z"), "5 Jan 06:00");
    }

    @Test
    void aMonthIsMarkedByMondays() {
        assertThat(TimeTicks.between(at("2026-01-01T00:00:00Z"), at("2026-02-01T00:00:00Z")))
                .containsOnlyKeys(
                        at("2026-01-05T00:00:00Z"),
                        at("2026-01-12T00:00:00Z"),
                        at("2026-01-19T00:00:00Z"),
                        at("2026-01-26T00:00:00Z"));
    }

    @Test
    void aYearIsMarkedByMonths() {
        assertThat(TimeTicks.between(at("2026-01-05T00:00:00Z"), at("2027-01-05T00:00:00Z")))
                .containsEntry(at("2026-07-01T00:00:00Z"), "Jul 2026")
                .hasSizeLessThan(10);
    }
}
