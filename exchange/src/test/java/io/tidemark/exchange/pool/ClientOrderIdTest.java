package io.tidemark.exchange.pool;

import static io.tidemark.exchange.pool.PoolSpec.DAY;
import static io.tidemark.exchange.pool.PoolSpec.market;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.exchange.book.Side;
import io.tidemark.exchange.book.TimeInForce;
import io.tidemark.exchange.contract.DeliveryWindow;
import io.tidemark.exchange.pool.Reply.Accepted;
import org.junit.jupiter.api.Test;

/** A client order id is unique per account until 24 hours after the order's end; a repetition returns the first answer. */
class ClientOrderIdTest {
    private static Command.SubmitOrder order(PoolSpec market, String account, long hour) {
        return new Command.SubmitOrder(
                market.account(account),
                "mine",
                Side.BUY,
                new DeliveryWindow(DAY + hour, 1),
                5,
                200,
                TimeInForce.GTC,
                false);
    }

    private static Command.SubmitSpotBid bid(PoolSpec market, String account) {
        return new Command.SubmitSpotBid(market.account(account), "mine", 5, 200, false);
    }

    private static PoolSpec funded() {
        return market(600).capacity(40).deposit("alice", "10000").deposit("bob", "10000");
    }

    @Test
    void aRepetitionMakesOneOrderAndGetsTheFirstAnswerThoughTheOrderHasMovedOn() {
        PoolSpec market = funded();
        Reply first = market.apply(order(market, "alice", 20)).reply();
        market.asks(20, "5@1.00").quietly();
        assertThat(market.titles("alice", 20)).isEqualTo(5);
        assertThat(market.apply(order(market, "alice", 20)).reply()).isEqualTo(first);
        assertThat(market.events(Event.OrderEntered.class)).isEmpty();
    }

    @Test
    void aRepetitionIsRecognisedWhateverElseItSays() {
        PoolSpec market = funded();
        Reply first = market.apply(order(market, "alice", 20)).reply();
        assertThat(market.apply(order(market, "alice", 21)).reply()).isEqualTo(first);
    }

    @Test
    void aRepetitionIsAnsweredInAHaltAndAfterTheGateToo() {
        PoolSpec market = funded();
        Reply first = market.apply(order(market, "alice", 14)).reply();
        market.halt().at(1_000);
        assertThat(market.apply(order(market, "alice", 14)).reply()).isEqualTo(first);
    }

    @Test
    void anotherAccountMayUseTheSameId() {
        PoolSpec market = funded();
        long first = ((Accepted) market.apply(order(market, "alice", 20)).reply()).orderId();
        long second = ((Accepted) market.apply(order(market, "bob", 20)).reply()).orderId();
        assertThat(second).isNotEqualTo(first);
    }

    @Test
    void firmOrdersAndSpotBidsShareTheIds() {
        PoolSpec market = funded();
        Reply first = market.apply(order(market, "alice", 20)).reply();
        assertThat(market.apply(bid(market, "alice")).reply()).isEqualTo(first);
        assertThat(market.apply(order(market, "alice", 20)).reply()).isEqualTo(first);
        assertThat(market.events(Event.SpotBidEntered.class)).isEmpty();
    }

    @Test
    void aRepeatedSpotBidGetsTheFirstAnswerThoughItRunsByNow() {
        PoolSpec market = funded();
        Reply first = market.apply(bid(market, "alice")).reply();
        market.reserve("10@1.00");
        assertThat(market.pool().spotLots()).isEqualTo(5);
        assertThat(market.apply(bid(market, "alice")).reply()).isEqualTo(first);
    }

    @Test
    void aDayAfterTheOrdersEndTheIdIsFree() {
        PoolSpec market = funded();
        Accepted first = (Accepted) market.apply(order(market, "alice", 20)).reply();
        market.cancel("alice", first.orderId());
        market.at(600 + 23 * 60);
        assertThat(market.apply(order(market, "alice", 60)).reply()).isEqualTo(first);
        market.at(600 + 25 * 60);
        Accepted second = (Accepted) market.apply(order(market, "alice", 60)).reply();
        assertThat(second.orderId()).isNotEqualTo(first.orderId());
    }
}
