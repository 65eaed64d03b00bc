package io.tidemark.exchange.pool;

import static io.tidemark.exchange.pool.PoolSpec.DAY;
import static io.tidemark.exchange.pool.PoolSpec.market;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.exchange.contract.DeliveryWindow;
import io.tidemark.exchange.contract.Hours;
import io.tidemark.exchange.contract.PoolId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Section 2 of the rulebook. */
class PhaseTest {
    private static final long MINUTE = 60_000;

    @Test
    void aPoolOpensWithATenMinuteCall() {
        PoolEngine engine = new PoolEngine(PoolId.parse("B200X8.PRN1"));
        long now = Hours.startMillis(DAY + 10);
        engine.apply(now, 0, new Command.OpenMarket(MarketRules.standard()));
        assertThat(pool(engine).phase()).isEqualTo(Phase.CALL);
        assertThat(pool(engine).reason()).isEqualTo(CallReason.OPENING);
        assertThat(pool(engine).phaseEndsAt()).isEqualTo(now + 10 * MINUTE);
        engine.apply(now + 10 * MINUTE - 1, 0, new Command.Tick());
        assertThat(pool(engine).phase()).isEqualTo(Phase.CALL);
        engine.apply(now + 10 * MINUTE, 0, new Command.Tick());
        assertThat(pool(engine).phase()).isEqualTo(Phase.CONTINUOUS);
    }

    @Test
    void aCallEndsByChanceUpToTenSecondsLater() {
        for (long draw : new long[] {0, 10_000, 10_001, -1}) {
            PoolEngine engine = new PoolEngine(PoolId.parse("B200X8.PRN1"));
            long now = Hours.startMillis(DAY + 10);
            engine.apply(now, draw, new Command.OpenMarket(MarketRules.standard()));
            assertThat(pool(engine).phaseEndsAt() - now - 10 * MINUTE).isEqualTo(Math.floorMod(draw, 10_001));
        }
    }

    private static View.PoolView pool(PoolEngine engine) {
        return (View.PoolView) engine.answer(new Query.PoolStatus());
    }

    @Test
    void sevenDaysAreListedAndTheNextOneAtTwoInTheAfternoon() {
        PoolSpec market = market(600);
        assertThat(market.pool().listedUntil()).isEqualTo(DAY + 7 * 24);
        market.at(839).quietly();
        assertThat(market.pool().listedUntil()).isEqualTo(DAY + 7 * 24);
        market.at(840);
        assertThat(market.pool().listedUntil()).isEqualTo(DAY + 8 * 24);
        assertThat(market.pool().reason()).isEqualTo(CallReason.OPENING);
    }

    @Test
    void aPoolThatOpensAtTwoListsTheDayOfThatListingToo() {
        assertThat(openedAt(14 * 60 * MINUTE - 1).listedUntil()).isEqualTo(DAY + 7 * 24);
        assertThat(openedAt(14 * 60 * MINUTE).listedUntil()).isEqualTo(DAY + 8 * 24);
    }

    @Test
    void aPoolThatOpensTenMinutesBeforeAnHourIsTooLateForIt() {
        assertThat(openedAt((9 * 60 + 50) * MINUTE - 1).firstOpenHour()).isEqualTo(DAY + 10);
        assertThat(openedAt((9 * 60 + 50) * MINUTE).firstOpenHour()).isEqualTo(DAY + 11);
    }

    private static View.PoolView openedAt(long millis) {
        PoolEngine engine = new PoolEngine(PoolId.parse("B200X8.PRN1"));
        engine.apply(Hours.startMillis(DAY) + millis, 0, new Command.OpenMarket(MarketRules.standard()));
        return pool(engine);
    }

    @Test
    void theLastHourOfTheLastListedDayTradesAndTheNextOneNotYet() {
        PoolSpec market = market(600).deposit("alice", "1000");
        long end = 7 * 24;
        market.buy("alice", 1, end - 2, end, "1.00").enter();
        assertThat(market.buy("alice", 1, end - 1, end + 1, "1.00")
                        .enterToBeRefused()
                        .reason())
                .isEqualTo(Refusal.WINDOW_NOT_LISTED);
    }

    @Test
    void anHourIsListedThenGatedThenDeliveredThenOver() {
        PoolSpec market = market(600);
        List<View.HourState> states = new ArrayList<>();
        for (long minute : new long[] {829, 830, 839, 840, 899, 900}) {
            market.at(minute);
            states.add(hours(market, DAY + 14, 1).get(0).state());
        }
        assertThat(states)
                .containsExactly(
                        View.HourState.LISTED,
                        View.HourState.GATED,
                        View.HourState.GATED,
                        View.HourState.DELIVERING,
                        View.HourState.DELIVERING,
                        View.HourState.OVER);
        long listedUntil = market.pool().listedUntil();
        assertThat(hours(market, listedUntil - 2, 9)).hasSize(2);
    }

