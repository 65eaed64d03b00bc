package io.tidemark.exchange.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.exchange.book.SelfMatch;
import io.tidemark.exchange.book.Side;
import io.tidemark.exchange.book.TimeInForce;
import io.tidemark.exchange.clearing.Clearing;
import io.tidemark.exchange.contract.DeliveryWindow;
import io.tidemark.exchange.contract.Hours;
import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.pool.PoolEngine.Outcome;
import io.tidemark.exchange.spot.Tranche;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * A day in a small, busy market, made up from a seed while it is played: holders resell, gangs come and go, internal
 * demand takes capacity back, meters fall short. A {@link Referee} watches every step.
 */
final class RandomHistory {
    private static final long SECOND = 1_000;
    private static final long MINUTE = 60 * SECOND;
    private static final long ACCOUNTS = 6;

    /** One input of the log. */
    record Step(long time, long draw, Command command) {}

    private final SplittableRandom random;

    /** Of its own, so that what else happens does not depend on it. */
    private final SplittableRandom tierChances;

    /** Of their own for the same reason: a warning changes nothing. */
    private final SplittableRandom warnings;

    /** The step of the prices: a coarse one makes ties. */
    private final long grain;

    private final PoolEngine engine = new PoolEngine(PoolId.parse("B200X8.PRN1"));
    private final Referee referee = new Referee(engine);
    private final List<Step> steps = new ArrayList<>();
    private final List<Outcome> outcomes = new ArrayList<>();
    private long now;
    private long lastTransfer;
    private long lastClientId;

    /** Whether this one is counted again after every step, not only now and then. */
    private final boolean deeply;

    private RandomHistory(long seed) {
        random = new SplittableRandom(seed);
        tierChances = new SplittableRandom(~seed);
        warnings = new SplittableRandom(seed).split();
        deeply = random.nextInt(10) == 0;
        grain = random.nextInt(3) == 0 ? 1 : 20;
        now = Hours.startMillis(PoolSpec.DAY) + random.nextLong(8 * 60, 14 * 60) * MINUTE;
    }

    /** Plays a history of so many commands, refereed. */
    static RandomHistory play(long seed, int commands) {
        RandomHistory history = new RandomHistory(seed);
        history.open();
        for (int i = 0; i < commands; i++) {
            history.letTimePass();
            history.next();
        }
        history.referee.everythingIsCountedAgain();
        return history;
    }

    List<Step> steps() {
        return steps;
    }

    List<Outcome> outcomes() {
        return outcomes;
    }

    /** The pool as it is at the end. */
    PoolEngine engine() {
        return engine;
    }

    long trades() {
        return referee.tradesSeen;
    }

    private void open() {
        step(new Command.OpenMarket(rules()));
        for (long i = 1; i <= ACCOUNTS; i++) {
            // The first two are one group.
            step(new Command.OpenAccount(100 + i, 100 + Math.max(2, i)));
            long dollars = i == ACCOUNTS ? 2_000 : 1_000_000;
            step(new Command.Credit(100 + i, ++lastTransfer, dollars * 1_000_000));
        }
        step(new Command.SetCapacity(Hours.containing(now), List.of(40L)));
        publish();
        supply();
        // Whoever is to sell must have bought.
        for (long i = 1; i < ACCOUNTS; i++) {
            DeliveryWindow window = new DeliveryWindow(firstOpenHour() + random.nextLong(3), random.nextInt(1, 6));
            long lots = random.nextLong(2, 9);
            submit(100 + i, Side.BUY, window, lots, price(220, 340), TimeInForce.GTC, random.nextInt(4) == 0);
        }
        passTo(now + 20 * MINUTE);
    }

