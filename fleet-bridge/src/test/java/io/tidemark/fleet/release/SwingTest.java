package io.tidemark.fleet.release;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.exchange.contract.Price;
import io.tidemark.exchange.pool.View.HourState;
import io.tidemark.exchange.pool.View.HourView;
import io.tidemark.pricing.facts.PoolFacts;
import java.util.List;
import org.junit.jupiter.api.Test;

class SwingTest {
    private static HourView hour(long hour, String last, String index) {
        return new HourView(
                hour,
                HourState.LISTED,
                0,
                0,
                0,
                0,
                Price.parse(last).ticks(),
                Price.parse(index).ticks() * Price.MICRO_DOLLARS_PER_TICK,
                0,
                List.of(),
                List.of());
    }

    @Test
    void itIsHowFarLastPricesLieFromTheMeanOnesOnAverage() {
        // 25, 0 and 50 per cent.
        assertThat(Swing.bps(List.of(hour(1, "5.00", "4.00"), hour(2, "3.00", "3.00"), hour(3, "1.00", "2.00"))))
                .isEqualTo(2_500);
    }

    @Test
    void hoursThatDidNotTradeSayNothing() {
        assertThat(Swing.bps(List.of(
                        hour(1, "5.00", "4.00"),
                        hour(2, "5.00", "4.00"),
                        hour(3, "5.00", "4.00"),
                        hour(4, "9.00", "0.00"),
                        hour(5, "0.00", "9.00"))))
                .isEqualTo(2_500);
    }

    @Test
    void ofTooFewHoursNothingIsKnown() {
        assertThat(Swing.bps(List.of(hour(1, "5.00", "4.00"), hour(2, "5.00", "4.00"))))
                .isEqualTo(PoolFacts.UNKNOWN_VOLATILITY);
        assertThat(Swing.bps(List.of())).isEqualTo(PoolFacts.UNKNOWN_VOLATILITY);
    }

    @Test
    void aPriceThatIsManyTimesTheMeanStaysWithinWhatTheTablesCanAnswer() {
        List<HourView> wild =
                List.of(hour(1, "10000.00", "0.01"), hour(2, "10000.00", "0.01"), hour(3, "10000.00", "0.01"));
        assertThat(Swing.bps(wild)).isEqualTo(1_000_000);
    }
}
