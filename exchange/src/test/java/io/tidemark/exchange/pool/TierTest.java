package io.tidemark.exchange.pool;

import static io.tidemark.exchange.pool.PoolSpec.market;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Sections 8 and 10 of the rulebook: fees, position limits and the rate of orders by what a group traded lately. */
class TierTest {
    private static final long DAY_MINUTES = 24 * 60;
    private static final Tier FIRST = new Tier(0, 10, 100, 5_000, 0, 0);
    private static final Tier SECOND = new Tier(6, 0, 50, 10_000, 0, 0);

    private static PoolSpec tiers(Tier... tiers) {
        RuleSheet sheet = new RuleSheet("test", 1, 100_000, 0, 0, 120, List.of(), List.of());
        return market(600)
                .capacity(10)
                .asks(14, "10@1.00")
                .publish(sheet.withTiers(List.of(tiers)))
                .deposit("buyer", "10000");
    }

    private static PoolSpec limitedTo(int ordersPerSecond, int burst) {
        return tiers(new Tier(0, 0, 0, 0, ordersPerSecond, burst));
    }

    private static Event.Traded lastTrade(PoolSpec market) {
        List<Event.Traded> trades = market.events(Event.Traded.class);
        return trades.get(trades.size() - 1);
    }

    @Test
    void whoTradedEnoughPaysTheLowerFeeFromTheNextTradeOn() {
        PoolSpec market = tiers(FIRST, SECOND).asks(15, "10@1.00");
        // 4 lots for an hour at 8 USD each: 1 per cent of 32 USD.
        market.buy("buyer", 4, 14, 15, "1.00").enter();
        assertThat(lastTrade(market).buyerFee()).isEqualTo(320_000);
        // The sixth lot-hour comes with this trade, and the fee was set aside before.
        market.buy("buyer", 2, 15, 16, "1.00").enter();
        assertThat(lastTrade(market).buyerFee()).isEqualTo(160_000);
        market.buy("buyer", 1, 15, 16, "1.00").enter();
        assertThat(lastTrade(market).buyerFee()).isEqualTo(40_000);
    }

    @Test
    void bothSidesOfATradeCountAndAWholeGroupCountsTogether() {
        PoolSpec market = tiers(new Tier(0, 0, 0, 0, 0, 0), new Tier(6, 0, 0, 0, 0, 0))
                .grouped("seller", 55, "1000")
                .grouped("sister", 55, "1000");
        market.buy("seller", 3, 14, 15, "1.00").enter();
        assertThat(market.standing("seller")).isEqualTo("tier 1, 3 lot-hours");
        market.sell("seller", 3, 14, 15, "0.90").enter();
        market.buy("buyer", 10, 14, 15, "1.00").enter();
        assertThat(market.standing("seller")).isEqualTo("tier 2, 6 lot-hours");
        assertThat(market.standing("sister")).isEqualTo("tier 2, 6 lot-hours");
        assertThat(market.standing("buyer")).isEqualTo("tier 2, 10 lot-hours");
    }

    @Test
    void whatWasTradedCountsForThirtyDaysAndIsForgotten() {
        PoolSpec market = tiers(FIRST, SECOND);
        market.buy("buyer", 5, 14, 15, "1.00").enter();
        market.at(29 * DAY_MINUTES + 600);
        assertThat(market.standing("buyer")).isEqualTo("tier 1, 5 lot-hours");
        market.at(30 * DAY_MINUTES - 1);
        assertThat(market.standing("buyer")).isEqualTo("tier 1, 5 lot-hours");
        market.at(30 * DAY_MINUTES);
        assertThat(market.standing("buyer")).isEqualTo("tier 1, 0 lot-hours");
    }

