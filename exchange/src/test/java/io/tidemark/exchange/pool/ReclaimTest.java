package io.tidemark.exchange.pool;

import static io.tidemark.exchange.pool.PoolSpec.DAY;
import static io.tidemark.exchange.pool.PoolSpec.market;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.tidemark.exchange.pool.Event.LeaseNoticed;
import io.tidemark.exchange.pool.Event.NeedWorkedOff;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Section 7 of the rulebook; E6 is among the worked examples. */
class ReclaimTest {
    /** Forty lots, all for spot at 1.00. */
    private static PoolSpec pool() {
        PoolSpec market = market(600).capacity(40).reserve("60@1.00");
        for (String name : List.of("a", "b", "c")) {
            market.deposit(name, "10000");
        }
        return market;
    }

    private static List<String> notices(PoolSpec market) {
        return market.events(LeaseNoticed.class).stream()
                .map(notice -> (char) ('a' + notice.account() - market.account("a")) + ":" + notice.lots())
                .toList();
    }

    @Test
    void idleLotsServeANeedBeforeAnyLease() {
        PoolSpec market = pool();
        market.spot("a", 25, "3.00", false);
        market.quietly().capacity(28);
        assertThat(notices(market)).isEmpty();
        assertThat(market.events(NeedWorkedOff.class))
                .containsExactly(new NeedWorkedOff(12, 0, 12, 0, 0, market.now()));
    }

    @Test
    void theLowestMaximumGoesFirstAndThenTheLatestStart() {
        PoolSpec market = pool();
        market.spot("a", 10, "2.00", true);
        market.after(60).spot("b", 10, "2.00", true);
        market.spot("c", 10, "3.00", true);
        market.quietly().capacity(25);
        assertThat(notices(market)).containsExactly("b:10");
    }

    @Test
    void gangsGoWholeAndWhatWasTakenTooMuchIsGivenBackFromTheBest() {
        PoolSpec market = pool();
        market.spot("a", 10, "1.50", false);
        market.spot("b", 20, "2.00", true);
        market.spot("c", 10, "3.00", true);
        market.quietly().capacity(15);
        // 25 are needed: a and b give 30, and of a's ten five come back.
        assertThat(notices(market)).containsExactly("a:5", "b:20");
    }

    @Test
    void aGangComesBackWholeOrNotAtAll() {
        PoolSpec market = pool();
        market.spot("a", 10, "1.50", true);
        market.spot("b", 30, "2.00", true);
        market.quietly().capacity(12);
        // 28 are needed: both are taken, and then a's ten can stay.
        assertThat(notices(market)).containsExactly("b:30");
    }

    @Test
    void aGangStaysWhereTheOthersFreeEnoughToTheLot() {
        PoolSpec market = pool();
        market.spot("a", 10, "1.50", true);
        market.spot("b", 30, "2.00", true);
        market.quietly().capacity(10);
        assertThat(notices(market)).containsExactly("b:30");
    }

    private static List<String> atRisk(PoolSpec market) {
        return market.events(Event.SpotAtRisk.class).stream()
                .flatMap(risk -> risk.leases().stream())
                .map(lease -> (char) ('a' + lease.account() - market.account("a")) + ":" + lease.lots())
                .toList();
    }

    @Test
    void aWarningNamesTheLeasesThatTheNeedWouldTakeNow() {
        PoolSpec market = pool();
        market.spot("a", 10, "1.50", false);
        market.spot("b", 20, "2.00", true);
        market.spot("c", 10, "3.00", true);
        market.quietly().done(new Command.WarnOfNeed(25));
        assertThat(atRisk(market)).containsExactly("a:5", "b:20");
        assertThat(market.events(Event.SpotAtRisk.class))
                .extracting(Event.SpotAtRisk::lots)
                .containsExactly(25L);
        market.capacity(15);
        assertThat(notices(market)).containsExactly("a:5", "b:20");
    }

    @Test
    void aWarningChangesNothing() {
        PoolSpec market = pool();
        long bid = market.spot("a", 40, "3.00", true);
        market.at(670).quietly().done(new Command.WarnOfNeed(40));
        assertThat(atRisk(market)).containsExactly("a:40");
        assertThat(market.pool().noticedLots()).isZero();
        assertThat(market.order("a", bid).filledLots()).isEqualTo(40);
        market.at(780);
        assertThat(market.events(Event.LeasePaid.class))
                .as("two hours, both in full")
                .extracting(Event.LeasePaid::paid)
                .containsExactly(320_000_000L, 320_000_000L);
    }

    @Test
    void nobodyIsWarnedOfANeedThatIdleLotsServe() {
        PoolSpec market = pool();
        long bid = market.spot("a", 25, "3.00", false);
        assertThat(market.quietly().done(new Command.WarnOfNeed(15)).events()).isEmpty();
        assertThat(market.done(new Command.WarnOfNeed(16)).events())
                .containsExactly(new Event.SpotAtRisk(16, List.of(new Event.LeaseLots(bid, market.account("a"), 1))));
    }

