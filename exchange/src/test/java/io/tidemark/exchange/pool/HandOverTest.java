package io.tidemark.exchange.pool;

import static io.tidemark.exchange.pool.PoolSpec.market;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.exchange.contract.Money;
import io.tidemark.exchange.pool.Event.LeaseHandedOver;
import io.tidemark.exchange.pool.Event.LeasePaid;
import io.tidemark.exchange.pool.Reply.Refused;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A spot lot is paid from the moment at which it was handed over in working order. */
class HandOverTest {
    /** Four lots run from 10:20 at 1.20; an hour of them all costs 38.40. */
    private static PoolSpec leased() {
        PoolSpec market =
                market(620, MarketRules.standard().withHandOver()).capacity(10).reserve("10@1.20");
        return market.deposit("alice", "1000");
    }

    private static String paidForFirstHour(PoolSpec market) {
        market.at(661);
        List<LeasePaid> paid = market.events(LeasePaid.class);
        assertThat(paid).hasSize(1);
        return Money.format(paid.get(0).paid());
    }

    @Test
    void nothingIsPaidBeforeTheHandOver() {
        PoolSpec market = leased();
        market.spot("alice", 4, "2.00", false);
        assertThat(paidForFirstHour(market)).isEqualTo("0.00");
    }

    @Test
    void fromTheHandOverOnItIsPaidByTheSecond() {
        PoolSpec market = leased();
        long bid = market.spot("alice", 4, "2.00", false);
        market.at(645).done(new Command.HandOver(bid, 4));
        // A quarter of an hour of four lots.
        assertThat(paidForFirstHour(market)).isEqualTo("9.60");
    }

    @Test
    void lotsAreHandedOverOneByOne() {
        PoolSpec market = leased();
        long bid = market.spot("alice", 4, "2.00", false);
        market.at(630).done(new Command.HandOver(bid, 1));
        market.at(645).done(new Command.HandOver(bid, 3));
        // One lot for half an hour, two for a quarter.
        assertThat(paidForFirstHour(market)).isEqualTo("9.60");
        assertThat(market.events(LeaseHandedOver.class))
                .extracting(LeaseHandedOver::lots)
                .containsExactly(1L, 3L);
    }

    @Test
    void aLotThatFailsIsNotPaidUntilItIsHandedOverAgain() {
        PoolSpec market = leased();
        long bid = market.spot("alice", 4, "2.00", false);
        market.at(630).done(new Command.HandOver(bid, 4));
        market.at(640).done(new Command.HandOver(bid, 3));
        market.at(650).done(new Command.HandOver(bid, 4));
        // Three lots for thirty minutes, one for ten and again for ten.
        assertThat(paidForFirstHour(market)).isEqualTo("17.60");
    }

    @Test
    void whatWasHandedOverStaysSoInTheNextHour() {
        PoolSpec market = leased();
        long bid = market.spot("alice", 4, "2.00", false);
        market.at(645).done(new Command.HandOver(bid, 4));
        market.at(721);
        assertThat(market.events(LeasePaid.class))
                .extracting(paid -> Money.format(paid.paid()))
                .containsExactly("9.60", "38.40");
        assertThat(market.order("alice", bid).lease().orElseThrow().handedOverLots())
                .isEqualTo(4);
    }

    @Test
    void aWordOnNoBidOfOursIsRefused() {
        assertThat(leased().apply(new Command.HandOver(99, 1)).reply()).isInstanceOf(Refused.class);
    }

    @Test
    void aWordOnFewerLotsThanNoneIsRefusedAndOneOnMoreThanRunMeansAll() {
        PoolSpec market = leased();
        long bid = market.spot("alice", 4, "2.00", false);
        assertThat(market.apply(new Command.HandOver(bid, -1)).reply()).isInstanceOf(Refused.class);
        market.done(new Command.HandOver(bid, 0)).events();
        market.at(630).done(new Command.HandOver(bid, 9));
        assertThat(market.events(LeaseHandedOver.class))
                .extracting(LeaseHandedOver::lots)
                .containsExactly(4L);
    }

    @Test
    void lotsThatWereNeverHandedOverAreReclaimedForNothing() {
        PoolSpec market = leased();
        long bid = market.spot("alice", 4, "2.00", false);
        market.at(630).done(new Command.HandOver(bid, 2));
        // The newest go first, and those were not handed over; the lease is an hour old by then.
        market.at(685).capacity(2);
        market.at(721);
        assertThat(market.events(LeasePaid.class))
                .extracting(paid -> Money.format(paid.paid()))
                .containsExactly("9.60", "19.20");
    }

    @Test
    void theSameWordTwiceChangesNothing() {
        PoolSpec market = leased();
        long bid = market.spot("alice", 4, "2.00", false);
        market.at(645).done(new Command.HandOver(bid, 4));
        market.done(new Command.HandOver(bid, 4));
        assertThat(market.events(LeaseHandedOver.class)).hasSize(1);
    }
}