    /**
     * The rulebook's numbers; once in a while an order may be worth so little that some are refused, or volatility calls
     * are so rare that more is kept inside the band.
     */
    private MarketRules rules() {
        MarketRules standard = MarketRules.standard();
        boolean small = random.nextInt(3) == 0;
        long maxValue = small ? random.nextLong(400, 1_200) * 1_000_000 : standard.maxValue();
        long pause = random.nextInt(3) > 0 ? 300 * MINUTE : standard.volatilityPause();
        return new MarketRules(
                standard.gateLead(),
                standard.spotLead(),
                standard.openingCall(),
                standard.releaseCall(),
                standard.resumeCall(),
                standard.randomEnd(),
                standard.supplyQuarter(),
                standard.supplyHaste(),
                standard.supplyFreeze(),
                standard.listedDays(),
                standard.listingTime(),
                standard.maxLots(),
                standard.youngLease(),
                standard.leasesWaitForHandOver(),
                standard.memory(),
                standard.volatilityCall(),
                pause,
                maxValue,
                standard.curtailmentNotice(),
                standard.failureGrace(),
                standard.damagesBps(),
                standard.selfMatchAllowed());
    }

    private Outcome step(Command command) {
        return step(command, random);
    }

    private Outcome step(Command command, SplittableRandom chances) {
        Step step = new Step(now, chances.nextLong(), command);
        steps.add(step);
        try {
            Outcome outcome = engine.apply(step.time(), step.draw(), command);
            outcomes.add(outcome);
            referee.see(command, outcome, deeply || chances.nextInt(8) == 0);
            return outcome;
        } catch (AssertionError | RuntimeException broken) {
            throw new AssertionError("step %d, %s: %s".formatted(steps.size(), command, broken.getMessage()), broken);
        }
    }

    private void passTo(long instant) {
        for (long timer = engine.nextTimer(); timer <= instant; timer = engine.nextTimer()) {
            now = Math.max(now, timer);
            step(new Command.Tick());
        }
        now = instant;
    }

    private long price(long from, long to) {
        return random.nextLong(from, to) / grain * grain;
    }

    private Phase phase() {
        return ((View.PoolView) engine.answer(new Query.PoolStatus())).phase();
    }

    private void letTimePass() {
        int kind = random.nextInt(100);
        long millis;
        if (phase() == Phase.CALL) {
            // A call is short; several orders should meet in it all the same.
            millis = kind < 70
                    ? random.nextLong(3 * SECOND)
                    : kind < 88 ? random.nextLong(30 * SECOND) : random.nextLong(6 * MINUTE);
        } else {
            millis = kind < 55
                    ? random.nextLong(5 * SECOND)
                    : kind < 80
                            ? random.nextLong(90 * SECOND)
                            : kind < 95 ? random.nextLong(15 * MINUTE) : random.nextLong(70 * MINUTE);
        }
        passTo(now + millis);
    }

    private void next() {
        if (warnings.nextInt(10) == 0) {
            step(new Command.WarnOfNeed(warnings.nextLong(1, 60)), warnings);
        }
        // A halt does not last.
        int kind = phase() == Phase.HALT && random.nextInt(3) == 0 ? 99 : random.nextInt(100);
        if (kind < 34) {
            buy();
        } else if (kind < 54) {
            sell();
        } else if (kind < 61) {
            spotBid();
        } else if (kind < 65) {
            cancel();
        } else if (kind < 66) {
            massCancel();
        } else if (kind < 72) {
            replace();
        } else if (kind < 78) {
            supply();
        } else if (kind < 84) {
            capacity();
        } else if (kind < 88) {
            publish();
        } else if (kind < 92) {
            meter();
        } else if (kind < 94) {
            repeat();
        } else if (kind < 96) {
            money();
        } else if (kind < 97) {
            curtail();
        } else if (kind < 99) {
            buyBack();
        } else {
            haltOrResume();
        }
    }

    private long anyone() {
        return 101 + random.nextLong(ACCOUNTS);
    }

    private long firstOpenHour() {
        return Hours.containing(now + 10 * MINUTE) + 1;
    }

    private void buy() {
        int hours = random.nextInt(10) < 7 ? random.nextInt(1, 4) : random.nextInt(1, 7);
        int kind = random.nextInt(100);
        submit(
                anyone(),
                Side.BUY,
                // Once in a while it comes too late.
                new DeliveryWindow(firstOpenHour() + (random.nextInt(60) == 0 ? -1 : random.nextLong(4)), hours),
                random.nextLong(1, 13),
                price(160, 340),
                kind < 70 ? TimeInForce.GTC : kind < 88 ? TimeInForce.IOC : TimeInForce.FOK,
                random.nextInt(100) < 35);
    }