    @Test
    void nobodyIsWarnedOfANeedThatANoticeServesAnyway() {
        PoolSpec market = pool();
        market.spot("a", 40, "3.00", false);
        market.capacity(30).capacity(36).quietly().done(new Command.WarnOfNeed(6));
        assertThat(atRisk(market)).isEmpty();
    }

    @Test
    void aWarningOfMoreThanThereIsNamesEveryLeaseAndFirmHoldersStand() {
        PoolSpec market = pool().release(12, "30@1.00").after(16 * 60);
        market.buy("a", 30, 12, 13, "1.00").enter();
        market.spot("b", 10, "3.00", false);
        market.at(725).quietly().done(new Command.WarnOfNeed(1_000));
        assertThat(atRisk(market)).containsExactly("b:10");
    }

    @Test
    void aWarningIsOfOneLotOrMore() {
        for (long none : List.of(0L, -1L)) {
            assertThat(pool().apply(new Command.WarnOfNeed(none)).reply())
                    .isInstanceOfSatisfying(Reply.Refused.class, refused -> {
                        assertThat(refused.reason()).isEqualTo(Refusal.GUARD_BROKEN);
                        assertThat(refused.field()).isEqualTo("lots");
                    });
        }
    }

    @Test
    void aLeaseRunsOnThroughItsNoticeFreeOfCharge() {
        PoolSpec market = pool();
        market.spot("a", 40, "3.00", true);
        market.at(670).quietly().capacity(0);
        // The lease is older than an hour: it pays ten minutes of hour 11, and not the two of the notice.
        assertThat(market.events(LeaseNoticed.class).get(0).hourFree()).isFalse();
        assertThat(market.events(Event.LeasePaid.class))
                .extracting(Event.LeasePaid::paid)
                .containsExactly(53_333_333L);
        assertThat(market.pool().noticedLots()).isEqualTo(40);
        market.after(119);
        assertThat(market.pool().noticedLots()).isEqualTo(40);
        market.after(1);
        assertThat(market.pool().noticedLots()).isZero();
    }

    private static void publishNotice(PoolSpec market, int seconds) {
        market.publish(new RuleSheet("test", 1, 100_000, 0, 0, seconds, PoolSpec.ladder("60@1.00"), List.of()));
    }

    private static long noticeSeconds(PoolSpec market) {
        LeaseNoticed notice = market.events(LeaseNoticed.class).get(0);
        return (notice.endsAt() - market.now()) / 1_000;
    }

    @Test
    void theNoticeIsTheOneThatWasPublishedWhenTheLeaseStarted() {
        PoolSpec market = pool();
        publishNotice(market, 600);
        long bid = market.spot("a", 40, "3.00", true);
        publishNotice(market, 120);
        assertThat(market.order("a", bid).lease())
                .hasValueSatisfying(lease -> assertThat(lease.noticeSeconds()).isEqualTo(600));
        market.at(620).quietly().capacity(0);
        assertThat(noticeSeconds(market)).isEqualTo(600);
    }

    @Test
    void aRenewalTakesTheNoticeThatIsPublishedThen() {
        PoolSpec market = pool();
        publishNotice(market, 600);
        market.spot("a", 20, "3.00", true);
        publishNotice(market, 300);
        market.at(650);
        publishNotice(market, 120);
        market.spot("b", 20, "2.00", true);
        market.at(670).quietly().capacity(20);
        assertThat(noticeSeconds(market)).as("b started later").isEqualTo(120);
        market.quietly().after(1).capacity(0);
        assertThat(noticeSeconds(market)).as("a was renewed at ten to").isEqualTo(300);
    }

    @Test
    void aLeaseYoungerThanAnHourGetsTheHourFree() {
        PoolSpec market = pool();
        market.spot("a", 40, "3.00", true);
        market.at(620).quietly().capacity(0);
        assertThat(market.events(LeaseNoticed.class).get(0).hourFree()).isTrue();
        assertThat(market.free("a")).isEqualTo("10000.00");
    }

    @Test
    void theBidStandsAndRunsAgainWhenTheLotsComeBack() {
        PoolSpec market = pool();
        long bid = market.spot("a", 40, "3.00", true);
        market.at(620).capacity(0).at(640).capacity(40);
        assertThat(market.order("a", bid).filledLots()).isEqualTo(40);
    }

    @Test
    void whatFirmHoldersStandOnIsNotMet() {
        PoolSpec market = pool().release(12, "30@1.00").after(16 * 60);
        market.buy("a", 30, 12, 13, "1.00").enter();
        market.spot("b", 10, "3.00", false);
        market.at(725).quietly().capacity(25);
        assertThat(notices(market)).containsExactly("b:10");
        assertThat(market.events(NeedWorkedOff.class))
                .extracting(NeedWorkedOff::needLots, NeedWorkedOff::leaseLots, NeedWorkedOff::unmetLots)
                .containsExactly(tuple(15L, 10L, 5L));
        assertThat(market.titles("a", 12)).isEqualTo(30);
    }

