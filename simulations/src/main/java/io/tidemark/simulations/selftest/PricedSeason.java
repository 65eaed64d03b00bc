package io.tidemark.simulations.selftest;

import io.tidemark.exchange.book.Side;
import io.tidemark.exchange.book.TimeInForce;
import io.tidemark.exchange.contract.DeliveryWindow;
import io.tidemark.exchange.contract.Hours;
import io.tidemark.exchange.contract.Money;
import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.pool.Command;
import io.tidemark.exchange.pool.Event;
import io.tidemark.exchange.pool.MarketRules;
import io.tidemark.exchange.pool.Phase;
import io.tidemark.exchange.pool.PoolEngine;
import io.tidemark.exchange.pool.Query;
import io.tidemark.exchange.pool.Reply;
import io.tidemark.exchange.pool.View;
import io.tidemark.fleet.forecast.DemandForecast;
import io.tidemark.fleet.release.Machines;
import io.tidemark.fleet.release.OperatorDesk;
import io.tidemark.fleet.surplus.DemandSnapshot;
import io.tidemark.fleet.surplus.SurplusPolicy;
import io.tidemark.fleet.surplus.SurplusTracker;
import io.tidemark.pricing.facts.Limits;
import io.tidemark.pricing.price.Pricing;
import java.time.Duration;
import org.apache.commons.rng.UniformRandomProvider;

/**
 * One delivery hour with a stock of lots, sold over a day through the engine by the operator's desk and whoever prices.
 * Buyers come at random, each for one lot; what it is worth to them is exponential, and who finds nothing at that price
 * leaves.
 *
 * <p>Where this is not the model of Gallego and van Ryzin: a buyer that comes while a call runs, which is half a minute in
 * a quarter of an hour, leaves at its end; and prices are whole ticks that change every quarter of an hour. Internal work
 * holds 70 % of the pool all the time, so nothing is called back.
 */
final class PricedSeason {
    private static final PoolId POOL = PoolId.parse("B200X8.PRN1");
    private static final long ACCOUNT = 100;
    private static final long QUARTER = 15 * 60_000;
    private static final long HOUR = Hours.parse("2026010612");

    /** A day before the hour; the first lots are on offer twenty minutes later. */
    private static final long START = Hours.startMillis(HOUR) - 24 * Hours.MILLIS;

    private static final long OPEN = START + 20 * 60_000;
    private static final long GATE = Hours.startMillis(HOUR) - 10 * 60_000;
    private static final double TICKS_PER_DOLLAR = 100;

    private final PoolEngine engine = new PoolEngine(POOL);
    private final OperatorDesk desk;
    private final DemandSnapshot demand;
    private final UniformRandomProvider random;
    private long soldTicks;

    /** @param stock lots for sale, 1 or more */
    PricedSeason(int stock, Pricing pricing, UniformRandomProvider random) {
        this.random = random;
        this.demand = new DemandSnapshot(START, 10L * stock, 7L * stock, 0, false);
        SurplusPolicy policy = new SurplusPolicy(
                0, 0, Duration.ofMinutes(30), Duration.ofMinutes(5), Duration.ofMinutes(20), Duration.ofMinutes(30));
        SurplusTracker tracker = new SurplusTracker(policy);
        for (long at = START - 4 * QUARTER; at < START; at += QUARTER) {
            tracker.observe(at, reading(at));
        }
        this.desk = new OperatorDesk(
                POOL,
                tracker,
                new DemandForecast(policy),
                new FiniteStock(pricing, stock),
                new Limits(1, 100_000, 2_500),
                Machines.everReady(),
                QUARTER);
        apply(START, new Command.OpenMarket(MarketRules.standard()));
        apply(START, new Command.OpenAccount(ACCOUNT, ACCOUNT));
        apply(START, new Command.Credit(ACCOUNT, 1, 1_000_000_000 * Money.PER_DOLLAR));
    }

    private DemandSnapshot reading(long at) {
        return new DemandSnapshot(at, demand.totalLots(), demand.internalLots(), demand.pendingLots(), demand.outage());
    }

    /**
     * Plays it.
     *
     * @param buyers how many come, in the mean
     * @param worth what a GPU-hour is worth to one of them in the mean, dollars
     * @return what the operator took for a GPU-hour of each lot sold, added up, dollars
     */
    double play(double buyers, double worth) {
        double mean = (GATE - OPEN) / buyers;
        long step = START;
        long arrival = OPEN + (long) (mean * Durations.exponential(random));
        for (long number = 1; arrival < GATE; number++) {
            for (; step <= arrival; step += QUARTER) {
                step(step);
            }
            long limit = (long) (TICKS_PER_DOLLAR * worth * Durations.exponential(random));
            if (limit >= 1) {
                buy(arrival, number, limit);
            }
            arrival += (long) (mean * Durations.exponential(random));
        }
        apply(GATE, new Command.Tick());
        return soldTicks / TICKS_PER_DOLLAR;
    }

    private void step(long time) {
        apply(time, new Command.Tick());
        View.HoursView hours = (View.HoursView) engine.answer(new Query.HoursFrom(HOUR, 1));
        OperatorDesk.Step decided = desk.step(time, reading(time), status(), hours.hours());
        decided.pricingFailure().ifPresent(failure -> {
            throw failure;
        });
        decided.commands().forEach(command -> apply(time, command));
    }

    private View.PoolView status() {
        return (View.PoolView) engine.answer(new Query.PoolStatus());
    }

    private void buy(long time, long number, long limit) {
        apply(time, new Command.Tick());
        boolean call = status().phase() == Phase.CALL;
        Reply reply = apply(
                time,
                new Command.SubmitOrder(
                        ACCOUNT,
                        "buyer-" + number,
                        Side.BUY,
                        new DeliveryWindow(HOUR, 1),
                        1,
                        Math.min(limit, status().sheet().bandHigh()),
                        call ? TimeInForce.GTC : TimeInForce.IOC,
                        true));
        if (call && reply instanceof Reply.Accepted accepted && accepted.open()) {
            long end = Math.min(GATE, status().phaseEndsAt());
            apply(end, new Command.Tick());
            applyIfThere(end, new Command.Cancel(ACCOUNT, accepted.orderId()));
        }
    }

    private Reply apply(long time, Command command) {
        Reply reply = applyIfThere(time, command);
        boolean order = command instanceof Command.SubmitOrder;
        if (reply instanceof Reply.Refused refused && !order) {
            throw new IllegalStateException("the engine refused " + command + ": " + refused);
        }
        return reply;
    }

    /** An order may have been filled by the time it is taken back. */
    private Reply applyIfThere(long time, Command command) {
        PoolEngine.Outcome outcome = engine.apply(Math.max(time, engine.time()), 0, command);
        for (Event event : outcome.events()) {
            if (event instanceof Event.Traded traded) {
                for (Event.SoldLeg leg : traded.legs()) {
                    soldTicks += leg.lots() * leg.ticks();
                }
            }
        }
        return outcome.reply();
    }
}