    private void sell() {
        long account = anyone();
        View.AccountView view = (View.AccountView) engine.answer(new Query.AccountOf(account));
        List<View.TitleView> idle = view.titles().stream()
                .filter(title -> title.lots() > title.offeredLots() && title.hour() >= firstOpenHour())
                .toList();
        if (idle.isEmpty()) {
            return;
        }
        View.TitleView first = idle.get(random.nextInt(idle.size()));
        long most = first.lots() - first.offeredLots();
        int hours = 1;
        int longest = random.nextInt(1, 5);
        for (View.TitleView title : idle) {
            if (title.hour() == first.hour() + hours && hours < longest) {
                hours++;
                most = Math.min(most, title.lots() - title.offeredLots());
            }
        }
        // Once in a while more than it holds, which is refused.
        long lots = random.nextInt(20) == 0 ? most + 1 : random.nextLong(1, most + 1);
        submit(
                account,
                Side.SELL,
                new DeliveryWindow(first.hour(), hours),
                lots,
                price(100, 330),
                random.nextInt(5) == 0 ? TimeInForce.IOC : TimeInForce.GTC,
                random.nextInt(50) == 0);
    }

    private void submit(
            long account, Side side, DeliveryWindow window, long lots, long limit, TimeInForce tif, boolean aon) {
        boolean market = random.nextInt(tif == TimeInForce.IOC ? 4 : 60) == 0;
        boolean expires = tif == TimeInForce.GTC && random.nextInt(5) == 0;
        // A few contradict themselves.
        boolean dated = expires ^ (random.nextInt(60) == 0);
        boolean waits = random.nextInt(tif == TimeInForce.GTC ? 6 : 40) == 0;
        SelfMatch[] policies = SelfMatch.values();
        step(new Command.SubmitOrder(
                account,
                random.nextInt(30) == 0 ? "" : "c" + ++lastClientId,
                side,
                window,
                lots,
                market ? Command.SubmitOrder.AT_MARKET : limit,
                expires ? TimeInForce.GTD : tif,
                aon,
                dated ? expiry() : 0,
                waits,
                random.nextInt(3) == 0 ? policies[random.nextInt(policies.length)] : SelfMatch.CANCEL_RESTING));
    }

    /** Some time later, just when something else happens, or in the past. */
    private long expiry() {
        int kind = random.nextInt(20);
        if (kind < 12) {
            return now + random.nextLong(1, 90 * MINUTE);
        } else if (kind < 15) {
            return engine.nextTimer();
        } else if (kind < 18) {
            return Hours.startMillis(firstOpenHour() + random.nextLong(3)) - 10 * MINUTE;
        }
        return now - random.nextLong(2) * MINUTE;
    }

    private void spotBid() {
        step(new Command.SubmitSpotBid(
                anyone(), "c" + ++lastClientId, random.nextLong(1, 12), price(100, 320), random.nextInt(5) < 2));
    }

    private void cancel() {
        List<Long> open = referee.openOrders();
        if (!open.isEmpty()) {
            long order = open.get(random.nextInt(open.size()));
            long account = random.nextInt(10) == 0 ? anyone() : referee.ownerOf(order);
            step(new Command.Cancel(account, order));
        }
    }

    private void massCancel() {
        long account = anyone();
        switch (random.nextInt(4)) {
            case 0 -> step(new Command.MassCancel(account, Optional.empty(), Optional.empty(), random.nextBoolean()));
            case 1 -> {
                Side side = random.nextBoolean() ? Side.BUY : Side.SELL;
                step(new Command.MassCancel(account, Optional.of(side), Optional.empty(), false));
            }
            case 2 -> {
                DeliveryWindow hours = new DeliveryWindow(firstOpenHour() + random.nextLong(5), random.nextInt(1, 3));
                step(new Command.MassCancel(account, Optional.empty(), Optional.of(hours), false));
            }
            default -> {
                DeliveryWindow hours = new DeliveryWindow(firstOpenHour() + random.nextLong(3), random.nextInt(1, 6));
                Side side = random.nextBoolean() ? Side.BUY : Side.SELL;
                step(new Command.MassCancel(account, Optional.of(side), Optional.of(hours), false));
            }
        }
    }