    @Test
    void lotsOnTheirWayBackServeALaterNeed() {
        PoolSpec market = pool();
        market.spot("a", 40, "3.00", false);
        market.capacity(30).capacity(36).quietly().after(60).capacity(30);
        assertThat(notices(market)).isEmpty();
        assertThat(market.pool().spotLots()).isEqualTo(30);
        assertThat(market.events(NeedWorkedOff.class))
                .as("ready when the first notice ends")
                .containsExactly(new NeedWorkedOff(6, 0, 6, 0, 0, market.now() + 60_000));
    }

    @Test
    void aNeedJustBeforeTheHourIsNotTakenTwice() {
        PoolSpec market = pool();
        market.spot("a", 40, "3.00", false);
        market.at(659).quietly().capacity(30).at(670);
        assertThat(notices(market)).containsExactly("a:10");
        assertThat(market.pool().spotLots()).isEqualTo(30);
    }

    @Test
    void aFallThatWasAnnouncedForALaterHourEndsLeasesInItsAuction() {
        PoolSpec market = pool();
        long bid = market.spot("a", 40, "3.00", false);
        market.quietly().capacityFrom(11, 25).at(660);
        assertThat(market.order("a", bid).filledLots()).isEqualTo(25);
        assertThat(notices(market)).isEmpty();
        assertThat(market.events(Event.SpotPriced.class)).containsExactly(new Event.SpotPriced(DAY + 11, 300, 25, 25));
    }

    /**
     * In hour 10 a gang of eight runs and two lots more. For hour 11 four lots are sold, and the auction gave eight to that
     * gang, ten to the other lease and twelve to a gang that does not run yet.
     */
    private static PoolSpec awarded() {
        PoolSpec market = pool().capacity(10, 36).asks(11, "4@1.00");
        market.buy("c", 4, 11, 12, "1.00").enter();
        market.spot("a", 8, "1.50", true);
        market.spot("c", 10, "3.00", false);
        market.spot("b", 12, "2.00", true);
        return market.at(656).quietly();
    }

    private static List<String> runningAt660(PoolSpec market) {
        return market.at(660).events(Event.LeaseRuns.class).stream()
                .map(lease -> (char) ('a' + lease.account() - market.account("a")) + ":" + lease.lots())
                .toList();
    }

    @Test
    void betweenAuctionAndHourWhoDoesNotRunYetGivesWayTheWorstFirstAndGangsWhole() {
        PoolSpec market = awarded().capacityFrom(11, 33);
        assertThat(runningAt660(market)).containsExactly("a:8", "c:10");
        market = awarded().capacityFrom(11, 20);
        assertThat(runningAt660(market)).containsExactly("a:8", "c:8");
        assertThat(notices(market)).isEmpty();
    }

    @Test
    void aLeaseThatRunsGivesWayWithNoticeOnly() {
        PoolSpec market = awarded().capacityFrom(11, 13);
        assertThat(runningAt660(market)).containsExactly("a:8", "c:2");
        assertThat(notices(market)).as("nine are left for ten").containsExactly("a:8");
        assertThat(market.events(Event.LeaseEnded.class)).isEmpty();
    }

    @Test
    void whoWasAwardedTheHourComesBeforeABetterBidThatCameTooLateForItsAuction() {
        PoolSpec market = pool().capacity(0, 12);
        long awarded = market.spot("b", 12, "2.00", true);
        market.at(656).spot("c", 12, "3.00", true);
        market.at(660);
        assertThat(market.order("b", awarded).filledLots()).isEqualTo(12);
    }

    @Test
    void lotsThatComeBackAtTheEndOfANoticeGoToStandingBids() {
        PoolSpec market = pool();
        long bid = market.spot("a", 40, "3.00", false);
        market.at(620).capacity(30).capacity(40).after(119);
        assertThat(market.order("a", bid).filledLots()).isEqualTo(30);
        market.after(1);
        assertThat(market.order("a", bid).filledLots()).isEqualTo(40);
    }

    @Test
    void aNeedThatFitsBesideWhatIsOnItsWayBackIsReadyAtOnce() {
        PoolSpec market = pool();
        market.spot("a", 30, "3.00", false);
        market.capacity(20).capacity(45);
        // Ten are under notice, and ten more have started again.
        market.quietly().capacity(40);
        assertThat(market.events(NeedWorkedOff.class)).containsExactly(new NeedWorkedOff(5, 0, 5, 0, 0, market.now()));
    }

    @Test
    void lotsThatStoppedInOneHourArePaidInItAndNotAgain() {
        PoolSpec market = pool();
        market.spot("a", 40, "3.00", false);
        market.at(670).quietly().capacity(20).at(780);
        // In hour 11 twenty lots for ten minutes and twenty for the hour, in hour 12 these alone, at 3.00: it wants
        // more.
        assertThat(market.events(Event.LeasePaid.class))
                .extracting(Event.LeasePaid::paid)
                .containsExactly(186_666_666L, 480_000_000L);
    }
}
