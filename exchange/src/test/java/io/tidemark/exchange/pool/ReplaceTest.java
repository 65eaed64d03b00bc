package io.tidemark.exchange.pool;

import static io.tidemark.exchange.pool.PoolSpec.market;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.exchange.contract.Price;
import io.tidemark.exchange.pool.Event.CloseReason;
import io.tidemark.exchange.pool.Reply.Accepted;
import io.tidemark.exchange.pool.Reply.Refused;
import org.junit.jupiter.api.Test;

/** Section 3 of the rulebook, what it says of replacing an order. */
class ReplaceTest {
    private int ids;

    /** Alice holds 20 lots of hours 14 and 15, bought at 1.00 each; nothing is on offer. */
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

    private Reply replace(PoolSpec market, String account, long order, long lots, String limit) {
        return market.apply(new Command.Replace(
                        market.account(account),
                        order,
                        "r" + ++ids,
                        lots,
                        Price.parse(limit).ticks()))
                .reply();
    }

    private Refused refused(PoolSpec market, String account, long order, long lots, String limit) {
        Reply reply = replace(market, account, order, lots, limit);
        assertThat(reply).isInstanceOf(Refused.class);
        return (Refused) reply;
    }

    @Test
    void aSmallerBuyKeepsItsPlaceAndReleasesItsMoney() {
        PoolSpec market = holder();
        long early = market.buy("bob", 10, 14, 15, "2.00").enter();
        market.buy("carol", 10, 14, 15, "2.00").enter();
        assertThat(market.held("bob")).isEqualTo("160.00");
        replace(market, "bob", early, 4, "2.00");
        assertThat(market.held("bob")).isEqualTo("64.00");
        market.sell("alice", 4, 14, 15, "2.00").enter();
        assertThat(market.order("bob", early).status()).isEqualTo("FILLED");
    }

    @Test
    void aSmallerSellKeepsItsPlace() {
        PoolSpec market = holder();
        long early = market.sell("alice", 10, 14, 16, "2.00").enter();
        market.buy("carol", 4, 14, 15, "2.00").enter();
        replace(market, "alice", early, 6, "2.00");
        assertThat(market.wallet("alice").titles())
                .extracting(View.TitleView::offeredLots)
                .containsExactly(2L, 6L);
        market.buy("bob", 2, 14, 16, "2.00").enter();
        assertThat(market.legs()).containsExactly("h14 4@2.00", "h14 2@2.00", "h15 2@2.00");
    }

    @Test
    void aLargerBuyAndTheSameBuyAgainLoseTheirPlace() {
        for (long lots : new long[] {6, 5}) {
            PoolSpec market = holder();
            long early = market.buy("bob", 5, 14, 15, "2.00").enter();
            long late = market.buy("carol", 5, 14, 15, "2.00").enter();
            replace(market, "bob", early, lots, "2.00");
            market.sell("alice", 5, 14, 15, "2.00").enter();
            assertThat(market.order("carol", late).status()).isEqualTo("FILLED");
            assertThat(market.order("bob", early).filledLots()).isZero();
        }
    }

    @Test
    void anotherLimitIsANewEntryAndTradesAtOnce() {
        PoolSpec market = holder();
        market.sell("alice", 5, 14, 15, "2.00").enter();
        long order = market.buy("bob", 8, 14, 15, "1.90").enter();
        Accepted answer = (Accepted) replace(market, "bob", order, 8, "2.10");
        assertThat(answer.filledLots()).isEqualTo(5);
        assertThat(answer.open()).isTrue();
        assertThat(market.legs()).containsExactly("h14 5@2.00");
        assertThat(market.held("bob")).isEqualTo("50.40"); // 3 lots x 8 GPUs x 2.10
    }

    @Test
    void aCheaperSellTakesTheRestingBidAtTheBidsLimit() {
        PoolSpec market = holder();
        market.buy("bob", 5, 14, 15, "2.00").enter();
        long order = market.sell("alice", 5, 14, 15, "2.50").enter();
        replace(market, "alice", order, 5, "1.50");
        assertThat(market.legs()).containsExactly("h14 5@2.00");
        assertThat(market.order("alice", order).status()).isEqualTo("FILLED");
    }

    @Test
    void aReducedAllOrNoneBuyIsTriedAtOnce() {
        PoolSpec market = holder();
        market.sell("alice", 5, 14, 15, "2.00").enter();
        long order = market.buy("bob", 8, 14, 15, "2.00").allOrNone().enter();
        Accepted answer = (Accepted) replace(market, "bob", order, 5, "2.00");
        assertThat(answer.filledLots()).isEqualTo(5);
        assertThat(answer.open()).isFalse();
    }