    /** Fewer lots, more lots, another limit, or all the same again: each has rules of its own. */
    private void replace() {
        List<ShadowOrder> open = referee.firmOrders();
        if (open.isEmpty()) {
            return;
        }
        ShadowOrder order = open.get(random.nextInt(open.size()));
        int kind = random.nextInt(10);
        long lots = kind < 4
                ? random.nextLong(1, order.total + 1)
                : kind < 7 ? order.total + random.nextLong(0, 4) : order.total;
        long limit = kind < 5 ? order.limit : price(120, 340);
        long account = random.nextInt(15) == 0 ? anyone() : order.account;
        step(new Command.Replace(account, order.id, "c" + ++lastClientId, lots, limit));
    }

    private List<Tranche> ladder(int steps, long from, long mostLots) {
        List<Tranche> ladder = new ArrayList<>();
        long rise = random.nextInt(4) == 0 ? 250 : 80;
        long ticks = from;
        for (int i = 0; i < steps; i++) {
            ladder.add(new Tranche(ticks, random.nextLong(1, mostLots)));
            ticks += price(0, rise);
        }
        return ladder;
    }

    private void supply() {
        List<Command.HourSupply> hours = new ArrayList<>();
        long first = firstOpenHour() + random.nextLong(3);
        int count = random.nextInt(1, 8);
        for (int i = 0; i < count; i++) {
            List<Tranche> ladder = ladder(random.nextInt(1, 4), price(80, 260), 10);
            long lots = ladder.stream().mapToLong(Tranche::lots).sum();
            hours.add(new Command.HourSupply(first + i, lots + random.nextLong(12), ladder));
        }
        step(new Command.OfferSupply(hours));
    }

    private void capacity() {
        List<Long> lots = new ArrayList<>();
        int count = random.nextInt(1, 4);
        for (int i = 0; i < count; i++) {
            lots.add(random.nextInt(8) == 0 ? random.nextLong(10) : random.nextLong(15, 50));
        }
        step(new Command.SetCapacity(Hours.containing(now) + random.nextLong(3), lots));
    }

    private void publish() {
        if (random.nextInt(5) == 0) {
            step(new Command.ActivateRules(new RuleActivation("seeded", "ada", "ben", now, "")));
        }
        int maker = random.nextInt(3) == 0 ? 0 : random.nextInt(40);
        RuleSheet sheet = new RuleSheet(
                "seeded",
                50,
                random.nextInt(4) == 0 ? random.nextLong(260, 330) : 1_000,
                maker,
                maker + random.nextInt(40),
                random.nextInt(120, 600),
                random.nextInt(8) == 0 ? List.of() : ladder(random.nextInt(1, 4), price(80, 160), 18),
                fairValues(),
                random.nextBoolean() ? random.nextInt(500, 4_000) : 0,
                random.nextInt(6) == 0 ? random.nextInt(1_000, 7_000) : 0,
                random.nextInt(4) == 0 ? 0 : random.nextLong(100, 400));
        Evidence evidence = new Evidence(new byte[random.nextInt(8)]);
        step(new Command.PublishRules(sheet.withTiers(tiers(sheet.tiers().get(0))), evidence));
    }

    /** Often one for all; else a few, of which the later ones pay less, may hold more and are made to enter more slowly. */
    private List<Tier> tiers(Tier first) {
        List<Tier> tiers = new ArrayList<>();
        int count = tierChances.nextInt(3) == 0 ? 1 : tierChances.nextInt(2, 5);
        long from = 0;
        for (int i = 0; i < count; i++) {
            boolean limited = tierChances.nextInt(4) == 0;
            tiers.add(new Tier(
                    from,
                    first.makerBps() * (count - i) / count,
                    first.takerBps() * (count - i) / count,
                    first.positionLimitBps() == 0 ? 0 : Math.min(10_000, first.positionLimitBps() + i * 500),
                    limited ? tierChances.nextInt(1, 4) : 0,
                    limited ? tierChances.nextInt(1, 4) : 0));
            from += tierChances.nextLong(1, 60);
        }
        return tiers;
    }

    private List<RuleSheet.FairValue> fairValues() {
        List<RuleSheet.FairValue> values = new ArrayList<>();
        for (long hour = firstOpenHour(); hour < firstOpenHour() + 12; hour++) {
            if (random.nextInt(3) > 0) {
                values.add(new RuleSheet.FairValue(hour, price(120, 260)));
            }
        }
        return values;
    }

