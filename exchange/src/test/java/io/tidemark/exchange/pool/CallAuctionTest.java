package io.tidemark.exchange.pool;

import static io.tidemark.exchange.pool.PoolSpec.DAY;
import static io.tidemark.exchange.pool.PoolSpec.market;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.exchange.contract.Price;
import io.tidemark.exchange.pool.Event.ParadoxicallyRejected;
import io.tidemark.exchange.pool.Event.TradeKind;
import io.tidemark.exchange.pool.Event.Traded;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Section 5 of the rulebook; E4 and E4b are among the worked examples. */
class CallAuctionTest {
    /** A release call runs, with these asks in hour 14 and hour 15. */
    private static PoolSpec call(String hour14, String hour15) {
        PoolSpec market = market(601).capacity(100);
        for (String name : List.of("a", "b", "c", "d")) {
            market.deposit(name, "100000");
        }
        return market.release(14, hour14).release(15, hour15).after(61).quietly();
    }

    /** These asks stand in hours 14, 15 and 16, and the call after a halt has begun. */
    private static PoolSpec halted(String hour14, String hour15, String hour16) {
        PoolSpec market = market(601).capacity(100);
        for (String name : List.of("a", "b", "c", "d")) {
            market.deposit(name, "100000");
        }
        market.release(14, hour14).release(15, hour15).release(16, hour16).after(16 * 60);
        return market.halt().resume().quietly();
    }

    private static List<String> prices(PoolSpec market) {
        return market.events(Event.Uncrossed.class).get(0).prices().stream()
                .map(price -> "h%d %d@%s".formatted(price.hour() - DAY, price.lots(), Price.format(price.ticks())))
                .toList();
    }

    @Test
    void everyFillOfAnHourHasOnePriceTheDearestAskUsed() {
        PoolSpec market = call("10@1.00, 10@2.00", "");
        market.buy("a", 8, 14, 15, "3.00").enter();
        market.buy("b", 8, 14, 15, "2.50").enter();
        market.after(60);
        assertThat(prices(market)).containsExactly("h14 16@2.00");
        assertThat(market.legs()).containsExactly("h14 8@2.00", "h14 2@2.00", "h14 6@2.00");
    }

    @Test
    void anHourWithoutAFillHasNoCallPrice() {
        PoolSpec market = call("10@1.00", "10@2.00");
        market.buy("a", 5, 14, 15, "3.00").enter();
        market.buy("b", 5, 15, 16, "1.90").enter();
        market.after(60);
        assertThat(prices(market)).containsExactly("h14 5@1.00");
    }

    @Test
    void aDivisibleBuyTakesTheLargestQuantityThatItsLimitAllows() {
        PoolSpec market = call("10@1.00, 10@2.00", "20@1.00");
        long block = market.buy("a", 15, 14, 16, "1.40").enter();
        market.after(60);
        assertThat(market.order("a", block).filledLots()).isEqualTo(10);
        assertThat(market.order("a", block).status()).isEqualTo("OPEN");
    }

    @Test
    void anAllOrNoneBuyTakesAllOrNothing() {
        PoolSpec market = call("10@1.00, 10@2.00", "20@1.00");
        long tooDear = market.buy("a", 15, 14, 16, "1.40").allOrNone().enter();
        long fits = market.buy("b", 15, 14, 16, "1.50").allOrNone().enter();
        market.after(60);
        assertThat(market.order("b", fits).filledLots()).isEqualTo(15);
        assertThat(market.order("a", tooDear).filledLots()).isZero();
    }

    @Test
    void aSoldOutHourRisesToTheBestOrderTurnedAwayButNeverOverALimit() {
        PoolSpec market = call("10@1.00", "");
        market.buy("a", 10, 14, 15, "2.00").enter();
        market.buy("b", 5, 14, 15, "1.80").enter();
        market.buy("c", 5, 14, 15, "1.70").enter();
        market.after(60);
        assertThat(prices(market)).containsExactly("h14 10@1.80");
        PoolSpec tight = call("10@1.35", "10@1.00");
        tight.buy("a", 10, 14, 16, "1.20").enter();
        tight.buy("b", 5, 15, 16, "1.10").enter();
        tight.after(60);
        // B is turned away from hour 15, and A's strip bears 2.40 in all.
        assertThat(prices(tight)).containsExactly("h14 10@1.35", "h15 10@1.05");
    }

