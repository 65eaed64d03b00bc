package io.tidemark.exchange.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.exchange.book.Side;
import io.tidemark.exchange.book.TimeInForce;
import io.tidemark.exchange.clearing.Clearing;
import io.tidemark.exchange.contract.DeliveryWindow;
import io.tidemark.exchange.contract.Hours;
import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.pool.PoolEngine.Outcome;
import io.tidemark.exchange.pool.RandomHistory.Step;
import io.tidemark.exchange.spot.Tranche;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Changes to a history that must not matter, or must matter in one way only. */
class MetamorphicTest {
    private static final int COMMANDS = 80;
    private static final Set<String> HOURS = Set.of("hour", "fromHour", "untilHour", "bindingHour", "start");
    private static final Set<String> INSTANTS = Set.of("endsAt", "callAt", "readyAt", "startedAt", "expiresAt");
    private static final Set<String> ACCOUNTS = Set.of("account", "group", "seller", "buyer");
    private static final Set<String> IDS = Set.of("orderId", "bidId", "sellerOrderId", "tradeId", "parcel");

    /** Somebody who takes part in no history. */
    private static final long STRANGER = 900;

    static LongStream seeds() {
        return LongStream.range(2_001, 2_001 + Math.min(200, Long.getLong("tidemark.histories", 200)));
    }

