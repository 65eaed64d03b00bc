package io.tidemark.exchange.pool;

import static io.tidemark.exchange.pool.PoolSpec.DAY;
import static io.tidemark.exchange.pool.PoolSpec.market;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.tidemark.exchange.contract.Hours;
import io.tidemark.exchange.pool.Event.LeaseEnd;
import io.tidemark.exchange.pool.Event.LeaseEnded;
import io.tidemark.exchange.pool.Event.LeasePaid;
import io.tidemark.exchange.pool.Event.LeaseRuns;
import io.tidemark.exchange.pool.Event.SpotPriced;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Section 6 of the rulebook. A lot has 8 GPUs; hour 11 begins at minute 660, its auction is at 655. */
class SpotTest {
    private static PoolSpec pool(long lots) {
        PoolSpec market = market(600).capacity(lots).reserve("10@1.00, 10@1.50, 20@2.00");
        for (String name : List.of("a", "b", "c", "d")) {
            market.deposit(name, "10000");
        }
        return market.quietly();
    }

    @Test
    void beforeAnyAuctionTheLowestReserveIsThePrice() {
        PoolSpec market = pool(15);
        market.spot("a", 12, "3.00", false);
        assertThat(market.events(LeaseRuns.class))
                .extracting(LeaseRuns::lots, LeaseRuns::ticks)
                .containsExactly(tuple(10L, 100L));
    }

    @Test
    void aStepOfTheReserveWithoutLotsIsNoPrice() {
        PoolSpec market = market(600)
                .capacity(10)
                .reserve("0@0.50, 10@1.00")
                .deposit("a", "10000")
                .quietly();
        market.spot("a", 5, "3.00", false);
        assertThat(market.events(LeaseRuns.class)).extracting(LeaseRuns::ticks).containsExactly(100L);
        PoolSpec dear = market(600).capacity(10).reserve("0@0.50, 10@1.00").deposit("a", "10000");
        dear.spot("a", 5, "0.90", false);
        dear.quietly().at(655);
        assertThat(dear.events(SpotPriced.class)).containsExactly(new SpotPriced(DAY + 11, 100, 10, 0));
    }

    @Test
    void thePriceIsTheReserveAtTheMargin() {
        PoolSpec market = pool(40);
        market.spot("a", 15, "3.00", false);
        market.at(655);
        assertThat(market.events(SpotPriced.class)).containsExactly(new SpotPriced(DAY + 11, 150, 40, 15));
    }

    @Test
    void thePriceRisesToTheBestDivisibleBidThatIsNotFilled() {
        PoolSpec market = pool(12);
        market.spot("a", 10, "3.00", false);
        market.spot("b", 10, "2.70", false);
        market.spot("c", 10, "2.60", false);
        market.at(655);
        assertThat(market.events(SpotPriced.class)).containsExactly(new SpotPriced(DAY + 11, 270, 12, 12));
    }

    @Test
    void aGangThatDoesNotFitIsPassedOverAndRaisesNoPrice() {
        PoolSpec market = pool(12);
        long gang = market.spot("a", 13, "3.00", true);
        long small = market.spot("b", 11, "2.00", false);
        market.at(655).at(660);
        assertThat(market.events(SpotPriced.class)).containsExactly(new SpotPriced(DAY + 11, 150, 12, 11));
        assertThat(market.order("a", gang).filledLots()).isZero();
        assertThat(market.order("b", small).filledLots()).isEqualTo(11);
    }

    @Test
    void atOneMaximumTheRunningLeaseBeatsTheNewcomerAndThenTheEarlierBid() {
        PoolSpec market = pool(10);
        long waits = market.spot("a", 10, "0.90", false);
        long runs = market.spot("b", 10, "2.00", false);
        market.cancel("a", waits);
        long tie = market.spot("c", 10, "2.00", false);
        market.at(660);
        assertThat(market.order("b", runs).filledLots()).isEqualTo(10);
        assertThat(market.order("c", tie).filledLots()).isZero();
    }

    @Test
    void aLeaseThatEndsForWantOfLotsWasNotOutbid() {
        PoolSpec market = pool(10);
        market.spot("a", 10, "2.00", false);
        market.capacityFrom(11, 0).at(660);
        assertThat(market.events(LeaseEnded.class)).extracting(LeaseEnded::why).containsExactly(LeaseEnd.NO_SUPPLY);
    }