    @Test
    void whatOneHourRisesByABlockCannotBearAgainInAnother() {
        PoolSpec market = halted("10@1.40", "10@1.00", "10@1.00");
        market.buy("a", 10, 14, 17, "1.20").enter();
        market.buy("b", 5, 15, 16, "1.15").enter();
        market.buy("c", 5, 16, 17, "1.14").enter();
        market.after(5 * 60);
        // A's strip costs 3.40 and bears 3.60: 0.15 in hour 15 leave 0.05 for hour 16.
        assertThat(prices(market)).containsExactly("h14 10@1.40", "h15 10@1.15", "h16 10@1.05");
    }

    @Test
    void blocksAndAllOrNoneOrdersNeverRaiseAPrice() {
        PoolSpec market = call("10@1.00", "10@1.00");
        market.buy("a", 10, 14, 15, "2.00").enter();
        market.buy("b", 5, 14, 15, "1.80").allOrNone().enter();
        market.buy("c", 5, 14, 16, "1.80").enter();
        market.after(60);
        assertThat(prices(market)).containsExactly("h14 10@1.00");
    }

    @Test
    void anOrderLeftOutInsideTheFinalPricesIsReportedWithTheHourThatBinds() {
        PoolSpec market = call("10@1.00", "");
        market.buy("a", 10, 14, 15, "2.00").enter();
        long left = market.buy("b", 5, 14, 15, "1.80").allOrNone().enter();
        market.buy("c", 5, 14, 15, "0.90").enter();
        market.after(60);
        assertThat(market.events(ParadoxicallyRejected.class))
                .containsExactly(new ParadoxicallyRejected(left, market.account("b"), DAY + 14));
    }

    @Test
    void theHourThatBindsIsOneOfWhoeverWouldBePushedOverFirst() {
        PoolSpec market = halted("10@0.50", "10@1.00, 10@8.00", "10@1.00, 10@6.50");
        market.buy("a", 10, 16, 17, "5.00").enter();
        market.buy("b", 10, 14, 16, "4.90").allOrNone().enter();
        long left = market.buy("c", 10, 15, 17, "4.80").allOrNone().enter();
        market.after(5 * 60);
        // Hour 15 would rise by 7.00, which B bears; hour 16 by 5.50, which A does not.
        assertThat(prices(market)).containsExactly("h14 10@0.50", "h15 10@1.00", "h16 10@1.00");
        assertThat(market.events(ParadoxicallyRejected.class))
                .containsExactly(new ParadoxicallyRejected(left, market.account("c"), DAY + 16));
    }

    @Test
    void aGroupsAsksRestThroughACallInTheHoursThatItsOwnBuysCover() {
        PoolSpec market =
                call("10@1.00", "10@1.00").grouped("left", 70, "10000").grouped("right", 70, "10000");
        market.buy("left", 10, 14, 16, "1.00").enter();
        market.after(60).quietly().halt().resume();
        long hidden = market.sell("left", 5, 14, 16, "1.00").enter();
        market.buy("right", 5, 14, 15, "2.00").enter();
        market.buy("a", 5, 15, 16, "2.00").enter();
        market.at(610);
        assertThat(market.legs()).containsExactly("h15 5@1.00");
        assertThat(market.order("left", hidden).status()).isEqualTo("OPEN");
    }

    @Test
    void afterTheCallRestingBuysAreTriedUntilTheBookIsQuiet() {
        PoolSpec market = call("10@1.00, 10@3.00", "10@0.50");
        market.buy("a", 10, 14, 15, "2.00").enter();
        market.buy("b", 10, 14, 16, "1.95").allOrNone().enter();
        market.after(60);
        assertThat(market.events(Traded.class))
                .extracting(Traded::kind)
                .containsExactly(TradeKind.CALL, TradeKind.RESUME_SWEEP);
    }

    @Test
    void nobodyPaysTheTakersFeeInACall() {
        PoolSpec market = market(601).capacity(100).fees(0, 50).deposit("a", "100000");
        market.release(14, "10@1.00").after(61);
        market.buy("a", 10, 14, 15, "1.00").enter();
        market.after(60);
        assertThat(market.free("a")).isEqualTo("99920.00");
    }
}
