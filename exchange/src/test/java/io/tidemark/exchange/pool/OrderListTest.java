package io.tidemark.exchange.pool;

import static io.tidemark.exchange.pool.PoolSpec.market;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.exchange.pool.Query.OrderKind;
import io.tidemark.exchange.pool.Query.OrdersOf;
import io.tidemark.exchange.pool.View.OrderView;
import io.tidemark.exchange.pool.View.OrdersView;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An account's list of orders is read a page at a time, and the pool cuts the page. */
class OrderListTest {
    private static PoolSpec pool() {
        return market(600)
                .capacity(10)
                .reserve("10@1.00")
                .deposit("alice", "100000")
                .deposit("bob", "100000");
    }

    private static List<Long> list(PoolSpec market, long after, int limit, boolean openOnly, OrderKind kind) {
        return ids(market, new OrdersOf(market.account("alice"), after, OrdersOf.NEWEST, limit, openOnly, kind));
    }

    private static List<Long> ids(PoolSpec market, OrdersOf query) {
        return ((OrdersView) market.engine.answer(query))
                .orders().stream().map(OrderView::orderId).toList();
    }

    @Test
    void aPageBeginsBehindAnOrderAndGoesBackInTime() {
        PoolSpec market = pool();
        long first = market.buy("alice", 1, 14, 15, "1.00").enter();
        market.buy("bob", 1, 14, 15, "1.00").enter();
        long second = market.spot("alice", 1, "0.50", false);
        long third = market.buy("alice", 1, 14, 15, "1.10").enter();
        assertThat(list(market, OrdersOf.NEWEST, 2, false, OrderKind.ANY)).containsExactly(third, second);
        assertThat(list(market, second, 2, false, OrderKind.ANY)).containsExactly(first);
        assertThat(list(market, first, 2, false, OrderKind.ANY)).isEmpty();
    }

    @Test
    void firmOrdersAndSpotBidsAreTwoListsAndThePageIsFullInEach() {
        PoolSpec market = pool();
        long firm = market.buy("alice", 1, 14, 15, "1.00").enter();
        long spot = market.spot("alice", 1, "0.50", false);
        long laterSpot = market.spot("alice", 1, "0.60", false);
        assertThat(list(market, OrdersOf.NEWEST, 1, false, OrderKind.FIRM)).containsExactly(firm);
        assertThat(list(market, OrdersOf.NEWEST, 2, false, OrderKind.SPOT)).containsExactly(laterSpot, spot);
        assertThat(list(market, OrdersOf.NEWEST, 9, false, OrderKind.ANY)).containsExactly(laterSpot, spot, firm);
    }

    @Test
    void whatEndedTakesNoPlaceAmongTheOpenOnes() {
        PoolSpec market = pool();
        long open = market.buy("alice", 1, 14, 15, "1.00").enter();
        long openSpot = market.spot("alice", 1, "0.50", false);
        long ended = market.buy("alice", 1, 14, 15, "1.00").enter();
        long endedSpot = market.spot("alice", 1, "0.60", false);
        market.cancel("alice", ended).cancel("alice", endedSpot);
        assertThat(list(market, OrdersOf.NEWEST, 2, true, OrderKind.ANY)).containsExactly(openSpot, open);
        assertThat(list(market, OrdersOf.NEWEST, 2, false, OrderKind.ANY)).containsExactly(endedSpot, ended);
    }

    @Test
    void whatWasEnteredLaterThanAnInstantIsLeftOut() {
        PoolSpec market = pool();
        long early = market.buy("alice", 1, 14, 15, "1.00").enter();
        long then = market.now();
        market.after(1).buy("alice", 1, 14, 15, "1.00").enter();
        OrdersOf query = new OrdersOf(market.account("alice"), OrdersOf.NEWEST, then, 1, false, OrderKind.ANY);
        assertThat(ids(market, query)).containsExactly(early);
    }

    @Test
    void aBidThatWasEnteredAtTheInstantIsOnThePageAndALaterOneNot() {
        PoolSpec market = pool();
        long early = market.spot("alice", 1, "0.50", false);
        long then = market.now();
        market.after(1).spot("alice", 1, "0.60", false);
        OrdersOf query = new OrdersOf(market.account("alice"), OrdersOf.NEWEST, then, 9, false, OrderKind.ANY);
        assertThat(ids(market, query)).containsExactly(early);
    }

    @Test
    void aRestingOrderOnThePageSaysWhyItWaits() {
        PoolSpec market = pool();
        market.buy("alice", 1, 14, 15, "1.00").enter();
        OrdersView page = (OrdersView) market.engine.answer(OrdersOf.newest(market.account("alice"), 1));
        assertThat(page.orders().get(0).whyNotFilled()).containsInstanceOf(View.WhyNot.TooFewLots.class);
    }