    private void meter() {
        List<Long> hours = referee.hoursToMeter();
        if (hours.isEmpty()) {
            return;
        }
        long hour = hours.get(random.nextInt(hours.size()));
        List<Command.Reading> shortfalls = new ArrayList<>();
        for (long parcel : referee.parcels(hour)) {
            if (random.nextInt(3) == 0) {
                shortfalls.add(new Command.Reading(parcel, random.nextInt(3_601)));
            }
        }
        boolean poor = random.nextInt(3) == 0;
        if (poor) {
            emptyTheHouse();
        }
        step(new Command.MeterHour(hour, shortfalls));
        if (poor || random.nextInt(3) == 0) {
            fundTheHouse();
        }
    }

    /** The operator is short of money, so that it owes damages. */
    private void emptyTheHouse() {
        for (long account = Clearing.OPERATOR; account <= Clearing.DAMAGES; account++) {
            long free = ((View.AccountView) engine.answer(new Query.AccountOf(account))).free();
            if (free > 0) {
                step(new Command.Debit(account, ++lastTransfer, free));
            }
        }
    }

    private void fundTheHouse() {
        long account = random.nextBoolean() ? Clearing.DAMAGES : Clearing.OPERATOR;
        step(new Command.Credit(account, ++lastTransfer, random.nextLong(1, 2_000_000_000L)));
    }

    /** Often enough too soon, or by one person. */
    private void curtail() {
        long first = Hours.containing(now) + random.nextLong(1, 5);
        step(new Command.Curtail(
                new DeliveryWindow(first, random.nextInt(1, 4)),
                random.nextLong(1, 8),
                "Ann",
                random.nextInt(6) == 0 ? " ann" : "Ben"));
    }

    /** Where somebody sells, if anybody does: titles are bought back from holders only. */
    private void buyBack() {
        step(new Command.Credit(Clearing.OPERATOR, ++lastTransfer, 1_000_000_000L));
        List<ShadowOrder> sells = referee.firmOrders().stream()
                .filter(order -> order.side == Side.SELL && order.window.end() > firstOpenHour())
                .toList();
        long hour = firstOpenHour() + random.nextLong(3);
        if (!sells.isEmpty()) {
            hour = Math.max(
                    firstOpenHour(),
                    sells.get(random.nextInt(sells.size())).window.start());
        }
        step(new Command.BuyBack(
                new DeliveryWindow(hour, random.nextInt(4) == 0 ? 2 : 1), random.nextLong(1, 6), price(150, 400)));
    }

    /** An order that was accepted comes again, as from a gateway that missed the answer. */
    private void repeat() {
        int[] commands = IntStream.range(0, steps.size())
                .filter(i -> !(steps.get(i).command() instanceof Command.WarnOfNeed))
                .toArray();
        int at = commands[random.nextInt(commands.length)];
        Command command = steps.get(at).command();
        if (command instanceof Command.SubmitOrder nameless
                && nameless.clientOrderId().isEmpty()) {
            step(command);
            return;
        }
        boolean order = command instanceof Command.SubmitOrder
                || command instanceof Command.SubmitSpotBid
                || command instanceof Command.Replace;
        if (order && outcomes.get(at).reply() instanceof Reply.Accepted first) {
            Outcome again = step(command);
            if (again.reply() instanceof Reply.Refused refused && refused.reason() == Refusal.TOO_MANY_ORDERS) {
                return;
            }
            assertThat(again.reply()).as("%s repeated", command).isEqualTo(first);
            assertThat(again.events()).as("%s repeated", command).isEmpty();
        }
    }

    private void money() {
        long account = anyone();
        View.AccountView view = (View.AccountView) engine.answer(new Query.AccountOf(account));
        if (random.nextBoolean() || view.free() == 0) {
            step(new Command.Credit(account, ++lastTransfer, random.nextLong(1, 5_000_000_000L)));
        } else {
            long amount = random.nextBoolean() ? view.free() : random.nextLong(1, view.free() + 1);
            step(new Command.Debit(account, ++lastTransfer, amount));
        }
    }

    private void haltOrResume() {
        step(phase() == Phase.HALT ? new Command.Resume() : new Command.Halt());
    }
}
