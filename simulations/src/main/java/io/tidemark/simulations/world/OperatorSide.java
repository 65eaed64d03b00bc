package io.tidemark.simulations.world;

import io.tidemark.exchange.contract.Hours;
import io.tidemark.exchange.pool.Command;
import io.tidemark.exchange.pool.Query;
import io.tidemark.exchange.pool.View;
import io.tidemark.fleet.forecast.DemandForecast;
import io.tidemark.fleet.release.Machines;
import io.tidemark.fleet.release.OperatorDesk;
import io.tidemark.fleet.surplus.DemandSnapshot;
import io.tidemark.fleet.surplus.DemandSource;
import io.tidemark.fleet.surplus.SurplusPolicy;
import io.tidemark.fleet.surplus.SurplusTracker;
import io.tidemark.pricing.facts.Limits;
import io.tidemark.pricing.price.Pricing;
import io.tidemark.simulations.scenario.Scenario;
import java.time.Duration;
import java.util.List;

/** The operator of a pool: the same desk as in production, at its steps. */
final class OperatorSide {
    private static final long DAY = 24 * Hours.MILLIS;
    private static final long USUAL_STALE_AFTER = 10 * 60_000;

    /** An hour is settled at the first step after its end, so no more need to be seen of the past. */
    private static final int HOURS_BACK = 2;

    private final Scenario scenario;
    private final Market market;
    private final DemandSource demand;
    private final Recorder recorder;
    private final FleetModel fleet;
    private final OperatorDesk desk;
    private final long step;
    private final int hoursInView;
    private DemandSnapshot reading;

    OperatorSide(
            Scenario scenario,
            Scenario.Pool pool,
            Market market,
            DemandSource demand,
            Pricing pricing,
            Recorder recorder,
            FleetModel fleet) {
        this.scenario = scenario;
        this.market = market;
        this.demand = demand;
        this.recorder = recorder;
        this.fleet = fleet;
        this.step = Math.min(scenario.release().every(), scenario.pricing().tick());
        this.hoursInView = HOURS_BACK + (int) (scenario.pricing().ahead() / Hours.MILLIS);
        this.reading = demand.snapshot(scenario.horizon().start());
        Scenario.OperatorLimits limits = scenario.operator();
        SurplusPolicy policy = policy(scenario, pool.lots());
        this.desk = new OperatorDesk(
                pool.id(),
                watched(policy),
                DemandForecast.watched(policy, demand, scenario.horizon().start()),
                pricing,
                new Limits(limits.floorTicks(), limits.capTicks(), limits.largestStepBps()),
                Machines.everReady(),
                scenario.pricing().tick());
    }

    static SurplusPolicy policy(Scenario scenario, long lots) {
        Scenario.Release release = scenario.release();
        long turnaround =
                scenario.turnaround().sanitize() + scenario.turnaround().deploy();
        long staleAfter = Math.min(release.after(), Math.max(USUAL_STALE_AFTER, release.every()));
        return new SurplusPolicy(
                SurplusPolicy.lotsOf(release.headroom(), lots),
                SurplusPolicy.lotsOf(release.turnoverReserve(), lots),
                Duration.ofMillis(release.after()),
                Duration.ofMillis(release.reclaimAfter()),
                Duration.ofMillis(turnaround),
                Duration.ofMillis(staleAfter));
    }

    /** A tracker that has watched for as long as it needs to: the market does not begin with an operator just woken. */
    private SurplusTracker watched(SurplusPolicy policy) {
        SurplusTracker tracker = new SurplusTracker(policy);
        long start = scenario.horizon().start();
        long before = policy.release().plus(policy.turnaround()).toMillis() / step * step + 2 * step;
        for (long at = start - before; at < start; at += step) {
            tracker.observe(at, demand.snapshot(at));
        }
        return tracker;
    }

    /** From now on, a step every so often. */
    void planFrom(long time, Calendar calendar) {
        calendar.plan(time, Phase.OPERATOR, at -> {
            step(at);
            if (at < scenario.horizon().end()) {
                planFrom(at + step, calendar);
            }
        });
    }

    private void step(long time) {
        if (Math.floorMod(time, scenario.release().every()) == 0) {
            reading = demand.snapshot(time);
        }
        // The desk sees what the engine shows, and the engine shows the instant of its last command.
        market.submit(time, new Command.Tick());
        View.HoursView hours = market.hours(Hours.containing(time) - HOURS_BACK, hoursInView);
        OperatorDesk.Step decided = desk.step(time, reading, market.status(), hours.hours());
        if (decided.pricingFailure().isPresent()) {
            throw decided.pricingFailure().get();
        }
        decided.commands().forEach(command -> market.submit(time, withNotice(command)));
        recorder.observe(time, step, reading, market.status(), fleet.sanitizingLots(time));
        if (time % DAY == 0 || time == scenario.horizon().end()) {
            requireBalance();
        }
    }

    DemandSnapshot reading() {
        return reading;
    }

    /** The scenario's notice in the place of the rules'. */
    private Command withNotice(Command command) {
        if (command instanceof Command.PublishRules rules
                && scenario.release().noticeSeconds().isPresent()) {
            return new Command.PublishRules(
                    rules.sheet().withNotice(scenario.release().noticeSeconds().get()), rules.evidence());
        }
        return command;
    }

    private void requireBalance() {
        List<String> violations = ((View.BalanceView) market.answer(new Query.Balance())).violations();
        if (!violations.isEmpty()) {
            throw new IllegalStateException("money or titles are out of balance: " + violations);
        }
    }
}