    @Test
    void whoFallsIntoADearerTierPaysForStandingOrdersNoMoreThanWasSetAside() {
        PoolSpec market = tiers(new Tier(0, 80, 100, 0, 0, 0), new Tier(6, 0, 50, 0, 0, 0));
        market.buy("buyer", 6, 14, 15, "1.00").enter();
        long hour = 30 * 24 + 5;
        market.at(30 * DAY_MINUTES - 60).capacity(10);
        market.buy("buyer", 1, hour, hour + 1, "1.00").enter();
        assertThat(market.held("buyer")).isEqualTo("8.04");
        market.at(30 * DAY_MINUTES + 1).asks(hour, "1@1.00");
        assertThat(market.standing("buyer")).isEqualTo("tier 1, 1 lot-hours");
        assertThat(lastTrade(market).buyerFee()).isEqualTo(40_000);
    }

    @Test
    void theHigherTierMayHoldMore() {
        PoolSpec market = tiers(FIRST, SECOND).asks(15, "10@1.00");
        assertThat(market.buy("buyer", 6, 14, 15, "1.00").enterToBeRefused().reason())
                .isEqualTo(Refusal.POSITION_LIMIT);
        market.buy("buyer", 5, 14, 15, "1.00").enter();
        market.buy("buyer", 1, 15, 16, "1.00").enter();
        market.buy("buyer", 5, 14, 15, "1.00").enter();
        assertThat(market.titles("buyer", 14)).isEqualTo(10);
    }

    @Test
    void oneLotMayBeAnybodysInHoweverSmallAPool() {
        PoolSpec market = tiers(new Tier(0, 0, 0, 4_000, 0, 0)).capacityFrom(20, 2);
        market.buy("buyer", 1, 20, 21, "0.50").enter();
        assertThat(market.buy("buyer", 1, 20, 21, "0.50").enterToBeRefused().reason())
                .isEqualTo(Refusal.POSITION_LIMIT);
    }

    @Test
    void whoEntersTooFastIsToldWhenToComeAgainAndNothingIsEntered() {
        PoolSpec market = limitedTo(2, 3);
        for (int i = 0; i < 3; i++) {
            market.buy("buyer", 1, 14, 15, "0.50").enter();
        }
        Reply.Refused refused = market.buy("buyer", 1, 14, 15, "0.50").enterToBeRefused();
        assertThat(refused.reason()).isEqualTo(Refusal.TOO_MANY_ORDERS);
        assertThat(refused.problem()).isEqualTo("your group enters more than 2 orders a second on average");
        assertThat(refused.remedy()).isEqualTo("enter it again in 500 ms; cancels are not counted");
        market.after(1);
        market.buy("buyer", 1, 14, 15, "0.50").enter();
        market.buy("buyer", 1, 14, 15, "0.50").enter();
        market.buy("buyer", 1, 14, 15, "0.50").enterToBeRefused();
        market.deposit("other", "100");
        market.buy("other", 1, 14, 15, "0.50").enter();
    }

    @Test
    void aCancelAlwaysGetsThrough() {
        PoolSpec market = limitedTo(1, 1);
        long order = market.buy("buyer", 1, 14, 15, "0.50").enter();
        market.buy("buyer", 1, 14, 15, "0.50").enterToBeRefused();
        market.cancel("buyer", order);
    }

    @Test
    void aLongPauseSavesNoMoreThanTheBurst() {
        PoolSpec market = limitedTo(1, 2).after(3_600);
        market.buy("buyer", 1, 14, 15, "0.50").enter();
        market.buy("buyer", 1, 14, 15, "0.50").enter();
        market.buy("buyer", 1, 14, 15, "0.50").enterToBeRefused();
    }

    @Test
    void whatWasTradedAndHowFastAreInTheSnapshot() {
        PoolSpec market = tiers(new Tier(0, 10, 100, 0, 1, 1), new Tier(6, 0, 50, 0, 1, 1));
        market.buy("buyer", 4, 14, 15, "1.00").enter();
        PoolEngine again = PoolEngine.restore(market.engine.snapshot());
        assertThat(again.snapshot().market().standings())
                .containsExactly(new PoolSnapshot.GroupStanding(
                        market.account("buyer"),
                        List.of(new PoolSnapshot.DayTraded(market.now() / 86_400_000, 4)),
                        1_000_000));
        assertThat(again.stateHash()).isEqualTo(market.engine.stateHash());
    }
}
