package io.tidemark.simulations.market;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.exchange.contract.Hours;
import io.tidemark.exchange.contract.Money;
import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.pool.Command;
import io.tidemark.exchange.pool.Event;
import io.tidemark.exchange.pool.MarketRules;
import io.tidemark.exchange.pool.PoolEngine;
import io.tidemark.exchange.pool.Query;
import io.tidemark.exchange.pool.Reply;
import io.tidemark.exchange.pool.View;
import io.tidemark.fleet.forecast.DemandForecast;
import io.tidemark.fleet.release.Machines;
import io.tidemark.fleet.release.OperatorDesk;
import io.tidemark.fleet.surplus.DemandSource;
import io.tidemark.fleet.surplus.SurplusPolicy;
import io.tidemark.fleet.surplus.SurplusTracker;
import io.tidemark.pricing.compile.RuleSet;
import io.tidemark.pricing.facts.Limits;
import io.tidemark.pricing.price.Pricer;
import io.tidemark.simulations.demand.DemandShape;
import io.tidemark.simulations.demand.TrainingPoolDemand;
import io.tidemark.simulations.participant.Participant;
import io.tidemark.simulations.participant.Picture;
import io.tidemark.simulations.participant.Strategy;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/**
 * Two days of a whole market on one thread: demand, desk, rules, engine and participants, a minute at a time. The clock
 * is a loop variable.
 */
class TwoDaysTest {
    private static final PoolId POOL = PoolId.parse("B200X8.PRN1");
    private static final long LOTS = 107;
    private static final long MINUTE = 60_000;
    private static final long START = Hours.startMillis(Hours.parse("2026112108"));
    private static final long END = START + 48 * Hours.MILLIS;

    private final PoolEngine engine = new PoolEngine(POOL);
    private final List<Event> events = new ArrayList<>();
    private final List<Reply.Refused> refusedToOperator = new ArrayList<>();

    private Reply apply(long now, Command command) {
        PoolEngine.Outcome outcome = engine.apply(now, now % 9_973, command);
        events.addAll(outcome.events());
        return outcome.reply();
    }

    private <E extends Event> List<E> events(Class<E> kind) {
        return events.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    private void runTwoDays(long seed, Predicate<Command> entered) {
        DemandSource demand = new TrainingPoolDemand(
                seed, POOL, LOTS, START, DemandShape.trainingPool().withStagedOpening());
        SurplusPolicy policy = SurplusPolicy.forPool(POOL.sku(), LOTS);
        OperatorDesk desk = new OperatorDesk(
                POOL,
                new SurplusTracker(policy),
                DemandForecast.watched(policy, demand, START),
                new Pricer(RuleSet.builtIn()),
                new Limits(30, 5_000, 2_500),
                Machines.everReady());
        List<Participant> participants = new ArrayList<>();
        apply(START, new Command.OpenMarket(MarketRules.standard()));
        for (Strategy strategy : Strategy.values()) {
            long account = 100L + participants.size();
            participants.add(new Participant(strategy.name(), account, strategy, seed));
            apply(START, new Command.OpenAccount(account, account));
            apply(START, new Command.Credit(account, 1, 1_000_000 * Money.PER_DOLLAR));
        }
        for (long now = START; now < END; now += MINUTE) {
            View.PoolView pool = (View.PoolView) engine.answer(new Query.PoolStatus());
            View.HoursView hours =
                    (View.HoursView) engine.answer(new Query.HoursFrom(Hours.containing(now) - 24, 24 + 9 * 24));
            for (Command command :
                    desk.step(now, demand.snapshot(now), pool, hours.hours()).commands()) {
                if (entered.test(command) && apply(now, command) instanceof Reply.Refused refused) {
                    refusedToOperator.add(refused);
                }
            }
            act(now, participants);
            assertThat(((View.BalanceView) engine.answer(new Query.Balance())).violations())
                    .as("at %s", now)
                    .isEmpty();
        }
    }

    private void act(long now, List<Participant> participants) {
        View.PoolView pool = (View.PoolView) engine.answer(new Query.PoolStatus());
        View.HoursView hours = (View.HoursView) engine.answer(new Query.HoursFrom(Hours.containing(now), 9 * 24));
        for (Participant participant : participants) {
            View.AccountView account = (View.AccountView) engine.answer(new Query.AccountOf(participant.account()));
            View.OrdersView orders = (View.OrdersView) engine.answer(Query.OrdersOf.open(participant.account(), 100));
            participant
                    .act(now / MINUTE, new Picture(pool, hours.hours(), account, orders.orders()))
                    .forEach(command -> apply(now, command));
        }
    }

    @Test
    void aMarketLivesForTwoDaysAndKeepsItsBooks() {
        runTwoDays(42, command -> true);
        assertThat(refusedToOperator).isEmpty();
        assertThat(events(Event.Traded.class))
                .extracting(Event.Traded::kind)
                .contains(Event.TradeKind.CONTINUOUS, Event.TradeKind.CALL);
        assertThat(events(Event.LeaseRuns.class)).isNotEmpty();
        assertThat(events(Event.LeaseNoticed.class)).isNotEmpty();
        assertThat(events(Event.SpotAtRisk.class)).isNotEmpty();
        assertThat(events(Event.NeedWorkedOff.class)).isNotEmpty();
        assertThat(events(Event.HourSettled.class)).hasSizeGreaterThan(40);
        System.out.printf(
                "two days: %d trades, %d lease runs, %d notices, %d needs, %d lots of need unmet%n",
                events(Event.Traded.class).size(),
                events(Event.LeaseRuns.class).size(),
                events(Event.LeaseNoticed.class).size(),
                events(Event.NeedWorkedOff.class).size(),
                events(Event.NeedWorkedOff.class).stream()
                        .mapToLong(Event.NeedWorkedOff::unmetLots)
                        .sum());
    }

    @Test
    void whetherHoldersAreWarnedChangesNothingElse() {
        runTwoDays(43, command -> true);
        assertThat(events(Event.SpotAtRisk.class)).isNotEmpty();
        events.removeIf(Event.SpotAtRisk.class::isInstance);
        TwoDaysTest unwarned = new TwoDaysTest();
        unwarned.runTwoDays(43, command -> !(command instanceof Command.WarnOfNeed));
        assertThat(unwarned.events).isEqualTo(events);
    }
}
