package io.tidemark.simulations.world;

import io.tidemark.exchange.contract.Hours;
import io.tidemark.exchange.contract.Money;
import io.tidemark.exchange.pool.Command;
import io.tidemark.exchange.pool.MarketRules;
import io.tidemark.fleet.surplus.DemandSource;
import io.tidemark.fleet.surplus.SurplusPolicy;
import io.tidemark.simulations.participant.Participant;
import io.tidemark.simulations.random.NamedStreams;
import io.tidemark.simulations.scenario.Scenario;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;

/** One pool from the scenario's start to its end. */
final class PoolWorld {
    private static final long DAY = 24 * Hours.MILLIS;
    private static final long FIRST_ACCOUNT = 100;
    private static final long POCKET = 1_000_000_000 * Money.PER_DOLLAR;

    private final Scenario scenario;
    private final Scenario.Pool pool;
    private final int replication;
    private final NamedStreams streams;
    private final Market market;
    private final Calendar calendar = new Calendar();
    private final Tally tally = new Tally();
    private final LeaseLog leases;
    private final Recorder recorder;
    private final Desk desk;
    private final OperatorSide operator;
    private final StringBuilder series;
    private long accounts = FIRST_ACCOUNT;

    PoolWorld(
            Scenario scenario,
            Scenario.Pool pool,
            int replication,
            NamedStreams streams,
            Market market,
            DemandSource demand,
            Inputs inputs,
            StringBuilder series,
            StringBuilder leaseRows) {
        this.scenario = scenario;
        this.pool = pool;
        this.replication = replication;
        this.streams = streams;
        this.market = market;
        this.series = series;
        this.leases = new LeaseLog(replication + "," + pool.id(), leaseRows);
        this.recorder = new Recorder(scenario.horizon(), tally, leases);
        FleetModel fleet = new FleetModel(
                market,
                calendar,
                scenario.turnaround(),
                SurplusPolicy.lotsOf(scenario.release().turnoverReserve(), pool.lots()));
        this.desk = new Desk(market, tally, scenario.horizon());
        this.operator = new OperatorSide(scenario, pool, market, demand, inputs.pricing(), recorder, fleet);
        market.subscribe(recorder);
        market.subscribe(fleet);
    }

    /** Plays it, and says what it came to. */
    Tally play(Control control) {
        long start = scenario.horizon().start();
        market.submit(
                start,
                new Command.OpenMarket(MarketRules.standard().withHandOver().withMaxLots(pool.lots())));
        operator.planFrom(start, calendar);
        enroll(start);
        planSample(start + scenario.horizon().sample());
        planTold(start, control);
        long end = scenario.horizon().end();
        while (Math.min(calendar.nextTime(), market.nextTimer()) <= end) {
            if (control.isStopped()) {
                throw new CancellationException("stopped on request");
            }
            if (market.nextTimer() <= calendar.nextTime()) {
                market.submit(market.nextTimer(), new Command.Tick());
            } else {
                calendar.runNext();
            }
        }
        leases.end(end);
        return tally;
    }

    /** Says how far it is, once in a market day or at the end. */
    private void planTold(long from, Control control) {
        long to = Math.min(from + DAY, scenario.horizon().end());
        calendar.plan(to, Phase.SAMPLING, at -> {
            control.played(to - from);
            if (to < scenario.horizon().end()) {
                planTold(to, control);
            }
        });
    }

    private void planSample(long time) {
        if (time <= scenario.horizon().end()) {
            calendar.plan(time, Phase.SAMPLING, at -> {
                series.append(recorder.row(replication, at, pool.id().toString(), operator.reading(), market.status()));
                planSample(at + scenario.horizon().sample());
            });
        }
    }

    // ---- participants

    private void enroll(long start) {
        for (Scenario.Participant participant : scenario.participants()) {
            if (participant.pool().isPresent() && !participant.pool().get().equals(pool.id())) {
                continue;
            }
            String name = participant.name() + "/" + pool.id();
            if (participant instanceof Scenario.Buyer buyer) {
                BuyerAgent agent = new BuyerAgent(
                        buyer,
                        openAccount(start),
                        new JobDraw(buyer, name, streams),
                        desk,
                        calendar,
                        scenario.horizon().end());
                market.subscribe(agent);
                agent.planHour(Hours.containing(start));
            } else if (participant instanceof Scenario.Trader trader) {
                List<Participant> traders = new ArrayList<>();
                for (int i = 1; i <= trader.count(); i++) {
                    traders.add(new Participant(name + "-" + i, openAccount(start), trader.strategy(), streams.seed()));
                }
                new TraderAgents(
                                traders,
                                desk,
                                calendar,
                                trader.every(),
                                scenario.horizon().end())
                        .planFrom(start);
            }
        }
    }

    /** An account with more money than it can spend: what jobs are worth is in their limits. */
    private long openAccount(long time) {
        long account = accounts++;
        market.submit(time, new Command.OpenAccount(account, account));
        market.submit(time, new Command.Credit(account, 1, POCKET));
        return account;
    }
}
