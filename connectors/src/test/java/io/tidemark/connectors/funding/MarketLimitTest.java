package io.tidemark.connectors.funding;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.exchange.pool.RuleSheet;
import io.tidemark.exchange.pool.View.HourState;
import io.tidemark.exchange.pool.View.HourView;
import io.tidemark.exchange.pool.View.HoursView;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Money for a market order: as much as its limit can come to, and hardly more. */
class MarketLimitTest {
    private static RuleSheet sheet(int dynamicBps) {
        return new RuleSheet("test", 10, 1_000, 0, 100, 120, List.of(), List.of(), dynamicBps, 0, 0);
    }

    private static HoursView hours(long... references) {
        return new HoursView(Arrays.stream(references)
                .mapToObj(reference ->
                        new HourView(1, HourState.LISTED, 9, 9, 0, 0, reference, 0, 0, List.of(), List.of()))
                .toList());
    }

    @Test
    void withoutADynamicBandItIsTheStaticOne() {
        assertThat(MarketLimit.ofBuy(sheet(0), hours(200, 300))).isEqualTo(1_000);
    }

    @Test
    void itIsTheMeanOfTheUpperBands() {
        assertThat(MarketLimit.ofBuy(sheet(2_500), hours(200, 400))).isEqualTo((250 + 500) / 2);
    }

    @Test
    void anHourWithoutAPriceHasTheStaticBandAndNoneIsWider() {
        assertThat(MarketLimit.ofBuy(sheet(2_500), hours(0, 400))).isEqualTo((1_000 + 500) / 2);
        assertThat(MarketLimit.ofBuy(sheet(2_500), hours(960, 960))).isEqualTo(1_000);
    }

    @Test
    void itIsNeverTooLowByAFraction() {
        // 201 and a third of it is 268, 203 and a third 270 and two thirds.
        assertThat(MarketLimit.ofBuy(sheet(3_333), hours(201, 203))).isEqualTo(270);
        assertThat(MarketLimit.ofBuy(sheet(100), hours(101))).isEqualTo(103);
    }

    @Test
    void hoursThatAreNotListedHaveNoBand() {
        assertThat(MarketLimit.ofBuy(sheet(2_500), hours())).isEqualTo(1_000);
    }
}
