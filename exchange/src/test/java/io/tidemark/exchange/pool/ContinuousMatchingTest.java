package io.tidemark.exchange.pool;

import static io.tidemark.exchange.pool.PoolSpec.market;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.tidemark.exchange.book.TimeInForce;
import io.tidemark.exchange.pool.Event.CloseReason;
import io.tidemark.exchange.pool.View.WhyNot;
import org.junit.jupiter.api.Test;

/** Sections 3 and 4 of the rulebook. */
class ContinuousMatchingTest {
    /** Alice holds 20 lots of hour 14 and 15, bought at 1.00 each; nothing is on offer. */
    private static PoolSpec holder() {
        PoolSpec market = market(600)
                .capacity(100)
                .release(14, "20@1.00")
                .release(15, "20@1.00")
                .after(16 * 60)
                .deposit("alice", "100000")
                .deposit("bob", "100000")
                .deposit("carol", "100000");
        market.buy("alice", 20, 14, 16, "1.00").enter();
        return market.quietly();
    }

    @Test
    void theCheapestAskTradesFirstAtItsOwnPrice() {
        PoolSpec market = holder();
        market.sell("alice", 4, 14, 15, "2.20").enter();
        market.sell("alice", 4, 14, 15, "2.00").enter();
        market.buy("bob", 6, 14, 15, "2.50").enter();
        assertThat(market.legs()).containsExactly("h14 4@2.00", "h14 2@2.20");
    }

    @Test
    void atOnePriceTheEarlierAskTradesFirstWhateverItsSize() {
        PoolSpec market = holder();
        long small = market.sell("alice", 1, 14, 15, "2.00").enter();
        market.sell("alice", 9, 14, 15, "2.00").enter();
        market.buy("bob", 1, 14, 15, "2.00").enter();
        assertThat(market.order("alice", small).status()).isEqualTo("FILLED");
    }

    @Test
    void anIncomingSellGivesTheHigherBidItsTurnAndTakesItsPrice() {
        PoolSpec market = holder();
        market.buy("bob", 5, 14, 15, "2.00").enter();
        long higher = market.buy("carol", 5, 14, 15, "2.10").enter();
        market.sell("alice", 5, 14, 15, "1.50").enter();
        assertThat(market.legs()).containsExactly("h14 5@2.10");
        assertThat(market.order("carol", higher).status()).isEqualTo("FILLED");
    }

    @Test
    void atOneLimitTheEarlierBidHasItsTurnWhateverItsSize() {
        PoolSpec market = holder();
        long small = market.buy("bob", 1, 14, 15, "2.00").enter();
        market.buy("carol", 9, 14, 15, "2.00").enter();
        market.sell("alice", 1, 14, 15, "1.50").enter();
        assertThat(market.order("bob", small).status()).isEqualTo("FILLED");
    }

    @Test
    void aPartialFillKeepsItsPlace() {
        PoolSpec market = holder();
        long first = market.buy("bob", 5, 14, 15, "2.00").enter();
        market.buy("carol", 5, 14, 15, "2.00").enter();
        market.sell("alice", 2, 14, 15, "2.00").enter();
        market.sell("alice", 3, 14, 15, "2.00").enter();
        assertThat(market.order("bob", first).status()).isEqualTo("FILLED");
    }

    @Test
    void whatIsLeftOfABuyRestsAndWhatIsLeftOfAnIocDoesNot() {
        PoolSpec market = holder();
        market.sell("alice", 4, 14, 15, "2.00").enter();
        long ioc = market.buy("bob", 6, 14, 15, "2.00").as(TimeInForce.IOC).enter();
        assertThat(market.order("bob", ioc).filledLots()).isEqualTo(4);
        assertThat(market.order("bob", ioc).status()).isEqualTo("NOT_FILLED_AT_ONCE");
        assertThat(market.held("bob")).isEqualTo("0.00");
        market.sell("alice", 4, 14, 15, "2.00").enter();
        long gtc = market.buy("bob", 6, 14, 15, "2.00").enter();
        assertThat(market.order("bob", gtc).status()).isEqualTo("OPEN");
        assertThat(market.held("bob")).isEqualTo("32.00");
    }

    @Test
    void whatIsLeftOfAnIocSellLeavesHourByHourAndTheOrderEndsAfterIt() {
        PoolSpec market = holder();
        market.buy("bob", 2, 14, 15, "2.00").enter();
        market.quietly();
        long ioc = market.sell("alice", 5, 14, 16, "1.90").as(TimeInForce.IOC).enter();
        assertThat(market.legs()).containsExactly("h14 2@2.00");
        assertThat(market.events(Event.AskClosed.class))
                .extracting(Event.AskClosed::lots, Event.AskClosed::reason)
                .containsExactly(tuple(3L, CloseReason.NOT_FILLED_AT_ONCE), tuple(5L, CloseReason.NOT_FILLED_AT_ONCE));
        assertThat(market.order("alice", ioc).filledLots()).isEqualTo(2);
        assertThat(market.order("alice", ioc).status()).isEqualTo("NOT_FILLED_AT_ONCE");
    }