    @Test
    void anOrderIsFoundByTheIdItsClientGaveIt() {
        PoolSpec market = pool();
        long id = market.buy("alice", 1, 14, 15, "1.00").enter();
        String clientOrderId = market.order("alice", id).clientOrderId();
        View found = market.engine.answer(new Query.OrderByClientId(market.account("alice"), clientOrderId));
        assertThat(found).isEqualTo(market.order("alice", id));
        assertThat(market.engine.answer(new Query.OrderByClientId(market.account("bob"), clientOrderId)))
                .isInstanceOf(View.Nothing.class);
    }

    @Test
    void anOrderThatEndedLongAgoIsOnNoPage() {
        PoolSpec market = pool();
        long id = market.buy("alice", 1, 14, 15, "1.00").enter();
        market.cancel("alice", id).at(600 + 26 * 60);
        assertThat(list(market, OrdersOf.NEWEST, 9, false, OrderKind.ANY)).isEmpty();
    }

    @Test
    void anEndedOrderIsRememberedForADayToTheMillisecond() {
        PoolSpec market = pool();
        long id = market.buy("alice", 1, 60, 61, "1.00").enter();
        market.cancel("alice", id);
        long lastInstant = market.now() + MarketRules.standard().memory();
        market.atMillis(lastInstant);
        assertThat(list(market, OrdersOf.NEWEST, 9, false, OrderKind.ANY)).containsExactly(id);
        market.atMillis(lastInstant + 1);
        assertThat(list(market, OrdersOf.NEWEST, 9, false, OrderKind.ANY)).isEmpty();
    }

    @Test
    void theListOfOpenOrdersGoesOnBehindOneThatHasEndedSince() {
        PoolSpec market = pool();
        long first = market.buy("alice", 1, 14, 15, "1.00").enter();
        long second = market.buy("alice", 1, 14, 15, "1.10").enter();
        long third = market.buy("alice", 1, 14, 15, "1.20").enter();
        market.cancel("alice", second);
        assertThat(list(market, second, 9, true, OrderKind.FIRM)).containsExactly(first);
        market.cancel("alice", third);
        assertThat(list(market, third, 9, true, OrderKind.FIRM)).containsExactly(first);
        market.cancel("alice", first);
        assertThat(list(market, OrdersOf.NEWEST, 9, true, OrderKind.FIRM)).isEmpty();
        assertThat(list(market, third, 9, false, OrderKind.FIRM)).containsExactly(second, first);
    }

    @Test
    void aNewOrderHasNothingOfOneThatWasForgotten() {
        PoolSpec market = pool().asks(14, "4@1.00").asks(60, "4@1.00");
        long old = market.buy("alice", 3, 14, 15, "1.00").enter();
        assertThat(market.order("alice", old).fills()).hasSize(1);
        market.at(600 + 30 * 60);
        assertThat(list(market, OrdersOf.NEWEST, 9, false, OrderKind.FIRM)).isEmpty();
        long resting = market.buy("alice", 1, 60, 61, "0.90").enter();
        View.OrderView view = market.order("alice", resting);
        assertThat(view.fills()).isEmpty();
        assertThat(view.filledLots()).isZero();
        assertThat(view.value()).isZero();
    }

    @Test
    void aSpotBidIsRememberedForADayAfterItsEndAndItsClientOrderIdAsLong() {
        PoolSpec market = pool();
        Command.SubmitSpotBid bid = new Command.SubmitSpotBid(market.account("alice"), "mine", 1, 50, false);
        Reply first = market.apply(bid).reply();
        long id = ((Reply.Accepted) first).orderId();
        // It is a day old when it ends.
        market.at(600 + 24 * 60).cancel("alice", id).at(600 + 47 * 60);
        assertThat(list(market, OrdersOf.NEWEST, 9, false, OrderKind.ANY)).containsExactly(id);
        assertThat(market.apply(bid).reply()).isEqualTo(first);
        market.at(600 + 50 * 60);
        assertThat(list(market, OrdersOf.NEWEST, 9, false, OrderKind.ANY)).isEmpty();
        assertThat(market.apply(bid).reply()).isNotEqualTo(first);
    }

    @Test
    void openOrdersAndBidsAreCounted() {
        PoolSpec market = pool();
        long firm = market.buy("alice", 1, 14, 15, "1.00").enter();
        market.buy("bob", 1, 14, 15, "1.00").enter();
        long spot = market.spot("alice", 1, "0.50", false);
        assertThat(market.engine.answer(new Query.OpenOrders())).isEqualTo(new View.OpenOrdersView(2, 1));
        market.cancel("alice", firm).cancel("alice", spot);
        assertThat(market.engine.answer(new Query.OpenOrders())).isEqualTo(new View.OpenOrdersView(1, 0));
    }

    @Test
    void aPageHasRoomForAtLeastOne() {
        assertThatThrownBy(() -> OrdersOf.newest(1, 0)).hasMessageContaining("0");
    }
}