    @Test
    void inACallAReplacementWaitsLikeAnyOrder() {
        PoolSpec market = holder();
        market.sell("alice", 5, 14, 15, "2.00").enter();
        long order = market.buy("bob", 5, 14, 15, "1.90").enter();
        market.halt().resume();
        replace(market, "bob", order, 5, "2.10");
        assertThat(market.legs()).isEmpty();
        market.after(6 * 60);
        assertThat(market.legs()).containsExactly("h14 5@2.00");
    }

    @Test
    void aTotalThatIsFilledAlreadyEndsTheOrder() {
        PoolSpec market = holder();
        long order = market.buy("bob", 8, 14, 15, "2.00").enter();
        market.sell("alice", 5, 14, 15, "2.00").enter();
        replace(market, "bob", order, 4, "2.00");
        assertThat(market.order("bob", order).status()).isEqualTo("CANCELLED");
        assertThat(market.order("bob", order).filledLots()).isEqualTo(5);
        assertThat(market.held("bob")).isEqualTo("0.00");
    }

    @Test
    void aSmallerSellThatHasSoldSoMuchInEveryHourEnds() {
        PoolSpec market = holder();
        long order = market.sell("alice", 8, 14, 16, "2.00").enter();
        market.buy("bob", 5, 14, 16, "2.00").enter();
        replace(market, "alice", order, 5, "2.00");
        assertThat(market.order("alice", order).status()).isEqualTo("CANCELLED");
        market.sell("alice", 15, 14, 16, "3.00").enter();
    }

    @Test
    void aSellMayGrowUpToWhatItHolds() {
        PoolSpec market = holder();
        long order = market.sell("alice", 5, 14, 16, "2.00").enter();
        market.buy("bob", 3, 14, 15, "2.00").enter();
        Refused refused = refused(market, "alice", order, 21, "2.00");
        assertThat(refused.reason()).isEqualTo(Refusal.TITLES_NOT_COVERED);
        assertThat(refused.problem()).contains("you have sold 3 lots with this order and hold 17 lots");
        assertThat(refused.remedy()).isEqualTo("a total of at most 20 lots");
        replace(market, "alice", order, 20, "2.00");
        assertThat(market.wallet("alice").titles())
                .extracting(View.TitleView::offeredLots)
                .containsExactly(17L, 20L);
    }

    @Test
    void whatCannotBePaidIsRefusedAndTheOrderStands() {
        PoolSpec market = holder().deposit("dave", "200");
        long order = market.buy("dave", 10, 14, 15, "2.00").enter();
        Refused refused = refused(market, "dave", order, 10, "2.60");
        assertThat(refused.reason()).isEqualTo(Refusal.INSUFFICIENT_CREDIT);
        assertThat(market.held("dave")).isEqualTo("160.00");
        assertThat(replace(market, "dave", order, 10, "2.50")).isInstanceOf(Accepted.class);
        assertThat(market.free("dave")).isEqualTo("0.00");
    }

    @Test
    void aNewEntryPaysTheFeesOfItsDayAndASmallerOneThoseThatItCameWith() {
        PoolSpec market = holder().fees(0, 100);
        long smaller = market.buy("bob", 10, 14, 15, "1.00").enter();
        long dearer = market.buy("carol", 10, 14, 15, "1.00").enter();
        assertThat(market.held("bob")).isEqualTo("80.80");
        market.fees(0, 200);
        replace(market, "bob", smaller, 5, "1.00");
        replace(market, "carol", dearer, 5, "1.10");
        assertThat(market.held("bob")).isEqualTo("40.40");
        assertThat(market.held("carol")).isEqualTo("44.88");
    }

    @Test
    void aSellIsReplacedInTheHoursThatItHasLeft() {
        PoolSpec market = holder().asks(16, "20@1.00");
        market.buy("alice", 20, 16, 17, "1.00").enter();
        long order = market.sell("alice", 5, 14, 17, "2.00").enter();
        // Hour 14 is settled, and its titles are gone; the gate of hour 15 has closed.
        market.at(15 * 60 + 5).meter(14);
        replace(market, "alice", order, 8, "1.80");
        assertThat(market.wallet("alice").titles())
                .extracting(View.TitleView::offeredLots)
                .containsExactly(0L, 8L);
        assertThat(refused(market, "alice", order, 21, "1.80").remedy()).isEqualTo("a total of at most 20 lots");
    }