    private static List<View.HourView> hours(PoolSpec market, long from, int hours) {
        return ((View.HoursView) market.engine.answer(new Query.HoursFrom(from, hours))).hours();
    }

    @Test
    void reasonsThatMeetJoinOneCallAndTheLatestEndHolds() {
        PoolSpec market = market(600).at(838).halt().resume();
        assertThat(market.pool().phaseEndsAt()).isEqualTo(Hours.startMillis(DAY) + 843 * MINUTE);
        market.quietly().at(840);
        assertThat(market.pool().phaseEndsAt()).isEqualTo(Hours.startMillis(DAY) + 850 * MINUTE);
        market.at(860);
        assertThat(market.events(Event.Uncrossed.class)).hasSize(1);
    }

    @Test
    void aShorterReasonDoesNotShortenACall() {
        PoolSpec market = market(600).capacity(10).at(840);
        market.release(20, "5@1.00").after(65);
        assertThat(market.pool().phaseEndsAt()).isEqualTo(Hours.startMillis(DAY) + 850 * MINUTE);
    }

    @Test
    void inACallOrdersComeAndGoAndNothingMatches() {
        PoolSpec market = market(600).capacity(10).deposit("alice", "1000").at(840);
        market.release(20, "5@1.00");
        long stays = market.buy("alice", 2, 20, 21, "2.00").enter();
        long goes = market.buy("alice", 2, 20, 21, "2.00").enter();
        market.cancel("alice", goes);
        assertThat(market.legs()).isEmpty();
        market.at(850);
        assertThat(market.order("alice", stays).status()).isEqualTo("FILLED");
        assertThat(market.order("alice", goes).status()).isEqualTo("CANCELLED");
    }

    @Test
    void aHaltOverridesACallAndEndsWithAFiveMinuteCall() {
        PoolSpec market = market(600).capacity(10).deposit("alice", "1000").at(840);
        market.release(20, "5@1.00");
        long order = market.buy("alice", 2, 20, 21, "2.00").enter();
        market.halt().at(900);
        assertThat(market.pool().phase()).isEqualTo(Phase.HALT);
        assertThat(market.order("alice", order).status()).isEqualTo("OPEN");
        market.resume();
        assertThat(market.pool().reason()).isEqualTo(CallReason.RESUME);
        market.at(905);
        assertThat(market.order("alice", order).status()).isEqualTo("FILLED");
    }

    @Test
    void inAHaltCancelsStillWork() {
        PoolSpec market = market(600).deposit("alice", "1000");
        long order = market.buy("alice", 2, 20, 21, "2.00").enter();
        market.halt().cancel("alice", order);
        assertThat(market.free("alice")).isEqualTo("1000.00");
    }

    @Test
    void beforeAPoolIsOpenTheOperatorCanDoNothingElse() {
        PoolEngine closed = new PoolEngine(PoolId.parse("B200X8.PRN1"));
        DeliveryWindow window = new DeliveryWindow(DAY + 14, 1);
        for (Command command : List.of(
                new Command.SetCapacity(DAY + 14, List.of(5L)),
                new Command.WarnOfNeed(5),
                new Command.OfferSupply(List.of()),
                new Command.BuyBack(window, 1, 1),
                new Command.Curtail(window, 1, "Ann", "Ben"))) {
            assertThat(closed.apply(0, 0, command).reply())
                    .isInstanceOfSatisfying(
                            Reply.Refused.class,
                            refused -> assertThat(refused.reason()).isEqualTo(Refusal.MARKET_CLOSED));
        }
    }

    @Test
    void aPoolIsOpenedOnceHaltedWhileItIsOpenAndResumedWhileItIsHalted() {
        PoolEngine closed = new PoolEngine(PoolId.parse("B200X8.PRN1"));
        assertThat(isNotNow(closed, new Command.Halt())).isTrue();
        assertThat(isNotNow(closed, new Command.Resume())).isTrue();
        PoolSpec market = market(600);
        assertThat(isNotNow(market.engine, new Command.OpenMarket(MarketRules.standard())))
                .isTrue();
        assertThat(isNotNow(market.engine, new Command.Resume())).isTrue();
        market.halt();
        assertThat(isNotNow(market.engine, new Command.Halt())).isTrue();
        assertThat(market.pool().phase()).isEqualTo(Phase.HALT);
    }

    private static boolean isNotNow(PoolEngine engine, Command command) {
        return engine.apply(engine.time(), 0, command).reply() instanceof Reply.Refused refused
                && refused.reason() == Refusal.NOT_NOW;
    }

    @Test
    void timeNeverStepsBack() {
        PoolSpec market = market(600);
        long before = market.engine.time();
        var outcome = market.engine.apply(before - 5, 0, new Command.Tick());
        assertThat(outcome.time()).isEqualTo(before);
    }
}
