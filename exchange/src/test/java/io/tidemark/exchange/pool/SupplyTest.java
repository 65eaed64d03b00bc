package io.tidemark.exchange.pool;

import static io.tidemark.exchange.pool.PoolSpec.DAY;
import static io.tidemark.exchange.pool.PoolSpec.ladder;
import static io.tidemark.exchange.pool.PoolSpec.market;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.tidemark.exchange.contract.Hours;
import io.tidemark.exchange.pool.Command.HourSupply;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The operator mints titles, offers them through calls, and takes back what is unsold. */
class SupplyTest {
    private static View.HourView hour(PoolSpec market, long hour) {
        return ((View.HoursView) market.engine.answer(new Query.HoursFrom(DAY + hour, 1)))
                .hours()
                .get(0);
    }

    @Test
    void withoutAnyOperatorAskSupplyCallsForACallAfterAMinute() {
        PoolSpec market = market(601).capacity(40).release(14, "10@2.00").after(59);
        assertThat(market.pool().phase()).isEqualTo(Phase.CONTINUOUS);
        assertThat(hour(market, 14).asks()).isEmpty();
        market.after(1);
        assertThat(market.pool().reason()).isEqualTo(CallReason.RELEASE);
        assertThat(hour(market, 14).asks()).isEqualTo(ladder("10@2.00"));
        market.after(30);
        assertThat(market.pool().phase()).isEqualTo(Phase.CONTINUOUS);
    }

    @Test
    void withAnOperatorAskStandingSupplyWaitsForTheQuarterHour() {
        PoolSpec market =
                market(601).capacity(40).release(14, "10@2.00").at(605).release(15, "10@2.00");
        market.at(614);
        assertThat(hour(market, 15).asks()).isEmpty();
        market.at(615);
        assertThat(market.pool().reason()).isEqualTo(CallReason.RELEASE);
        assertThat(hour(market, 15).asks()).isEqualTo(ladder("10@2.00"));
    }

    @Test
    void itIsToldWhenSupplyThatWaitsIsAdmitted() {
        PoolSpec market = market(601).capacity(40).release(14, "10@2.00");
        assertThat(market.events(Event.SupplyAnnounced.class))
                .containsExactly(new Event.SupplyAnnounced(1, market.now() + 60_000));
    }

    @Test
    void theAskOfAHolderDoesNotMakeSupplyWait() {
        PoolSpec market = market(600).capacity(40).deposit("alice", "10000").asks(14, "4@2.00");
        market.buy("alice", 4, 14, 15, "2.00").enter();
        market.sell("alice", 4, 14, 15, "9.00").enter();
        market.at(619).release(15, "10@2.00").at(620);
        assertThat(market.pool().reason()).isEqualTo(CallReason.RELEASE);
    }

    @Test
    void supplyEntersOnce() {
        PoolSpec market = market(600).capacity(40).asks(14, "10@2.00").quietly();
        market.halt().resume().after(5 * 60);
        assertThat(market.events(Event.SupplyEntered.class)).isEmpty();
    }

    @Test
    void onAQuarterHourSupplyWaitsForTheNextOne() {
        PoolSpec market =
                market(601).capacity(40).release(14, "10@2.00").at(615).release(15, "10@2.00");
        market.at(629);
        assertThat(hour(market, 15).asks()).isEmpty();
        market.at(630);
        assertThat(hour(market, 15).asks()).isEqualTo(ladder("10@2.00"));
    }

    @Test
    void aSecondNoticeDoesNotPutTheCallOff() {
        PoolSpec market = market(601).capacity(40).release(14, "10@2.00").after(40);
        market.release(15, "10@3.00").after(20);
        assertThat(market.pool().reason()).isEqualTo(CallReason.RELEASE);
        assertThat(hour(market, 14).asks()).isEqualTo(ladder("10@2.00"));
        assertThat(hour(market, 15).asks()).isEqualTo(ladder("10@3.00"));
    }

    @Test
    void supplyJoinsARunningCallButNotInTheLastTenSecondsOfItsEarliestEnd() {
        PoolSpec market = market(600).capacity(40).halt().resume().after(290).release(14, "10@2.00");
        assertThat(hour(market, 14).asks()).isEqualTo(ladder("10@2.00"));
        PoolSpec late = market(600).capacity(40).halt().resume().after(291).release(14, "10@2.00");
        assertThat(hour(late, 14).asks()).isEmpty();
    }

