package io.tidemark.exchange.pool;

import static io.tidemark.exchange.pool.PoolSpec.DAY;
import static io.tidemark.exchange.pool.PoolSpec.market;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.exchange.contract.DeliveryWindow;
import io.tidemark.exchange.contract.Price;
import io.tidemark.exchange.pool.View.CounterfactualView;
import io.tidemark.exchange.pool.View.IndicativeHour;
import io.tidemark.exchange.pool.View.IndicativeView;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a buyer is told that asks how it would fill now, and everybody while a call runs. */
class WhatWouldFillTest {
    /** Hour 14 offers 4 lots at 1.00 and 4 at 2.00, hours 16 and 18 offer 10 at 1.50; nothing in between. */
    private static PoolSpec offers() {
        return market(600)
                .capacity(100)
                .release(14, "4@1.00, 4@2.00")
                .release(16, "10@1.50")
                .release(18, "10@1.50")
                .after(16 * 60)
                .deposit("alice", "10000");
    }

    private static CounterfactualView ask(PoolSpec market, long start, long lots, String limit, boolean allOrNone) {
        return (CounterfactualView) market.engine.answer(new Query.WhatWouldFill(
                market.account("alice"),
                new DeliveryWindow(DAY + start, 1),
                lots,
                allOrNone,
                Price.parse(limit).ticks()));
    }

    private static Optional<DeliveryWindow> hour(long hour) {
        return Optional.of(new DeliveryWindow(DAY + hour, 1));
    }

    @Test
    void aDivisibleBuyIsToldTheLimitOfItsDearestStripAndTheLotsWithinItsOwn() {
        assertThat(ask(offers(), 14, 6, "1.00", false)).isEqualTo(new CounterfactualView(200, 4, Optional.empty()));
        assertThat(ask(offers(), 14, 6, "1.50", false)).isEqualTo(new CounterfactualView(200, 4, hour(16)));
    }

    @Test
    void anAllOrNoneBuyIsToldTheAverageRoundedUpAndTheLargestThatItCouldBe() {
        // Four at 1.00 and two at 2.00 are 1.33 and a third; with one at 2.00 five lots are 1.20.
        assertThat(ask(offers(), 14, 6, "1.19", true)).isEqualTo(new CounterfactualView(134, 4, Optional.empty()));
        assertThat(ask(offers(), 14, 6, "1.20", true)).isEqualTo(new CounterfactualView(134, 5, Optional.empty()));
    }

    @Test
    void whereSoManyLotsAreNotOnOfferNoLimitHelps() {
        assertThat(ask(offers(), 14, 9, "2.00", false)).isEqualTo(new CounterfactualView(0, 8, hour(16)));
        assertThat(ask(offers(), 15, 1, "2.00", false).mostLots()).isZero();
    }

    @Test
    void theNearestStartIsNamedAndOfTwoTheEarlier() {
        assertThat(ask(offers(), 15, 4, "1.50", false).nearestStart()).isEqualTo(hour(14));
        assertThat(ask(offers(), 17, 4, "1.50", false).nearestStart()).isEqualTo(hour(16));
        assertThat(ask(offers(), 19, 4, "1.50", false).nearestStart()).isEqualTo(hour(18));
    }

    @Test
    void aBuyThatFillsAsItIsIsToldItsOwnTerms() {
        assertThat(ask(offers(), 14, 4, "1.00", true)).isEqualTo(new CounterfactualView(100, 4, hour(14)));
    }

    private static IndicativeView indicative(PoolSpec market) {
        return (IndicativeView) market.engine.answer(new Query.Indicative());
    }

    @Test
    void whileACallRunsItsPricesAndWhatIsLeftOverAreTold() {
        PoolSpec market = offers();
        assertThat(indicative(market).hours()).as("no call runs").isEmpty();
        market.buy("alice", 2, 14, 15, "1.00").enter();
        market.halt().resume();
        market.buy("alice", 3, 16, 17, "1.40").enter();
        assertThat(indicative(market).hours()).isEmpty();
        market.deposit("bob", "1000").buy("bob", 5, 14, 15, "2.00").enter();
        market.buy("bob", 1, 16, 17, "1.50").enter();
        market.sell("alice", 2, 14, 15, "2.01").enter();
        IndicativeView told = indicative(market);
        assertThat(told.reason()).isEqualTo(CallReason.RESUME);
        assertThat(told.endsAt()).isEqualTo(market.now() + 5 * 60_000);
        // In hour 14 two at 1.00 and three at 2.00: one is left at 2.00, and nobody sells at 2.01.
        assertThat(told.hours())
                .containsExactly(new IndicativeHour(DAY + 14, 200, 5, 1), new IndicativeHour(DAY + 16, 150, 1, 9));
    }
}