    private static PoolEngine engine() {
        return new PoolEngine(PoolId.parse("B200X8.PRN1"));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void someDaysLaterEverythingHappensSomeDaysLater(long seed) {
        long days = 1 + seed % 30;
        long millis = days * 24 * Hours.MILLIS;
        BiFunction<String, Long, Long> later = (name, value) -> {
            if (HOURS.contains(name)) {
                return value + days * 24;
            }
            return INSTANTS.contains(name) && value != 0 ? value + millis : value;
        };
        RandomHistory history = RandomHistory.play(seed, COMMANDS);
        PoolEngine engine = engine();
        for (int i = 0; i < history.steps().size(); i++) {
            Step step = history.steps().get(i);
            Outcome outcome = engine.apply(step.time() + millis, step.draw(), (Command) rewrite(step.command(), later));
            assertThat(outcome.events())
                    .as("step %d", i)
                    .isEqualTo(rewrite(history.outcomes().get(i).events(), later));
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void underOtherAccountNumbersTheSameThingsHappenToTheSamePeople(long seed) {
        // Backwards, so that nothing may hang on the order of the numbers.
        BiFunction<String, Long, Long> renamed =
                (name, value) -> ACCOUNTS.contains(name) && !Clearing.isReserved(value) ? 1_000 - value : value;
        RandomHistory history = RandomHistory.play(seed, COMMANDS);
        PoolEngine engine = engine();
        for (int i = 0; i < history.steps().size(); i++) {
            Step step = history.steps().get(i);
            Outcome outcome = engine.apply(step.time(), step.draw(), (Command) rewrite(step.command(), renamed));
            List<?> expected = (List<?>) rewrite(history.outcomes().get(i).events(), renamed);
            assertThat(inAnyOrderOfLegs(outcome.events())).as("step %d", i).isEqualTo(inAnyOrderOfLegs(expected));
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void underHigherAccountNumbersInTheSameOrderEventsDifferInTheNumbersOnly(long seed) {
        BiFunction<String, Long, Long> renamed = (name, value) ->
                ACCOUNTS.contains(name) && !Clearing.isReserved(value) ? 7 * value + 1_000_000_000_000L : value;
        RandomHistory history = RandomHistory.play(seed, COMMANDS);
        PoolEngine engine = engine();
        for (int i = 0; i < history.steps().size(); i++) {
            Step step = history.steps().get(i);
            Outcome outcome = engine.apply(step.time(), step.draw(), (Command) rewrite(step.command(), renamed));
            assertThat(outcome.events())
                    .as("step %d", i)
                    .isEqualTo(rewrite(history.outcomes().get(i).events(), renamed));
        }
    }

    /** A stranger asks for more lots than there are, all or none, at the lowest price: to everybody else it is not there. */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void anOrderThatCanNeverExecuteChangesNothing(long seed) {
        RandomHistory history = RandomHistory.play(seed, COMMANDS);
        PoolEngine engine = engine();
        Map<Long, Long> ids = new HashMap<>();
        int from = history.steps().size() / 3;
        boolean isIn = false;
        for (int i = 0; i < history.steps().size(); i++) {
            Step step = history.steps().get(i);
            if (i == 1) {
                engine.apply(step.time(), 0, new Command.OpenAccount(STRANGER, STRANGER));
                engine.apply(step.time(), 0, new Command.Credit(STRANGER, 1, 1_000_000_000_000L));
            }
            if (i >= from && !isIn) {
                isIn = enterInVain(engine);
            }
            BiFunction<String, Long, Long> renumbered =
                    (name, value) -> IDS.contains(name) ? ids.getOrDefault(value, value) : value;
            Outcome outcome = engine.apply(step.time(), step.draw(), (Command) rewrite(step.command(), renumbered));
            List<Event> events = outcome.events().stream()
                    .filter(event -> !event.toString().contains("account=" + STRANGER))
                    .toList();
            List<Event> before = history.outcomes().get(i).events();
            learn(numbers(before), numbers(events), ids);
            assertThat(events).as("step %d", i).isEqualTo(rewrite(before, renumbered));
        }
    }

    /** Now and then two copies of the pool are made: a need falls on both, and one of them is warned of it before. */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void aWarningNamesThoseWhomTheNeedTakesAndChangesNothing(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        RandomHistory history = RandomHistory.play(seed, COMMANDS);
        PoolEngine engine = engine();
        for (Step step : history.steps()) {
            engine.apply(step.time(), step.draw(), step.command());
            if (random.nextInt(4) == 0) {
                PoolEngine warned = PoolEngine.restore(engine.snapshot());
                PoolEngine unwarned = PoolEngine.restore(engine.snapshot());
                long capacity = ((View.PoolView) engine.answer(new Query.PoolStatus())).capacityLots();
                long lots = 1 + random.nextLong(capacity + 2);
                Command need =
                        new Command.SetCapacity(Hours.containing(step.time()), List.of(Math.max(0, capacity - lots)));

                List<Event> warning = warned.apply(step.time(), 0, new Command.WarnOfNeed(lots))
                        .events();
                unwarned.apply(step.time(), 0, new Command.Tick());
                Outcome after = warned.apply(step.time(), 0, need);
                assertThat(namedAtRisk(warning)).as("%d lots at %s", lots, step).isEqualTo(noticed(after.events()));
                assertThat(after).as("%s", step).isEqualTo(unwarned.apply(step.time(), 0, need));
                assertThat(warned.stateHash()).as("%s", step).isEqualTo(unwarned.stateHash());
            }
        }
    }

    private static List<Event.LeaseLots> namedAtRisk(List<Event> warning) {
        return warning.stream()
                .flatMap(event -> ((Event.SpotAtRisk) event).leases().stream())
                .toList();
    }

    private static List<Event.LeaseLots> noticed(List<Event> events) {
        return events.stream()
                .filter(Event.LeaseNoticed.class::isInstance)
                .map(Event.LeaseNoticed.class::cast)
                .map(notice -> new Event.LeaseLots(notice.bidId(), notice.account(), notice.lots()))
                .toList();
    }

    private static boolean enterInVain(PoolEngine engine) {
        View.PoolView pool = (View.PoolView) engine.answer(new Query.PoolStatus());
        if (pool.phase() != Phase.CONTINUOUS) {
            return false;
        }
        DeliveryWindow window = new DeliveryWindow(pool.firstOpenHour() + 2, 1);
        long lowest = pool.sheet().bandLow();
        Outcome outcome = engine.apply(
                engine.time(),
                0,
                new Command.SubmitOrder(STRANGER, "in vain", Side.BUY, window, 100, lowest, TimeInForce.GTC, true));
        return outcome.reply() instanceof Reply.Accepted;
    }

    /** Orders and trades have other numbers now: each is the one that takes its place. */
    private static void learn(List<Long> before, List<Long> after, Map<Long, Long> ids) {
        assertThat(after).hasSameSizeAs(before);
        for (int i = 0; i < before.size(); i++) {
            ids.putIfAbsent(before.get(i), after.get(i));
        }
    }

    private static List<Long> numbers(List<Event> events) {
        List<Long> numbers = new ArrayList<>();
        rewrite(events, (name, value) -> {
            if (IDS.contains(name)) {
                numbers.add(value);
            }
            return value;
        });
        return numbers;
    }

    /** Settlement names its legs by account, lowest first: that order alone may change. */
    private static List<Object> inAnyOrderOfLegs(List<?> events) {
        List<Object> sorted = new ArrayList<>();
        for (Object event : events) {
            sorted.add(
                    event instanceof Event.HourSettled settled
                            ? settled.legs().stream()
                                    .map(Object::toString)
                                    .sorted()
                                    .toList()
                            : event);
        }
        return sorted;
    }

    /** Rebuilds a record, or a list of them, with some of its numbers changed by the name they go under. */
    private static Object rewrite(Object thing, BiFunction<String, Long, Long> change) {
        if (thing instanceof List<?> list) {
            return list.stream().map(item -> rewrite(item, change)).toList();
        } else if (thing instanceof Optional<?> some) {
            return some.map(item -> rewrite(item, change));
        } else if (!(thing instanceof Record)) {
            return thing;
        }
        try {
            RecordComponent[] components = thing.getClass().getRecordComponents();
            Class<?>[] types = new Class<?>[components.length];
            Object[] values = new Object[components.length];
            for (int i = 0; i < components.length; i++) {
                types[i] = components[i].getType();
                var accessor = components[i].getAccessor();
                accessor.setAccessible(true);
                Object value = accessor.invoke(thing);
                values[i] = value instanceof Long number
                        ? change.apply(components[i].getName(), number)
                        : rewrite(value, change);
            }
            var constructor = thing.getClass().getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor.newInstance(values);
        } catch (ReflectiveOperationException impossible) {
            throw new LinkageError(impossible.getMessage(), impossible);
        }
    }

    // ---- a sell in two halves

    private static final long SELLER = 101;
    private static final long BUYERS = 10;

    /** Divisible buys and sells, by turns, in four hours; every sell rests before the next buy comes. */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void twoHalvesOfARestingSellServeTheSameBuyersAtTheSameCost(long seed) {
        Map<Long, List<Long>> whole = totals(seed, 4, false);
        assertThat(whole).isNotEmpty();
        assertThat(totals(seed, 4, true)).isEqualTo(whole);
    }

    /**
     * In one hour it holds for a sell that comes in, too. Over several it does not: the first half may push a buyer to a
     * dearer ask in one hour, next to its own lots in another, and the second half then finds the next buyer.
     */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void twoHalvesOfAnIncomingSellServeTheSameBuyersOfAnHour(long seed) {
        Map<Long, Long> whole = new TreeMap<>();
        Map<Long, Long> halves = new TreeMap<>();
        totals(seed, 1, false).forEach((buyer, got) -> whole.put(buyer, got.get(0)));
        totals(seed, 1, true).forEach((buyer, got) -> halves.put(buyer, got.get(0)));
        assertThat(whole).isNotEmpty();
        assertThat(halves).isEqualTo(whole);
    }

    /** By buyer, lots and cost; in several hours buys only come in, in one hour they also rest. */
    private static Map<Long, List<Long>> totals(long seed, int hours, boolean split) {
        SplittableRandom random = new SplittableRandom(seed);
        PoolEngine engine = engine();
        long first = stocked(engine, hours);
        Map<Long, List<Long>> totals = new TreeMap<>();
        for (int turn = 0; turn < 100; turn++) {
            long start = first + random.nextInt(hours);
            DeliveryWindow window = new DeliveryWindow(start, 1 + random.nextInt((int) (first + hours - start)));
            long lots = random.nextLong(1, 6);
            long limit = random.nextLong(100, 300);
            if (random.nextInt(3) > 0) {
                long buyer = SELLER + 1 + random.nextLong(BUYERS);
                TimeInForce tif = hours == 1 ? TimeInForce.GTC : TimeInForce.IOC;
                submit(engine, buyer, Side.BUY, window, lots, limit, tif, totals);
            } else {
                for (int part = 0; part < (split ? 2 : 1); part++) {
                    long each = split ? lots : 2 * lots;
                    submit(engine, SELLER, Side.SELL, window, each, limit, TimeInForce.GTC, totals);
                }
            }
        }
        return totals;
    }

    /** Continuous trading, in which one account holds all there is; the first of the hours. */
    private static long stocked(PoolEngine engine, int hours) {
        long now = Hours.startMillis(PoolSpec.DAY) + 6 * Hours.MILLIS;
        engine.apply(now, 0, new Command.OpenMarket(MarketRules.standard()));
        for (long account = SELLER; account <= SELLER + BUYERS; account++) {
            engine.apply(now, 0, new Command.OpenAccount(account, account));
            engine.apply(now, 0, new Command.Credit(account, 1, 1_000_000_000_000L));
        }
        engine.apply(now, 0, new Command.SetCapacity(Hours.containing(now), List.of(1_000L)));
        long first = Hours.containing(now) + 3;
        List<Command.HourSupply> supply = new ArrayList<>();
        for (long hour = first; hour < first + hours; hour++) {
            supply.add(new Command.HourSupply(hour, 1_000, List.of(new Tranche(50, 1_000))));
        }
        engine.apply(now, 0, new Command.OfferSupply(supply));
        submit(engine, SELLER, Side.BUY, new DeliveryWindow(first, hours), 1_000, 50, TimeInForce.GTC, new TreeMap<>());
        engine.apply(now + Hours.MILLIS, 0, new Command.Tick());
        return first;
    }

    private static void submit(
            PoolEngine engine,
            long account,
            Side side,
            DeliveryWindow window,
            long lots,
            long limit,
            TimeInForce tif,
            Map<Long, List<Long>> totals) {
        Outcome outcome = engine.apply(
                engine.time(),
                0,
                new Command.SubmitOrder(account, "c" + engine.sequence(), side, window, lots, limit, tif, false));
        assertThat(outcome.reply()).isInstanceOf(Reply.Accepted.class);
        for (Event event : outcome.events()) {
            if (event instanceof Event.Traded traded) {
                totals.merge(
                        traded.account(),
                        List.of(traded.lots(), traded.cost()),
                        (a, b) -> List.of(a.get(0) + b.get(0), a.get(1) + b.get(1)));
            }
        }
    }
}