    @Test
    void neverMoreTitlesThanCapacityAndTheCheapEndOfTheLadderIsWhatIsMissing() {
        PoolSpec market = market(600).capacity(12).asks(14, "10@2.00, 10@3.00");
        assertThat(hour(market, 14).mintedLots()).isEqualTo(12);
        assertThat(hour(market, 14).asks()).isEqualTo(ladder("2@2.00, 10@3.00"));
    }

    @Test
    void aNewLadderReplacesTheOldOneAndCountsWhatWasSold() {
        PoolSpec market = market(600).capacity(40).deposit("alice", "10000").asks(14, "10@2.00, 10@3.00");
        market.buy("alice", 4, 14, 15, "2.00").enter();
        market.asks(14, "10@2.50, 10@3.50");
        assertThat(hour(market, 14).mintedLots()).isEqualTo(20);
        assertThat(hour(market, 14).asks()).isEqualTo(ladder("6@2.50, 10@3.50"));
    }

    @Test
    void whenCapacityFallsUnsoldTitlesAreTakenBackAtOnceTheDearestFirst() {
        PoolSpec market = market(600).capacity(20).asks(14, "10@2.00, 10@3.00").quietly();
        market.capacityFrom(14, 8, 20);
        assertThat(market.events(Event.SupplyWithdrawn.class)).containsExactly(new Event.SupplyWithdrawn(DAY + 14, 12));
        assertThat(hour(market, 14).asks()).isEqualTo(ladder("8@2.00"));
    }

    @Test
    void aHoldersAsksStayWhereTheOperatorsGo() {
        PoolSpec market = market(600).capacity(20).deposit("alice", "10000").asks(14, "10@2.00");
        market.buy("alice", 4, 14, 15, "2.00").enter();
        market.sell("alice", 4, 14, 15, "9.00").enter();
        market.capacityFrom(14, 4, 20);
        assertThat(hour(market, 14).asks()).isEqualTo(ladder("4@9.00"));
        market.capacityFrom(14, 20).release(14, "8@3.00").after(16 * 60);
        assertThat(hour(market, 14).asks()).isEqualTo(ladder("4@3.00, 4@9.00"));
    }

    @Test
    void titlesOfALaterHourThatAreTakenBackAreToldAsWorkedOff() {
        PoolSpec market = market(600).capacity(20).asks(14, "10@2.00").quietly();
        market.capacityFrom(14, 8, 20);
        assertThat(market.events(Event.NeedWorkedOff.class))
                .containsExactly(new Event.NeedWorkedOff(0, 2, 0, 0, 0, market.now()));
        market.quietly().capacityFrom(14, 8, 20);
        assertThat(market.events(Event.NeedWorkedOff.class)).isEmpty();
        assertThat(market.events(Event.SupplyWithdrawn.class)).isEmpty();
    }

    @Test
    void aCapacityIsAtLeastOneFigureAndNoneOfThemNegative() {
        PoolSpec market = market(600);
        for (List<Long> wrong : List.of(List.<Long>of(), List.of(5L, -1L))) {
            assertThat(market.apply(new Command.SetCapacity(DAY + 14, wrong)).reply())
                    .isInstanceOfSatisfying(
                            Reply.Refused.class,
                            refused -> assertThat(refused.reason()).isEqualTo(Refusal.GUARD_BROKEN));
        }
        market.capacityFrom(14, 0);
    }

    @Test
    void soldTitlesStayAndTheOperatorIsTold() {
        PoolSpec market = market(600).capacity(20).deposit("alice", "10000").asks(14, "20@2.00");
        market.buy("alice", 15, 14, 15, "2.00").enter();
        market.capacityFrom(14, 8, 20);
        assertThat(market.titles("alice", 14)).isEqualTo(15);
        assertThat(hour(market, 14).asks()).isEmpty();
        assertThat(market.events(Event.FirmAtRisk.class))
                .extracting(Event.FirmAtRisk::hour, Event.FirmAtRisk::soldLots, Event.FirmAtRisk::capacityLots)
                .containsExactly(tuple(DAY + 14, 15L, 8L));
    }

    /** Fifteen lots of hour 14 are sold, and twenty can be delivered. */
    private static PoolSpec sold() {
        PoolSpec market = market(600).capacity(20).deposit("alice", "10000").asks(14, "20@2.00");
        market.buy("alice", 15, 14, 15, "2.00").enter();
        return market.quietly();
    }