    @Test
    void aHigherMaximumOutbidsARunningLeaseOnTheHour() {
        PoolSpec market = pool(10);
        long old = market.spot("a", 10, "2.00", true);
        long better = market.spot("b", 10, "2.10", true);
        market.at(659);
        assertThat(market.order("a", old).filledLots())
                .as("nobody is outbid inside the hour")
                .isEqualTo(10);
        market.at(660);
        assertThat(market.events(LeaseEnded.class)).extracting(LeaseEnded::why).containsExactly(LeaseEnd.OUTBID);
        assertThat(market.order("b", better).filledLots()).isEqualTo(10);
        assertThat(market.order("a", old).status()).as("the bid stands").isEqualTo("OPEN");
    }

    @Test
    void everyonePaysOnePriceForTheSecondsThatRanAndNeverMoreThanTheMaximum() {
        PoolSpec market = pool(40).at(630);
        market.spot("a", 10, "3.00", false);
        market.at(660);
        // Half an hour of 10 lots x 8 GPUs at 1.00.
        assertThat(market.events(LeasePaid.class)).extracting(LeasePaid::paid).containsExactly(40_000_000L);
        assertThat(market.free("operator")).isEqualTo("40.00");
    }

    @Test
    void aVeryLargeLeaseIsPaidExactlyToo() {
        PoolSpec market =
                market(600).capacity(100_000).reserve("100000@1000.00").deposit("a", "2000000000");
        market.spot("a", 100_000, "1000.00", true);
        market.at(660);
        assertThat(market.free("operator")).isEqualTo("800000000.00");
    }

    @Test
    void aWaitingBidHoldsOneHourAtItsMaximum() {
        PoolSpec market = pool(0);
        long bid = market.spot("a", 10, "3.00", false);
        assertThat(market.held("a")).isEqualTo("240.00");
        market.at(900);
        assertThat(market.held("a")).isEqualTo("240.00");
        market.cancel("a", bid);
        assertThat(market.held("a")).isEqualTo("0.00");
    }

    @Test
    void aLeaseThatCannotSetTheNextHourAsideEndsOnTheHour() {
        PoolSpec market = pool(40).deposit("poor", "300");
        market.spot("poor", 10, "3.00", false);
        market.at(655);
        assertThat(market.pool().spotLots()).isEqualTo(10);
        market.at(660);
        assertThat(market.events(LeaseEnded.class)).extracting(LeaseEnded::why).containsExactly(LeaseEnd.UNFUNDED);
        assertThat(market.events(Event.SpotBidClosed.class))
                .extracting(Event.SpotBidClosed::reason)
                .containsExactly(Event.CloseReason.UNFUNDED);
    }

    @Test
    void whoeverCancelsPaysForTheSecondsThatRan() {
        PoolSpec market = pool(40);
        long bid = market.spot("a", 10, "3.00", true);
        market.at(615).cancel("a", bid);
        assertThat(market.free("operator")).isEqualTo("20.00");
        assertThat(market.free("a")).isEqualTo("9980.00");
        assertThat(market.pool().idleLots()).isEqualTo(40);
    }

    @Test
    void whoJoinsInTheLastTenMinutesSetsBothHoursAsideAndGoesOnWithTheAuction() {
        PoolSpec early = pool(10).at(649);
        early.spot("a", 10, "2.00", false);
        assertThat(early.held("a")).as("the next hour is set aside at ten to").isEqualTo("160.00");
        PoolSpec market = pool(10).at(650);
        long bid = market.spot("a", 10, "2.00", false);
        assertThat(market.held("a")).isEqualTo("320.00");
        market.at(660);
        assertThat(market.held("a")).isEqualTo("160.00");
        assertThat(market.events(LeaseEnded.class)).isEmpty();
        assertThat(market.order("a", bid).lease().orElseThrow().startedAt())
                .isEqualTo(Hours.startMillis(DAY) + 650 * 60_000);
    }

    @Test
    void whoCannotSetBothHoursAsideJoinsNoHourThatIsAlmostOver() {
        for (String dollars : new String[] {"320", "319.99"}) {
            PoolSpec market = pool(10).deposit("poor", dollars).at(652);
            long bid = market.spot("poor", 10, "2.00", false);
            assertThat(market.order("poor", bid).filledLots()).isEqualTo(dollars.equals("320") ? 10 : 0);
            assertThat(market.events(Event.SpotFunded.class)).hasSize(dollars.equals("320") ? 1 : 0);
            market.at(660);
            assertThat(market.order("poor", bid).filledLots())
                    .as("the next hour is its own")
                    .isEqualTo(10);
        }
    }

