package io.tidemark.exchange.pool;

import static io.tidemark.exchange.pool.PoolSpec.DAY;
import static io.tidemark.exchange.pool.PoolSpec.market;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The gate closes ten minutes before an hour begins: for hour 14 at minute 830 of the day. */
class GateTest {
    private static PoolSpec holder() {
        PoolSpec market = market(600)
                .capacity(40)
                .release(14, "20@1.00")
                .release(15, "10@1.00")
                .after(16 * 60)
                .deposit("alice", "10000")
                .deposit("bob", "10000");
        market.buy("alice", 10, 14, 16, "1.00").enter();
        return market.quietly();
    }

    @Test
    void aBuyDiesAtTheGateOfItsFirstHour() {
        PoolSpec market = holder();
        long block = market.buy("bob", 30, 14, 16, "0.50").enter();
        market.at(829);
        assertThat(market.order("bob", block).status()).isEqualTo("OPEN");
        market.at(830);
        assertThat(market.order("bob", block).status()).isEqualTo("GATE");
        assertThat(market.free("bob")).isEqualTo("10000.00");
    }

    @Test
    void eachHourlyAskDiesAtItsOwnGate() {
        PoolSpec market = holder();
        long sell = market.sell("alice", 10, 14, 16, "3.00").enter();
        market.at(830);
        assertThat(market.events(Event.AskClosed.class))
                .extracting(Event.AskClosed::hour)
                .containsExactly(DAY + 14);
        assertThat(market.order("alice", sell).status()).isEqualTo("OPEN");
        market.at(890);
        assertThat(market.order("alice", sell).status()).isEqualTo("GATE");
    }

    @Test
    void nothingIsEnteredForAnHourWhoseGateHasClosed() {
        PoolSpec market = holder().at(830);
        assertThat(market.buy("bob", 1, 14, 16, "2.00").enterToBeRefused().reason())
                .isEqualTo(Refusal.WINDOW_IN_THE_PAST);
    }

    @Test
    void whatTheOperatorHasNotSoldByThenIsBurnedAndLeftToSpot() {
        PoolSpec market = holder().at(830);
        assertThat(market.events(Event.HourGated.class))
                .extracting(Event.HourGated::hour, Event.HourGated::soldLots, Event.HourGated::burnedLots)
                .contains(tuple(DAY + 14, 10L, 10L));
        assertThat(market.titles("alice", 14)).isEqualTo(10);
        market.at(840);
        assertThat(market.pool().idleLots()).isEqualTo(30);
    }

    @Test
    void theGateSaysWhoIsToGetWhatTheOldestParcelFirst() {
        PoolSpec market = holder();
        market.buy("bob", 3, 14, 15, "1.00").allOrNone().enter();
        long younger = market.lastTrade();
        market.at(830);
        List<Event.Delivery> deliveries = market.events(Event.HourGated.class).stream()
                .filter(gated -> gated.hour() == DAY + 14)
                .findFirst()
                .orElseThrow()
                .plan();
        assertThat(deliveries)
                .extracting(Event.Delivery::account, Event.Delivery::lots, Event.Delivery::allOrNone)
                .containsExactly(tuple(market.account("alice"), 10L, false), tuple(market.account("bob"), 3L, true));
        assertThat(deliveries.get(1).parcel()).isEqualTo(younger);
        assertThat(market.engine.answer(new Query.DueIn(DAY + 14))).isEqualTo(new View.DueView(deliveries));
        assertThat(market.engine.answer(new Query.DueIn(DAY + 16))).isEqualTo(new View.DueView(List.of()));
    }

    @Test
    void theGateComesBeforeTheUncrossOfTheSameInstant() {
        PoolSpec market = holder().at(825).halt().resume();
        market.sell("alice", 10, 14, 16, "1.00").enter();
        market.buy("bob", 10, 14, 15, "2.00").enter();
        market.buy("bob", 10, 15, 16, "2.00").enter();
        market.at(830);
        assertThat(market.events(Event.Uncrossed.class)).hasSize(1);
        assertThat(market.legs()).containsExactly("h15 10@1.00");
    }

    @Test
    void theGateClosesInAHaltToo() {
        PoolSpec market = holder();
        long sell = market.sell("alice", 10, 14, 15, "3.00").enter();
        market.halt().at(830);
        assertThat(market.order("alice", sell).status()).isEqualTo("GATE");
    }
}
