package io.tidemark.exchange.pool;

import static io.tidemark.exchange.pool.PoolSpec.market;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.exchange.book.SelfMatch;
import org.junit.jupiter.api.Test;

/** Section 4 of the rulebook: accounts of one group never trade with each other; what gives way is the order's to say. */
class SelfMatchTest {
    /** Left and right are one group; left, other and carol hold 10 lots of hour 14 each. Nothing is on offer. */
    private static PoolSpec holders() {
        PoolSpec market = market(600)
                .capacity(100)
                .asks(14, "30@1.00")
                .grouped("left", 55, "10000")
                .grouped("right", 55, "10000")
                .deposit("other", "10000")
                .deposit("carol", "10000");
        for (String holder : new String[] {"left", "other", "carol"}) {
            market.buy(holder, 10, 14, 15, "1.00").enter();
        }
        return market.quietly();
    }

    @Test
    void anIncomingBuyThatGivesWayIsCancelledBeforeItTrades() {
        PoolSpec market = holders();
        long own = market.sell("left", 2, 14, 15, "1.50").enter();
        market.sell("other", 5, 14, 15, "2.00").enter();
        long buy = market.buy("right", 5, 14, 15, "2.50")
                .whoMeetsItsGroup(SelfMatch.CANCEL_INCOMING)
                .enter();
        assertThat(market.legs()).isEmpty();
        assertThat(market.order("right", buy).status()).isEqualTo("SELF_MATCH");
        assertThat(market.held("right")).isEqualTo("0.00");
        assertThat(market.order("left", own).status()).isEqualTo("OPEN");
    }

    @Test
    void whereBothGiveWayTheAskGoesWithTheBuy() {
        PoolSpec market = holders();
        long own = market.sell("left", 2, 14, 15, "1.50").enter();
        market.sell("other", 5, 14, 15, "2.00").enter();
        long buy = market.buy("right", 5, 14, 15, "2.50")
                .whoMeetsItsGroup(SelfMatch.CANCEL_BOTH)
                .enter();
        assertThat(market.legs()).isEmpty();
        assertThat(market.order("right", buy).status()).isEqualTo("SELF_MATCH");
        assertThat(market.order("left", own).status()).isEqualTo("SELF_MATCH");
        // The titles are free again.
        market.sell("left", 10, 14, 15, "3.00").enter();
    }

    @Test
    void anAskOfItsGroupThatIsNoCheaperIsNotInTheWayOfABuy() {
        PoolSpec market = holders();
        long own = market.sell("left", 2, 14, 15, "2.00").enter();
        market.sell("other", 5, 14, 15, "2.00").enter();
        market.buy("right", 5, 14, 15, "2.50")
                .whoMeetsItsGroup(SelfMatch.CANCEL_BOTH)
                .enter();
        assertThat(market.legs()).containsExactly("h14 5@2.00");
        assertThat(market.order("left", own).status()).isEqualTo("OPEN");
    }

    @Test
    void aBuyThatGivesWayRestsWhereItCouldNotTradeAnyhow() {
        PoolSpec market = holders();
        market.sell("left", 2, 14, 15, "1.50").enter();
        long buy = market.buy("right", 5, 14, 15, "2.50")
                .whoMeetsItsGroup(SelfMatch.CANCEL_INCOMING)
                .enter();
        assertThat(market.order("right", buy).status()).isEqualTo("OPEN");
    }

    /** Bids of other, right and carol, in this priority. */
    private static PoolSpec bids() {
        PoolSpec market = holders();
        market.buy("other", 2, 14, 15, "2.10").enter();
        market.buy("right", 5, 14, 15, "2.00").enter();
        market.buy("carol", 4, 14, 15, "1.90").enter();
        return market.quietly();
    }

    private static String statusOfRightsBid(PoolSpec market) {
        View.OrdersView orders =
                (View.OrdersView) market.engine.answer(Query.OrdersOf.newest(market.account("right"), 1));
        return orders.orders().get(0).status();
    }

    @Test
    void anIncomingSellPassesItsGroupOver() {
        PoolSpec market = bids();
        market.sell("left", 5, 14, 15, "1.50").enter();
        assertThat(market.legs()).containsExactly("h14 2@2.10", "h14 3@1.90");
        assertThat(statusOfRightsBid(market)).isEqualTo("OPEN");
    }

    @Test
    void anIncomingSellThatGivesWayTradesUntilItMeetsItsGroup() {
        PoolSpec market = bids();
        long sell = market.sell("left", 5, 14, 15, "1.50")
                .whoMeetsItsGroup(SelfMatch.CANCEL_INCOMING)
                .enter();
        assertThat(market.legs()).containsExactly("h14 2@2.10");
        assertThat(market.order("left", sell).status()).isEqualTo("SELF_MATCH");
        assertThat(statusOfRightsBid(market)).isEqualTo("OPEN");
    }

    @Test
    void whereBothGiveWayTheBidGoesWithTheSell() {
        PoolSpec market = bids();
        long sell = market.sell("left", 5, 14, 15, "1.50")
                .whoMeetsItsGroup(SelfMatch.CANCEL_BOTH)
                .enter();
        assertThat(market.legs()).containsExactly("h14 2@2.10");
        assertThat(market.order("left", sell).status()).isEqualTo("SELF_MATCH");
        assertThat(statusOfRightsBid(market)).isEqualTo("SELF_MATCH");
        assertThat(market.held("right")).isEqualTo("0.00");
    }

    @Test
    void aSellThatEndsBeforeItMeetsItsGroupGivesNoWay() {
        PoolSpec market = bids();
        long sell = market.sell("left", 2, 14, 15, "1.50")
                .whoMeetsItsGroup(SelfMatch.CANCEL_BOTH)
                .enter();
        assertThat(market.order("left", sell).status()).isEqualTo("FILLED");
        assertThat(statusOfRightsBid(market)).isEqualTo("OPEN");
    }

    @Test
    void aRestingBuyAlwaysPassesItsGroupOverAndCancelsWhatWasCheaper() {
        PoolSpec market = holders();
        long bid = market.buy("right", 5, 14, 15, "2.00")
                .whoMeetsItsGroup(SelfMatch.CANCEL_BOTH)
                .enter();
        long own = market.sell("left", 2, 14, 15, "1.50").enter();
        market.sell("other", 5, 14, 15, "1.90").enter();
        assertThat(market.legs()).containsExactly("h14 5@2.00");
        assertThat(market.order("right", bid).status()).isEqualTo("FILLED");
        assertThat(market.order("left", own).status()).isEqualTo("SELF_MATCH");
    }
}