    @Test
    void whoJoinsAfterTheAuctionOfTheNextHourEndsWithThisOne() {
        PoolSpec market = pool(10);
        market.spot("a", 4, "1.50", false);
        long gang = market.spot("b", 10, "3.00", true);
        market.at(656);
        long late = market.spot("c", 6, "4.00", false);
        assertThat(market.order("c", late).filledLots()).isEqualTo(6);
        market.quietly().at(660);
        assertThat(market.order("b", gang).filledLots()).isEqualTo(10);
        assertThat(market.order("c", late).filledLots()).isZero();
        assertThat(market.order("c", late).status()).as("the bid stands").isEqualTo("OPEN");
        // Four minutes of 6 lots x 8 GPUs at 1.00.
        assertThat(market.free("c")).isEqualTo("9804.80");
        assertThat(market.held("c")).isEqualTo("192.00");
    }

    @Test
    void thePriceOfAnHourStandsWhateverReserveIsPublishedInIt() {
        PoolSpec market = pool(40);
        market.spot("a", 5, "3.00", false);
        market.quietly().reserve("40@1.50").spot("b", 5, "3.00", false);
        assertThat(market.events(LeaseRuns.class)).as("nothing is left at 1.00").isEmpty();
        market.reserve("40@0.50");
        assertThat(market.events(LeaseRuns.class))
                .extracting(LeaseRuns::account, LeaseRuns::ticks)
                .containsExactly(tuple(market.account("b"), 100L));
    }

    @Test
    void aBidThatRunsInPartGetsMoreUnderTheHoldThatItHas() {
        PoolSpec market = pool(6);
        long bid = market.spot("a", 10, "3.00", false);
        market.at(615).capacity(10);
        assertThat(market.order("a", bid).filledLots()).isEqualTo(10);
        assertThat(market.held("a")).isEqualTo("240.00");
        market.at(660);
        // 6 lots for the hour and 4 for three quarters of it, x 8 GPUs at 1.00.
        assertThat(market.events(LeasePaid.class)).extracting(LeasePaid::paid).containsExactly(72_000_000L);
    }

    @Test
    void withoutAReserveThereIsNoPrice() {
        PoolSpec market = market(600).capacity(10).deposit("a", "10000");
        long bid = market.spot("a", 5, "3.00", false);
        market.at(661);
        assertThat(market.pool().spotTicks()).isZero();
        assertThat(market.order("a", bid).filledLots()).isZero();
    }

    @Test
    void inAHaltNobodyJoins() {
        PoolSpec market = pool(10);
        market.spot("a", 20, "3.00", false);
        market.quietly().halt().reserve("40@1.00").capacity(40);
        assertThat(market.events(LeaseRuns.class)).isEmpty();
        market.resume().at(660);
        assertThat(market.pool().spotLots()).isEqualTo(20);
    }

    @Test
    void aLeaseGoesOnThatCanJustSetTheNextHourAside() {
        PoolSpec market = pool(40).deposit("poor", "480");
        long bid = market.spot("poor", 10, "3.00", false);
        market.at(661);
        assertThat(market.order("poor", bid).filledLots()).isEqualTo(10);
    }

    @Test
    void betweenAuctionAndHourABidSaysWhatItWillRun() {
        PoolSpec market = pool(10);
        long bid = market.spot("a", 10, "3.00", false);
        market.spot("b", 5, "0.90", false);
        market.at(655);
        assertThat(market.events(Event.SpotFunded.class))
                .as("at ten to the hour")
                .containsExactly(new Event.SpotFunded(bid, market.account("a"), 240_000_000));
        assertThat(market.events(Event.SpotAwarded.class))
                .containsExactly(new Event.SpotAwarded(bid, market.account("a"), DAY + 11, 10, 100));
        assertThat(market.order("a", bid).lease().orElseThrow().nextHourLots()).isEqualTo(10);
        market.at(660);
        assertThat(market.order("a", bid).lease().orElseThrow().nextHourLots()).isZero();
    }

    @Test
    void whoIsOutbidHearsFiveMinutesBeforeTheHour() {
        PoolSpec market = pool(10);
        long loser = market.spot("a", 10, "2.00", false);
        market.spot("b", 4, "3.00", false);
        market.at(654);
        assertThat(market.events(Event.LeaseEnding.class)).isEmpty();
        market.at(655);
        assertThat(market.events(Event.LeaseEnding.class))
                .containsExactly(new Event.LeaseEnding(
                        loser, market.account("a"), 4, Hours.startMillis(DAY + 11), LeaseEnd.OUTBID));
        market.at(660);
        assertThat(market.events(Event.LeaseEnded.class))
                .containsExactly(new Event.LeaseEnded(loser, market.account("a"), 4, LeaseEnd.OUTBID));
    }

