package io.tidemark.exchange.pool;

import static io.tidemark.exchange.pool.PoolSpec.DAY;
import static io.tidemark.exchange.pool.PoolSpec.market;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.exchange.book.TimeInForce;
import io.tidemark.exchange.contract.DeliveryWindow;
import io.tidemark.exchange.contract.Price;
import io.tidemark.exchange.pool.View.QuoteView;
import io.tidemark.exchange.pool.View.WhyNot;
import org.junit.jupiter.api.Test;

/** "Why was I not filled?" is answered with what would have to change. */
class WhyNotTest {
    private static PoolSpec firm() {
        return market(600)
                .capacity(60)
                .deposit("alice", "100000")
                .deposit("bob", "100000")
                .asks(14, "8@1.90, 16@2.10, 4@2.50");
    }

    private static PoolSpec spot(String reserve) {
        return market(600)
                .capacity(20)
                .deposit("alice", "100000")
                .deposit("bob", "100000")
                .reserve(reserve);
    }

    private static QuoteView quote(PoolSpec market, long lots, boolean allOrNone, String limit) {
        return (QuoteView) market.engine.answer(new Query.QuoteFor(
                market.account("alice"),
                new DeliveryWindow(DAY + 14, 1),
                DAY + 14,
                lots,
                allOrNone,
                Price.parse(limit).ticks()));
    }

    @Test
    void aDivisibleQuoteSaysHowManyTradeAtTheNextLimitAndWhichLimitTakesAll() {
        assertThat(quote(firm(), 26, false, "1.00").blocked()).contains(new WhyNot.TooLowALimit(100, 190, 8, 26, 250));
        assertThat(quote(firm(), 20, false, "1.90").blocked())
                .as("eight trade, of the others twelve would")
                .contains(new WhyNot.TooLowALimit(190, 210, 20, 20, 210));
        assertThat(quote(firm(), 20, false, "2.10").blocked()).isEmpty();
    }

    @Test
    void aQuoteLooksAtTheDepthForAllOfItsLots() {
        assertThat(quote(firm(), 29, false, "1.00").blocked()).contains(new WhyNot.TooFewLots(DAY + 14, 28, 29));
        assertThat(quote(firm(), 29, false, "2.50").blocked()).contains(new WhyNot.TooFewLots(DAY + 14, 28, 29));
    }

    @Test
    void anAllOrNoneQuoteNamesTheAverage() {
        // 8 at 1.90 and 8 at 2.10.
        assertThat(quote(firm(), 16, true, "1.90").blocked()).contains(new WhyNot.TooLowALimit(190, 200, 16, 16, 200));
    }

    @Test
    void anOrderThatHadOneMomentKeepsItsReason() {
        PoolSpec market = firm();
        long fok = market.buy("alice", 16, 14, 15, "1.90").as(TimeInForce.FOK).enter();
        long ioc = market.buy("bob", 10, 14, 15, "1.90").as(TimeInForce.IOC).enter();
        WhyNot atOnce = new WhyNot.TooLowALimit(190, 200, 16, 16, 200);
        assertThat(market.order("alice", fok).whyNotFilled()).contains(atOnce);
        market.buy("alice", 16, 14, 15, "2.10").enter();
        assertThat(market.order("alice", fok).whyNotFilled())
                .as("as it was then")
                .contains(atOnce);
        assertThat(market.order("bob", ioc).filledLots()).isEqualTo(8);
        assertThat(market.order("bob", ioc).whyNotFilled())
                .as("of the two lots that it did not get")
                .contains(new WhyNot.TooLowALimit(190, 210, 2, 2, 210));
    }

    @Test
    void aGangThatTheReserveKeepsOutIsToldTheReserveOfItsLots() {
        PoolSpec market = spot("4@1.00, 6@1.50, 10@2.00");
        market.spot("bob", 3, "1.20", false);
        long gang = market.spot("alice", 8, "3.00", true);
        assertThat(market.pool().idleLots()).isEqualTo(17);
        assertThat(market.order("alice", gang).whyNotFilled()).contains(new WhyNot.ReserveAbove(1, 8, 100, 200));
        long fits = market.spot("alice", 7, "3.00", true);
        assertThat(market.order("alice", fits).whyNotFilled())
                .as("three and seven are all up to 1.50")
                .contains(new WhyNot.ReserveAbove(1, 7, 100, 150));
    }

    @Test
    void aGangThatNoReserveCoversIsToldSo() {
        PoolSpec market = spot("4@1.00, 6@1.50");
        long gang = market.spot("alice", 12, "3.00", true);
        assertThat(market.order("alice", gang).whyNotFilled()).contains(new WhyNot.ReserveAbove(4, 12, 100, 0));
    }

    @Test
    void aBidThatMeetsNoReserveAtAllIsNotToldToAskForLess() {
        PoolSpec market = spot("");
        long bid = market.spot("alice", 2, "3.00", false);
        assertThat(market.pool().idleLots()).isEqualTo(20);
        assertThat(market.order("alice", bid).whyNotFilled()).contains(new WhyNot.ReserveAbove(0, 1, 0, 0));
    }

    @Test
    void aGangForWhichTooFewLotsAreIdleIsToldHowManyAre() {
        PoolSpec market = spot("40@1.00");
        market.spot("bob", 15, "1.20", false);
        long gang = market.spot("alice", 8, "3.00", true);
        assertThat(market.order("alice", gang).whyNotFilled()).contains(new WhyNot.NoIdleLots(5, 8));
    }

    @Test
    void aBidBelowTheSpotPriceIsToldThePrice() {
        PoolSpec market = spot("20@1.50");
        long low = market.spot("alice", 2, "1.49", false);
        assertThat(market.order("alice", low).whyNotFilled()).contains(new WhyNot.SpotPriceAbove(149, 150));
        long runs = market.spot("bob", 20, "1.50", false);
        assertThat(market.order("bob", runs).whyNotFilled()).isEmpty();
        long late = market.spot("alice", 8, "3.00", false);
        assertThat(market.order("alice", late).whyNotFilled())
                .as("one would do")
                .contains(new WhyNot.NoIdleLots(0, 1));
        market.cancel("alice", late);
        assertThat(market.order("alice", late).whyNotFilled()).isEmpty();
    }

    @Test
    void inACallEveryRestingBuyIsToldThatTheCallIsInTheWay() {
        PoolSpec market = firm();
        long buy = market.buy("alice", 8, 14, 15, "1.00").enter();
        market.halt().resume();
        assertThat(market.order("alice", buy).whyNotFilled())
                .contains(new WhyNot.PhaseHolds(Phase.CALL, market.now() + 5 * 60_000));
    }
}
