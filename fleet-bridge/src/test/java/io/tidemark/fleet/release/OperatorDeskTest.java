package io.tidemark.fleet.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.tidemark.exchange.contract.Hours;
import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.pool.Command;
import io.tidemark.exchange.pool.Event;
import io.tidemark.exchange.pool.MarketRules;
import io.tidemark.exchange.pool.PoolEngine;
import io.tidemark.exchange.pool.Query;
import io.tidemark.exchange.pool.Reply;
import io.tidemark.exchange.pool.View.HourState;
import io.tidemark.exchange.pool.View.HourView;
import io.tidemark.exchange.pool.View.PoolView;
import io.tidemark.fleet.forecast.DemandForecast;
import io.tidemark.fleet.surplus.DemandSnapshot;
import io.tidemark.fleet.surplus.SurplusPolicy;
import io.tidemark.fleet.surplus.SurplusTracker;
import io.tidemark.pricing.compile.RuleSet;
import io.tidemark.pricing.facts.Limits;
import io.tidemark.pricing.price.Pricer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class OperatorDeskTest {
    private static final PoolId POOL = PoolId.parse("B200X8.PRN1");
    private static final long LOTS = 100;
    private static final SurplusPolicy POLICY = SurplusPolicy.forPool(POOL.sku(), LOTS);
    private static final long MINUTE = 60_000;
    private static final long EIGHT = Hours.parse("2026112108");

    private final OperatorDesk desk = new OperatorDesk(
            POOL,
            new SurplusTracker(POLICY),
            new DemandForecast(POLICY),
            new Pricer(RuleSet.builtIn()),
            new Limits(30, 5_000, 2_500),
            Machines.everReady());

    /** One step with every lot in internal use; says whether supply was offered. */
    private boolean offersAt(long minute) {
        long now = Hours.startMillis(EIGHT) + minute * MINUTE;
        HourView ten = new HourView(EIGHT + 2, HourState.LISTED, 0, 0, 0, 0, 0, 0, 0, List.of(), List.of());
        PoolView view = (PoolView) new PoolEngine(POOL).answer(new Query.PoolStatus());
        return desk.step(now, new DemandSnapshot(now, LOTS, LOTS, 0, false), view, List.of(ten)).commands().stream()
                .anyMatch(Command.OfferSupply.class::isInstance);
    }

    @Test
    void anHourFarAheadHasWhatIsExpectedThenAndNotWhatIsThereNow() {
        // Twelve weeks of 60 lots by night and 90 by day, from six to eighteen.
        DemandForecast watched = new DemandForecast(POLICY);
        long from = Hours.startMillis(EIGHT) - 12 * 168 * Hours.MILLIS;
        for (long at = from; at < Hours.startMillis(EIGHT); at += 5 * MINUTE) {
            watched.observe(at, reading(at));
        }
        OperatorDesk informed = new OperatorDesk(
                POOL,
                new SurplusTracker(POLICY),
                watched,
                new Pricer(RuleSet.builtIn()),
                new Limits(30, 5_000, 2_500),
                Machines.everReady());
        PoolView view = (PoolView) new PoolEngine(POOL).answer(new Query.PoolStatus());
        List<HourView> listed = LongStream.rangeClosed(EIGHT, EIGHT + 72)
                .mapToObj(hour -> new HourView(hour, HourState.LISTED, 0, 0, 0, 0, 0, 0, 0, List.of(), List.of()))
                .toList();
        long now = Hours.startMillis(EIGHT);
        List<Command> told = informed.step(now, reading(now), view, listed).commands().stream()
                .filter(Command.SetCapacity.class::isInstance)
                .toList();
        assertThat(told).singleElement().isInstanceOfSatisfying(Command.SetCapacity.class, capacity -> {
            assertThat(capacity.fromHour()).isEqualTo(EIGHT);
            // The last figure holds for all that follow.
            assertThat(capacity.lots()).hasSizeBetween(60, 73).startsWith(0L, 0L, 0L);
            // Two nights ahead there are 40 idle, of which 2 are turnover reserve and 5 headroom; by day three are
            // left.
            assertThat(capacity.lots().get(40)).isBetween(27L, 33L);
            assertThat(capacity.lots().get(50)).isBetween(1L, 8L);
        });
        assertThat(informed.step(now + MINUTE, reading(now + MINUTE), view, listed)
                        .commands())
                .as("what was told is not told again")
                .noneMatch(Command.SetCapacity.class::isInstance);
    }

    private static DemandSnapshot reading(long at) {
        long hourOfDay = Math.floorMod(Hours.containing(at), 24);
        return new DemandSnapshot(at, LOTS, hourOfDay >= 6 && hourOfDay < 18 ? 90 : 60, 0, false);
    }

    // ---- a shortfall

    private static final HourView TEN =
            new HourView(EIGHT + 2, HourState.LISTED, 0, 0, 0, 0, 0, 0, 0, List.of(), List.of());

    private static OperatorDesk deskWith(SurplusPolicy policy) {
        return new OperatorDesk(
                POOL,
                new SurplusTracker(policy),
                new DemandForecast(policy),
                new Pricer(RuleSet.builtIn()),
                new Limits(30, 5_000, 2_500),
                Machines.everReady());
    }

    private static List<Command> commandsAt(long minute, OperatorDesk desk, long inUse, boolean outage) {
        long now = Hours.startMillis(EIGHT) + minute * MINUTE;
        PoolView view = (PoolView) new PoolEngine(POOL).answer(new Query.PoolStatus());
        return desk.step(now, new DemandSnapshot(now, LOTS, inUse, 0, outage), view, List.of(TEN))
                .commands();
    }

    /** Of how many lots it warns at each minute from the first on, 0 where it does not; each figure is what is in use. */
    private static List<Long> warnings(OperatorDesk desk, long firstMinute, long... inUse) {
        List<Long> warnings = new ArrayList<>();
        for (int i = 0; i < inUse.length; i++) {
            warnings.add(warning(commandsAt(firstMinute + i, desk, inUse[i], false)));
        }
        return warnings;
    }

    private static long warning(List<Command> commands) {
        return commands.stream()
                .filter(Command.WarnOfNeed.class::isInstance)
                .mapToLong(command -> ((Command.WarnOfNeed) command).lots())
                .sum();
    }

    /** With 60 of 100 lots in use, two are turnover reserve, five headroom, and 33 are offered; at minute 59 all can be had. */
    private static OperatorDesk offering(SurplusPolicy policy) {
        OperatorDesk desk = deskWith(policy);
        for (long minute = 0; minute < 60; minute++) {
            assertThat(warning(commandsAt(minute, desk, 60, false))).isZero();
        }
        assertThat(desk.offeredLots()).isEqualTo(33);
        return desk;
    }

    @Test
    void aShortfallIsToldAtOnceAndAgainOnlyWhenItGrowsBeyondWhatWasTold() {
        assertThat(warnings(offering(POLICY), 60, 70, 70, 75, 72, 75)).containsExactly(5L, 0L, 10L, 0L, 0L);
    }

    @Test
    void workInTheHeadroomIsNoShortfall() {
        assertThat(warnings(offering(POLICY), 60, 65, 65)).containsExactly(0L, 0L);
    }

    @Test
    void aShortfallThatIsGoneIsToldAgainWhenItComesBack() {
        assertThat(warnings(offering(POLICY), 60, 70, 65, 68, 70)).containsExactly(5L, 0L, 3L, 5L);
    }

    @Test
    void whatIsAskedBackIsNotWarnedOfAndWhatIsMissingBeyondItIsANewShortfall() {
        OperatorDesk desk = offering(POLICY);
        assertThat(warnings(desk, 60, 70, 70, 70, 70, 70)).containsExactly(5L, 0L, 0L, 0L, 0L);
        List<Command> need = commandsAt(65, desk, 72, false);
        assertThat(need.subList(0, 2))
                .as("the capacity first, then what may follow it")
                .containsExactly(new Command.SetCapacity(EIGHT + 1, List.of(28L)), new Command.WarnOfNeed(2));
        assertThat(warnings(desk, 66, 72, 72, 72, 72, 72, 72)).containsOnly(0L);
        assertThat(desk.offeredLots()).isEqualTo(26);
    }

    @Test
    void whereLotsAreAskedBackAtOnceThereIsNothingToWarnOf() {
        SurplusPolicy atOnce = new SurplusPolicy(
                POLICY.bufferLots(),
                POLICY.turnoverReserveLots(),
                POLICY.release(),
                Duration.ZERO,
                POLICY.turnaround(),
                POLICY.staleAfter());
        OperatorDesk desk = offering(atOnce);
        assertThat(warnings(desk, 60, 70, 75, 60, 80)).containsOnly(0L);
        assertThat(desk.offeredLots()).isEqualTo(18);
    }

    @Test
    void lotsThatAreStillInTurnaroundAreAtNobodysRisk() {
        OperatorDesk desk = deskWith(POLICY);
        for (long minute = 0; minute <= 40; minute++) {
            commandsAt(minute, desk, 60, false);
        }
        assertThat(desk.offeredLots()).isEqualTo(33);
        assertThat(warnings(desk, 41, 80, 80)).containsOnly(0L);
    }

    @Test
    void anOutageIsNoShortfall() {
        OperatorDesk desk = offering(POLICY);
        assertThat(warning(commandsAt(60, desk, LOTS, true))).isZero();
        assertThat(warnings(desk, 61, 70)).containsExactly(5L);
    }

    @Test
    void aDeskThatStartsAgainWarnsAgain() {
        OperatorDesk desk = offering(POLICY);
        assertThat(warnings(desk, 60, 70, 70)).containsExactly(5L, 0L);
        OperatorDesk again = new OperatorDesk(
                POOL,
                new SurplusTracker(POLICY, desk.surplusState()),
                new DemandForecast(POLICY),
                new Pricer(RuleSet.builtIn()),
                new Limits(30, 5_000, 2_500),
                Machines.everReady());
        assertThat(warnings(again, 62, 70, 70)).containsExactly(5L, 0L);
    }

    @Test
    void whoIsWarnedIsWhoIsGivenNoticeOnceTheShortfallHasStood() {
        PoolEngine engine = new PoolEngine(POOL);
        long start = Hours.startMillis(EIGHT);
        engine.apply(start, 0, new Command.OpenMarket(MarketRules.standard()));
        List<Event> events = new ArrayList<>();
        OperatorDesk desk = deskWith(POLICY);
        for (long minute = 0; minute <= 67; minute++) {
            long now = start + minute * MINUTE;
            DemandSnapshot demand = new DemandSnapshot(now, LOTS, minute < 62 ? 60 : 80, 0, false);
            PoolView view = (PoolView) engine.answer(new Query.PoolStatus());
            if (minute == 51) {
                // In time for the auction of the next hour, which has room for both.
                bid(engine, now, 7, 20, view.sheet().bandHigh());
                bid(engine, now, 8, 13, view.sheet().bandHigh() - 1);
            }
            desk.step(now, demand, view, List.of(TEN))
                    .commands()
                    .forEach(command ->
                            events.addAll(engine.apply(now, 0, command).events()));
        }
        Event.SpotAtRisk risk = only(Event.SpotAtRisk.class, events);
        assertThat(risk.leases())
                .extracting(Event.LeaseLots::account, Event.LeaseLots::lots)
                .containsExactly(tuple(7L, 2L), tuple(8L, 13L));
        assertThat(events.stream()
                        .filter(Event.LeaseNoticed.class::isInstance)
                        .map(Event.LeaseNoticed.class::cast)
                        .map(notice -> new Event.LeaseLots(notice.bidId(), notice.account(), notice.lots())))
                .containsExactlyElementsOf(risk.leases());
        assertThat(events.indexOf(risk)).isLessThan(events.indexOf(only(Event.NeedWorkedOff.class, events)));
    }

    private static <E extends Event> E only(Class<E> kind, List<Event> events) {
        List<E> found = events.stream().filter(kind::isInstance).map(kind::cast).toList();
        assertThat(found).hasSize(1);
        return found.get(0);
    }

    private static void bid(PoolEngine engine, long now, long account, long lots, long maxTicks) {
        engine.apply(now, 0, new Command.OpenAccount(account, account));
        engine.apply(now, 0, new Command.Credit(account, 1, 10_000_000_000_000L));
        assertThat(engine.apply(now, 0, new Command.SubmitSpotBid(account, "ride", lots, maxTicks, false))
                        .reply())
                .isInstanceOf(Reply.Accepted.class);
    }

    // ---- what is offered

    private long pricedAtMinute() {
        return (desk.offered().orElseThrow().prices().nowMillis() - Hours.startMillis(EIGHT)) / MINUTE;
    }

    @Test
    void whatIsExplainedIsTheLadderOnOfferAndNotTheLastTick() {
        assertThat(offersAt(0)).isFalse();
        assertThat(desk.offered()).as("nothing was offered yet").isEmpty();
        assertThat(offersAt(10)).isTrue();
        assertThat(offersAt(15)).isFalse();
        assertThat(offersAt(20)).isFalse();
        assertThat(pricedAtMinute()).isEqualTo(10);
        assertThat(offersAt(25)).isTrue();
        assertThat(pricedAtMinute()).isEqualTo(25);
    }
}