    @Test
    void aBidSaysWhatItHasPaidSoFar() {
        PoolSpec market = pool(40);
        long bid = market.spot("a", 10, "3.00", false);
        market.at(720).cancel("a", bid);
        assertThat(market.order("a", bid).value()).isEqualTo(160_000_000);
        assertThat(market.free("a")).isEqualTo("9840.00");
    }

    @Test
    void nobodySeesTheBidOfAnother() {
        PoolSpec market = pool(40);
        long bid = market.spot("a", 10, "3.00", false);
        assertThat(market.engine.answer(new Query.OrderOf(market.account("b"), bid)))
                .isInstanceOf(View.Nothing.class);
    }

    @Test
    void aWaitingBidThatCannotSetTheNextHourAsideEndsAtTenTo() {
        PoolSpec market = pool(40).deposit("poor", "300");
        long bid = market.spot("poor", 10, "3.00", false);
        // Its lots are taken back, and the money for another hour is held for something else.
        market.at(620).capacity(0);
        market.buy("poor", 1, 14, 15, "8.00").enter();
        market.at(649);
        assertThat(market.order("poor", bid).status()).isEqualTo("OPEN");
        market.at(650);
        assertThat(market.order("poor", bid).status()).isEqualTo("UNFUNDED");
    }

    @Test
    void nobodyCancelsTheBidOfAnotherOrAnyBidTwice() {
        PoolSpec market = pool(40);
        long bid = market.spot("a", 10, "3.00", false);
        assertThat(market.apply(new Command.Cancel(market.account("b"), bid)).reply())
                .isInstanceOf(Reply.Refused.class);
        assertThat(market.order("a", bid).filledLots()).isEqualTo(10);
        market.cancel("a", bid);
        assertThat(market.apply(new Command.Cancel(market.account("a"), bid)).reply())
                .isInstanceOf(Reply.Refused.class);
    }

    @Test
    void lotsThatComeFreeInsideTheHourGoToStandingBidsInPriority() {
        PoolSpec market = pool(10);
        long first = market.spot("a", 10, "2.00", true);
        market.spot("b", 10, "1.90", false);
        long best = market.spot("c", 6, "1.95", true);
        market.quietly().cancel("a", first);
        assertThat(market.events(LeaseRuns.class))
                .extracting(LeaseRuns::account, LeaseRuns::lots)
                .containsExactly(tuple(market.account("c"), 6L), tuple(market.account("b"), 4L));
        assertThat(market.order("c", best).filledLots()).isEqualTo(6);
    }

    @Test
    void firmTitlesOfTheHourAreNotSpot() {
        PoolSpec market = pool(40).release(12, "35@1.00").after(16 * 60);
        market.buy("a", 35, 12, 13, "1.00").enter();
        market.spot("b", 10, "3.00", false);
        market.at(715);
        assertThat(market.events(SpotPriced.class)).contains(new SpotPriced(DAY + 12, 300, 5, 5));
    }

    @Test
    void raisingTheMaximumNeverLosesLots() {
        for (long max = 100; max < 320; max += 5) {
            assertThat(lotsAt(max + 5, false)).isGreaterThanOrEqualTo(lotsAt(max, false));
            assertThat(lotsAt(max + 5, true)).isGreaterThanOrEqualTo(lotsAt(max, true));
        }
    }

    private static long lotsAt(long max, boolean gang) {
        PoolSpec market = pool(30);
        market.spot("a", 14, "2.80", true);
        market.spot("b", 9, "2.20", false);
        market.spot("d", 9, "1.60", false);
        long mine = market.spot("c", 12, "%d.%02d".formatted(max / 100, max % 100), gang);
        market.at(660);
        return market.order("c", mine).filledLots();
    }

    @Test
    void whoGetsLotsThatComeBackOnTheHourStartsWithTheHourAndIsNotEndedByIt() {
        PoolSpec market = market(790).capacity(5, 0).reserve("5@1.00").deposit("alice", "10000");
        long bid = market.spot("alice", 5, "2.00", false);
        // The auction of 14:00 finds nothing to give; lots are called back by 14:00, and then are there after all.
        market.at(14 * 60 - 2).capacity(0).after(30).capacity(5).quietly().at(14 * 60);
        assertThat(market.order("alice", bid).status()).isEqualTo("OPEN");
        assertThat(market.order("alice", bid).filledLots()).isEqualTo(5);
        assertThat(market.events(Event.LeaseEnded.class))
                .extracting(Event.LeaseEnded::why)
                .containsExactly(Event.LeaseEnd.RECLAIMED);
    }
}