    @Test
    void aShortHourIsToldWhenItsFiguresChangeAndNotOnEveryWord() {
        PoolSpec market = sold().capacityFrom(14, 8, 20).capacityFrom(14, 8, 30);
        assertThat(market.events(Event.FirmAtRisk.class))
                .extracting(Event.FirmAtRisk::hour, Event.FirmAtRisk::soldLots, Event.FirmAtRisk::capacityLots)
                .containsExactly(tuple(DAY + 14, 15L, 8L));
        market.quietly().capacityFrom(14, 7, 20).capacityFrom(14, 15, 20);
        assertThat(market.events(Event.FirmAtRisk.class))
                .extracting(Event.FirmAtRisk::hour, Event.FirmAtRisk::soldLots, Event.FirmAtRisk::capacityLots)
                .containsExactly(tuple(DAY + 14, 15L, 7L));
        market.quietly().capacityFrom(14, 7, 20);
        assertThat(market.events(Event.FirmAtRisk.class))
                .as("it was well in between")
                .extracting(Event.FirmAtRisk::hour, Event.FirmAtRisk::soldLots, Event.FirmAtRisk::capacityLots)
                .containsExactly(tuple(DAY + 14, 15L, 7L));
    }

    @Test
    void aShortHourSaysWhoseLotsAreAtRiskTheLatestTradeFirst() {
        PoolSpec market = market(600)
                .capacity(20)
                .deposit("alice", "10000")
                .deposit("bob", "10000")
                .asks(14, "20@2.00");
        market.buy("alice", 10, 14, 15, "2.00").enter();
        market.buy("bob", 5, 14, 15, "2.00").enter();
        market.quietly().capacityFrom(14, 8, 20);
        assertThat(market.events(Event.FirmAtRisk.class))
                .flatExtracting(Event.FirmAtRisk::lastInLine)
                .extracting(Event.Delivery::account, Event.Delivery::lots)
                .containsExactly(tuple(market.account("bob"), 5L), tuple(market.account("alice"), 2L));
    }

    @Test
    void aShortHourIsToldAgainWhenItStarts() {
        PoolSpec market = sold().capacityFrom(14, 8, 20).quietly().at(839);
        assertThat(market.events(Event.FirmAtRisk.class)).isEmpty();
        market.at(841);
        assertThat(market.events(Event.FirmAtRisk.class))
                .extracting(Event.FirmAtRisk::hour, Event.FirmAtRisk::soldLots, Event.FirmAtRisk::capacityLots)
                .containsExactly(tuple(DAY + 14, 15L, 8L));
        market.quietly().at(901);
        assertThat(market.events(Event.FirmAtRisk.class)).isEmpty();
    }

    @Test
    void anHourShowsByHowManyLotsItIsShort() {
        PoolSpec market = sold();
        assertThat(hour(market, 14).shortLots()).isZero();
        market.capacityFrom(14, 8, 20);
        assertThat(hour(market, 14).shortLots()).isEqualTo(7);
        market.at(899);
        assertThat(hour(market, 14).shortLots()).as("it is being delivered").isEqualTo(7);
        market.at(901);
        assertThat(hour(market, 14).shortLots()).as("it is over").isZero();
    }

    @Test
    void supplyForAnHourThatIsNotListedIsLeftOut() {
        PoolSpec market = market(600).capacity(20);
        market.done(new Command.OfferSupply(List.of(
                new HourSupply(DAY + 24 * 7, 5, ladder("5@2.00")), new HourSupply(DAY + 10, 5, ladder("5@2.00")))));
        market.after(16 * 60);
        assertThat(market.events(Event.SupplyEntered.class)).isEmpty();
    }

    @Test
    void operatorSupplyMeetsEverybodyAtOneInstant() {
        PoolSpec market = market(601).capacity(40).deposit("early", "10000").deposit("late", "10000");
        market.release(14, "10@2.00");
        market.buy("early", 10, 14, 15, "2.10").enter();
        market.after(60);
        long higher = market.buy("late", 10, 14, 15, "2.20").enter();
        market.after(30);
        assertThat(market.order("late", higher).filledLots()).isEqualTo(10);
        assertThat(Hours.containing(market.now())).isEqualTo(DAY + 10);
    }

    @Test
    void whatTheBandShutsOutWhileTheSupplyWaitsIsNotOffered() {
        PoolSpec market = market(600).capacity(20).release(14, "5@0.99, 5@1.00, 5@4.00, 5@4.01");
        market.publish(new RuleSheet("test", 100, 400, 0, 0, 120, List.of(), List.of()));
        market.quietly().after(16 * 60);
        assertThat(market.events(Event.SupplyEntered.class))
                .extracting(Event.SupplyEntered::ladder)
                .containsExactly(PoolSpec.ladder("5@1.00, 5@4.00"));
    }
}
