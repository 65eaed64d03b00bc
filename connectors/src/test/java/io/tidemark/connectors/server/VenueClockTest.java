package io.tidemark.connectors.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class VenueClockTest {
    private static final long NOW = 1_795_248_000_000L;
    private static final long HOUR = 3_600_000;
    private static final VenueClock REAL = new VenueClock.Real(() -> NOW);

    @Test
    void realTimePassesWhileTheProgramDoesNotRun() {
        assertThat(REAL.from(Long.MIN_VALUE, NOW - HOUR).now()).isBetween(NOW, NOW + HOUR);
        assertThat(REAL.from(NOW - 5 * HOUR, NOW - 9 * HOUR).now()).isBetween(NOW, NOW + HOUR);
    }

    @Test
    void aWallClockThatWasSetBackALittleDoesNotTurnTheMarketBack() {
        assertThat(REAL.from(NOW + 30_000, NOW).now()).isGreaterThanOrEqualTo(NOW + 30_000);
    }

    @Test
    void aMarketFarAheadOfRealTimeIsRefused() {
        assertThatThrownBy(() -> REAL.from(NOW + HOUR, NOW))
                .isInstanceOf(ClockAheadException.class)
                .hasMessageContaining("2026-11-21T09:00:00Z")
                .hasMessageContaining("Set the machine's clock right");
    }

    @Test
    void aClockOfItsOwnGoesOnWhereItWas() {
        assertThat(new VenueClock.Own(60).from(Long.MIN_VALUE, NOW).now()).isEqualTo(NOW);
        assertThat(new VenueClock.Own(60).from(NOW + 5 * HOUR, NOW).now()).isEqualTo(NOW + 5 * HOUR);
    }
}