    @Test
    void aSellWhoseNewTotalIsSoldInEveryHourEnds() {
        PoolSpec market = holder();
        long order = market.sell("alice", 8, 14, 16, "2.00").enter();
        market.buy("bob", 5, 14, 16, "2.00").enter();
        market.buy("bob", 1, 15, 16, "2.00").enter();
        replace(market, "alice", order, 6, "2.10");
        assertThat(market.wallet("alice").titles())
                .extracting(View.TitleView::offeredLots)
                .containsExactly(1L, 0L);
        replace(market, "alice", order, 5, "2.20");
        assertThat(market.order("alice", order).status()).isEqualTo("CANCELLED");
        market.sell("alice", 15, 14, 15, "3.00").enter();
    }

    @Test
    void whatAnOrderHasGotAlreadyIsNotHeldAgain() {
        PoolSpec market = holder().deposit("dave", "160");
        long order = market.buy("dave", 10, 14, 15, "2.00").enter();
        market.sell("alice", 5, 14, 15, "2.00").enter();
        assertThat(replace(market, "dave", order, 10, "2.00")).isInstanceOf(Accepted.class);
        assertThat(market.held("dave")).isEqualTo("80.00");
        assertThat(refused(market, "dave", order, 11, "2.00").problem()).contains("each of the 6 lots still wanted");
    }

    @Test
    void moneyMayComeAlong() {
        PoolSpec market = holder().deposit("dave", "160");
        long order = market.buy("dave", 10, 14, 15, "2.00").enter();
        long dave = market.account("dave");
        market.done(new Command.FundAndReplace(
                new Command.Credit(dave, 1_000, 40_000_000), new Command.Replace(dave, order, "more", 10, 250)));
        assertThat(market.held("dave")).isEqualTo("200.00");
    }

    @Test
    void onlyTheOwnerOfAnOpenFirmOrderMayReplaceIt() {
        PoolSpec market = holder();
        long order = market.buy("bob", 5, 14, 15, "2.00").enter();
        assertThat(refused(market, "carol", order, 4, "2.00").reason()).isEqualTo(Refusal.NO_SUCH_ORDER);
        market.cancel("bob", order);
        assertThat(refused(market, "bob", order, 4, "2.00").reason()).isEqualTo(Refusal.NO_SUCH_ORDER);
        long bid = market.spot("bob", 2, "2.00", false);
        assertThat(refused(market, "bob", bid, 1, "2.00").reason()).isEqualTo(Refusal.NOT_REPLACEABLE);
    }

    @Test
    void theTermsAreCheckedLikeThoseOfAnOrder() {
        PoolSpec market = holder().bandTop("5.00");
        long order = market.buy("bob", 5, 14, 15, "2.00").enter();
        assertThat(refused(market, "bob", order, 0, "2.00").reason()).isEqualTo(Refusal.LOTS_NOT_POSITIVE);
        assertThat(refused(market, "bob", order, 5, "5.01").reason()).isEqualTo(Refusal.PRICE_OUTSIDE_BAND);
        market.halt();
        assertThat(refused(market, "bob", order, 4, "2.00").reason()).isEqualTo(Refusal.MARKET_HALTED);
    }

    @Test
    void aRepetitionGetsTheFirstAnswerAndTheOrderAnswersToBothIds() {
        PoolSpec market = holder();
        long order = market.buy("bob", 5, 14, 15, "2.00").enter();
        long bob = market.account("bob");
        Command.Replace smaller = new Command.Replace(bob, order, "smaller", 4, 200);
        Reply first = market.apply(smaller).reply();
        market.quietly();
        assertThat(market.apply(smaller).reply()).isEqualTo(first);
        assertThat(market.events(Event.OrderReplaced.class)).isEmpty();
        View.OrderView view = (View.OrderView) market.engine.answer(new Query.OrderByClientId(bob, "smaller"));
        assertThat(view.orderId()).isEqualTo(order);
        assertThat(view.clientOrderId()).isEqualTo("smaller");
    }

    @Test
    void anHourTakenOutByAReductionIsTold() {
        PoolSpec market = holder();
        long order = market.sell("alice", 5, 14, 16, "2.00").enter();
        market.buy("bob", 3, 14, 15, "2.00").enter();
        market.quietly();
        replace(market, "alice", order, 3, "2.00");
        assertThat(market.events(Event.AskClosed.class)).singleElement().satisfies(closed -> {
            assertThat(closed.hour()).isEqualTo(PoolSpec.DAY + 14);
            assertThat(closed.lots()).isEqualTo(2);
            assertThat(closed.reason()).isEqualTo(CloseReason.CANCELLED);
        });
        assertThat(market.order("alice", order).status()).isEqualTo("OPEN");
    }
}