    @Test
    void aSellThatMeetsTwoBuyersEndsAfterTheSecond() {
        PoolSpec market = holder();
        market.buy("bob", 2, 14, 15, "2.10").enter();
        market.buy("carol", 2, 14, 15, "2.00").enter();
        market.quietly();
        long sell = market.sell("alice", 4, 14, 15, "1.90").enter();
        var kinds = market.events(Event.class).stream()
                .filter(event -> event instanceof Event.Traded
                        || (event instanceof Event.OrderClosed closed && closed.orderId() == sell))
                .map(event -> event.getClass().getSimpleName())
                .toList();
        assertThat(kinds).containsExactly("Traded", "Traded", "OrderClosed");
    }

    @Test
    void anAllOrNoneBuyWaitsForAllItsLotsInEveryHour() {
        PoolSpec market = holder();
        market.sell("alice", 5, 14, 16, "2.00").enter();
        long block = market.buy("bob", 6, 14, 16, "2.00").allOrNone().enter();
        assertThat(market.order("bob", block).whyNotFilled()).contains(new WhyNot.TooFewLots(PoolSpec.DAY + 14, 5, 6));
        market.sell("alice", 1, 14, 15, "2.00").enter();
        assertThat(market.order("bob", block).whyNotFilled()).contains(new WhyNot.TooFewLots(PoolSpec.DAY + 15, 5, 6));
        market.sell("alice", 1, 15, 16, "2.00").enter();
        assertThat(market.order("bob", block).status()).isEqualTo("FILLED");
        assertThat(market.titles("bob", 14)).isEqualTo(6);
        assertThat(market.titles("bob", 15)).isEqualTo(6);
    }

    @Test
    void singleHoursOfAnAllOrNoneBuyMayPrintAboveItsLimit() {
        PoolSpec market = holder();
        market.sell("alice", 5, 14, 15, "1.00").enter();
        market.sell("alice", 5, 15, 16, "3.00").enter();
        market.buy("bob", 5, 14, 16, "2.00").allOrNone().enter();
        assertThat(market.legs()).containsExactly("h14 5@1.00", "h15 5@3.00");
    }

    @Test
    void theResidualOfADivisibleBlockIsSharedStripByStrip() {
        PoolSpec market = holder();
        market.sell("alice", 2, 14, 15, "1.00").enter();
        market.sell("alice", 3, 14, 15, "1.60").enter();
        market.buy("bob", 5, 14, 16, "2.00").enter();
        market.sell("alice", 5, 15, 16, "2.00").enter();
        // Two strips leave 4.00 - 1.00, three leave 4.00 - 1.60.
        assertThat(market.legs()).containsExactlyInAnyOrder("h14 2@1.00", "h14 3@1.60", "h15 2@3.00", "h15 3@2.40");
    }

    @Test
    void aCancelFreesTheHoldAndMatchesNothing() {
        PoolSpec market = holder();
        market.sell("alice", 5, 14, 15, "2.10").enter();
        long bid = market.buy("bob", 5, 14, 15, "2.00").enter();
        assertThat(market.held("bob")).isEqualTo("80.00");
        market.cancel("bob", bid);
        assertThat(market.held("bob")).isEqualTo("0.00");
        assertThat(market.free("bob")).isEqualTo("100000.00");
        assertThat(market.legs()).isEmpty();
    }

    @Test
    void titlesThatAreOfferedCannotBeOfferedAgain() {
        PoolSpec market = holder();
        market.sell("alice", 15, 14, 16, "2.00").enter();
        assertThat(market.sell("alice", 6, 15, 16, "2.00").enterToBeRefused().reason())
                .isEqualTo(Refusal.TITLES_NOT_COVERED);
        market.sell("alice", 5, 15, 16, "2.00").enter();
    }

    @Test
    void aGroupPassesOverItsOwnAsksAndTheCheaperOnesAreCancelledWhenItFills() {
        PoolSpec market = market(600)
                .capacity(100)
                .release(14, "20@1.00")
                .after(16 * 60)
                .grouped("left", 55, "10000")
                .grouped("right", 55, "10000")
                .deposit("other", "10000");
        market.buy("left", 5, 14, 15, "1.00").enter();
        market.buy("other", 5, 14, 15, "1.00").enter();
        market.deposit("carol", "10000").buy("carol", 10, 14, 15, "1.00").enter();
        long cheap = market.sell("left", 2, 14, 15, "1.50").enter();
        long equal = market.sell("left", 2, 14, 15, "2.00").enter();
        market.sell("other", 5, 14, 15, "2.00").enter();
        market.quietly();
        market.buy("right", 5, 14, 15, "1.90").enter();
        assertThat(market.legs()).isEmpty();
        assertThat(market.order("left", cheap).status()).as("nothing filled").isEqualTo("OPEN");
        market.buy("right", 5, 14, 15, "2.50").enter();
        assertThat(market.legs()).containsExactly("h14 5@2.00");
        assertThat(market.order("left", cheap).status()).isEqualTo("SELF_MATCH");
        assertThat(market.order("left", equal).status()).as("not cheaper").isEqualTo("OPEN");
    }
}
