package io.tidemark.fleet.settlement;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.exchange.book.Side;
import io.tidemark.exchange.book.TimeInForce;
import io.tidemark.exchange.clearing.LegSettlement;
import io.tidemark.exchange.contract.DeliveryWindow;
import io.tidemark.exchange.contract.Hours;
import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.feed.LoggedCommand;
import io.tidemark.exchange.feed.PoolLog;
import io.tidemark.exchange.pool.Command;
import io.tidemark.exchange.pool.Event;
import io.tidemark.exchange.pool.MarketRules;
import io.tidemark.exchange.pool.Query;
import io.tidemark.exchange.pool.RuleSheet;
import io.tidemark.exchange.pool.View;
import io.tidemark.exchange.pool.View.HourState;
import io.tidemark.exchange.pool.View.HoursView;
import io.tidemark.exchange.spot.Tranche;
import io.tidemark.fleet.ChildJvm;
import io.tidemark.fleet.database.Database;
import io.tidemark.fleet.database.TestServer;
import io.tidemark.fleet.dispatch.Dispatch;
import io.tidemark.fleet.dispatch.FleetMeter;
import io.tidemark.fleet.driver.Access;
import io.tidemark.fleet.driver.LeaseKey;
import io.tidemark.fleet.driver.embedded.EmbeddedFleet;
import io.tidemark.fleet.driver.embedded.EmbeddedOptions;
import io.tidemark.fleet.ledger.Ledger;
import io.tidemark.fleet.ledger.WalletTransfers;
import io.tidemark.fleet.node.Fleet;
import io.tidemark.fleet.node.Fleets;
import io.tidemark.fleet.node.HandOverSpan;
import io.tidemark.fleet.settlement.Task.Step;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole way of a fill, from the journal over the books and the tasks to the machines, the meter and the payment, in a
 * child process that is killed at every named point of it and at others by chance. Whatever was sold reaches the books once
 * and the machines once, and what is paid is what the machines delivered.
 */
class WholeWayKillTest {
    private static final PoolId POOL = PoolId.parse("B200X8.PRN1");
    private static final Access ACCESS = new Access("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5 test", "");
    private static final long MINUTE = 60_000;
    private static final long OPENS = Hours.startMillis(Hours.parse("2026112114"));
    private static final long TRADES = OPENS + 11 * MINUTE;
    private static final long FIRST_HOUR = Hours.containing(OPENS) + 2;
    private static final int HOURS = 30;
    private static final long LOTS = 6;
    private static final long FIRST_ACCOUNT = JournaledMarket.FIRST_ACCOUNT;
    private static final int ACCOUNTS = 3;
    private static final long SEED = 20_261_122;

    private static final List<String> POINTS = List.of(
            "fleet:after-list",
            "fleet:before-FENCE",
            "fleet:after-FENCE",
            "fleet:before-commit",
            "fleet:after-commit",
            "fleet:before-RELEASE",
            "fleet:after-RELEASE",
            "fleet:before-READ_EVIDENCE",
            "fleet:after-READ_EVIDENCE",
            "ingest:before-commit",
            "ingest:after-commit",
            "task:FLEET:after-claim",
            "task:FLEET:after-call",
            "task:FLEET:after-done",
            "fleet:before-CLAIM",
            "fleet:after-CLAIM",
            "fleet:before-DEPLOY",
            "fleet:after-DEPLOY",
            "fleet:after-isolation",
            "fleet:before-hand-over",
            "fleet:after-hand-over",
            "meter:after-reading",
            "meter:after-submit",
            "fleet:before-UNFENCE",
            "fleet:after-UNFENCE");

    @TempDir
    private Path directory;

    @Test
    void killedAnywhereEveryFillIsBookedOnceAndDeliveredOnceAndPaidAsDelivered() throws Exception {
        TestServer.Place place = TestServer.newDatabase();
        for (String point : POINTS) {
            assertThat(run(place, point, 0)).as("reached " + point).isEqualTo(ChildJvm.KILLED);
        }
        Random random = new Random(SEED);
        int killedByChance = 0;
        for (int kill = 0; kill < 4; kill++) {
            killedByChance += run(place, "none", 800 + random.nextInt(1_500)) == 0 ? 0 : 1;
        }
        assertThat(killedByChance).as("seed " + SEED).isPositive();
        assertThat(run(place, "none", 0)).isZero();
        assertEverythingHappenedOnce(place);
    }

    /** Gives the exit code; kills after so many milliseconds, if any. */
    private int run(TestServer.Place place, String point, int killAfterMs) throws Exception {
        Process child =
                ChildJvm.start(Site.class, place.url(), place.user(), place.password(), directory.toString(), point);
        return ChildJvm.exitCode(child, killAfterMs, Duration.ofMinutes(5));
    }

    private void assertEverythingHappenedOnce(TestServer.Place place) throws IOException {
        try (Database database = place.open();
                JournaledMarket market = new JournaledMarket(POOL, directory.resolve("journal"))) {
            Ledger ledger = new Ledger(database, () -> 0);
            assertThat(ledger.sweep().problems()).isEmpty();
            assertThat(new Reconciliation(database, ledger)
                            .compare(POOL, market.engine.sequence(), market.wallets(), market.fees())
                            .differences())
                    .isEmpty();

            List<LoggedCommand> log = new ArrayList<>();
            market.journal.recover(each -> log.addAll(PoolLog.decode(each)));
            Map<Long, Long> due = new TreeMap<>();
            Map<Long, List<Event.Delivery>> plans = new TreeMap<>();
            List<LegSettlement> paid = new ArrayList<>();
            Map<Long, Command.MeterHour> metered = new TreeMap<>();
            for (LoggedCommand logged : log) {
                for (Event event : logged.events()) {
                    if (event instanceof Event.HourGated gated) {
                        plans.put(gated.hour(), gated.plan());
                        gated.plan()
                                .forEach(each -> assertThat(due.put(each.parcel(), each.lots()))
                                        .isNull());
                    } else if (event instanceof Event.HourSettled settled) {
                        paid.addAll(settled.legs());
                        Command.MeterHour hour = (Command.MeterHour) logged.command();
                        assertThat(metered.put(hour.hour(), hour)).isNull();
                    }
                }
            }
            assertThat(due).hasSizeGreaterThanOrEqualTo(2 * HOURS);
            Map<Long, Long> paidLots = new TreeMap<>();
            paid.forEach(leg -> paidLots.merge(leg.parcel(), leg.lots(), Long::sum));
            assertThat(paidLots).as("what was due was paid once").isEqualTo(due);

            Set<String> calls = new HashSet<>();
            Set<LeaseKey> leases = new HashSet<>();
            for (LoggedCommand logged : log) {
                TaskPlan.tasks(POOL, logged).forEach(task -> {
                    calls.add(task.key() + ":" + task.key().step());
                    leases.add(
                            LeaseKey.firm(POOL, task.key().account(), task.key().subject()));
                });
            }
            assertThat(KillTest.FileFleet.keys(directory)).containsExactlyInAnyOrderElementsOf(calls);
            assertMachines(database, market.engine.time(), leases, plans, metered);
            System.out.printf(
                    "the whole way: %d commands, %d parcels paid, %d leases, %d repeated calls absorbed%n",
                    log.size(), paid.size(), leases.size(), KillTest.FileFleet.repeated(directory));
        }
    }

    private static void assertMachines(
            Database database,
            long now,
            Set<LeaseKey> leases,
            Map<Long, List<Event.Delivery>> plans,
            Map<Long, Command.MeterHour> metered) {
        EmbeddedFleet machines = machines(database);
        Fleet fleet = Fleets.withKillPoint(database.connections(), machines, machines, point -> {});
        fleet.check(now);
        Map<String, List<HandOverSpan>> byLot = new TreeMap<>();
        for (LeaseKey lease : leases) {
            assertThat(fleet.lease(lease))
                    .hasValueSatisfying(view -> assertThat(view.ended()).isTrue());
            List<HandOverSpan> spans = fleet.handOvers(lease);
            assertThat(spans)
                    .as("each lot of " + lease + " was handed over once")
                    .hasSize(lots(lease))
                    .allMatch(span -> span.until().isPresent())
                    .map(HandOverSpan::lot)
                    .doesNotHaveDuplicates();
            spans.forEach(span ->
                    byLot.computeIfAbsent(span.lot(), none -> new ArrayList<>()).add(span));
        }
        byLot.forEach((lot, spans) -> {
            spans.sort(Comparator.comparingLong(span -> span.until().orElseThrow()));
            for (int i = 1; i < spans.size(); i++) {
                HandOverSpan before = spans.get(i - 1);
                HandOverSpan after = spans.get(i);
                boolean kept = before.key().account() == after.key().account();
                assertThat(kept || after.readyAt() >= before.until().orElseThrow())
                        .as("two tenants on " + lot + ": " + before + ", " + after)
                        .isTrue();
            }
        });
        // The pool itself has forgotten what was due once it is paid.
        FleetMeter meter = new FleetMeter(
                POOL,
                fleet,
                (pool, query) -> new View.DueView(plans.getOrDefault(((Query.DueIn) query).hour(), List.of())));
        assertThat(metered).hasSize(HOURS);
        metered.forEach((hour, told) -> assertThat(meter.reading(hour))
                .as("what was paid is what was delivered")
                .contains(told));
    }

    private static EmbeddedFleet machines(Database database) {
        return new EmbeddedFleet(database.connections(), EmbeddedOptions.standard(1));
    }

    /** The first in an hour gets two lots, the second one. */
    private static int lots(LeaseKey lease) {
        return buyer(lease.id(), 0) == lease.account() ? 2 : 1;
    }

    private static long buyer(long hour, int number) {
        return FIRST_ACCOUNT + (hour + number) % ACCOUNTS;
    }

    /** The child: engine, journal, books, tasks, fleet and meter in one loop of two market minutes. */
    static final class Site {
        private static final long STEP = 2 * MINUTE;
        private static final long END = Hours.startMillis(FIRST_HOUR + HOURS) + 10 * MINUTE;

        private final JournaledMarket market;
        private final Tasks tasks;
        private final Ingest ingest;
        private final Fleet fleet;
        private final FleetMeter meter;
        private final List<StepWork> steps = new ArrayList<>();
        private final Consumer<String> killPoint;

        private Site(Database database, Path directory, Consumer<String> killPoint) throws IOException {
            this.killPoint = killPoint;
            market = new JournaledMarket(POOL, directory.resolve("journal"));
            Ledger ledger = new Ledger(database, System::currentTimeMillis);
            tasks = new Tasks(database, System::currentTimeMillis, new RetryPolicy(50, 5, 20, 40));
            ingest = new Ingest(
                    database,
                    ledger,
                    new WalletTransfers(database, ledger, System::currentTimeMillis, 15),
                    tasks,
                    market.journal,
                    10,
                    killPoint);
            EmbeddedFleet machines = machines(database);
            machines.install(POOL, Math.toIntExact(LOTS), OPENS);
            fleet = Fleets.withKillPoint(database.connections(), machines, machines, killPoint);
            meter = new FleetMeter(POOL, fleet, (pool, query) -> market.engine.answer(query));
            Dispatch dispatch = new Dispatch(
                    fleet, (pool, query) -> market.engine.answer(query), account -> ACCESS, market.engine::time);
            FleetPort counted = new Counted(new KillTest.FileFleet(directory), dispatch);
            for (Step step : Step.values()) {
                steps.add(new StepWork(tasks, step, counted, new KillTest.FileFleet(directory), killPoint));
            }
        }

        public static void main(String... arguments) throws Exception {
            String point = arguments[4];
            Consumer<String> killPoint = reached -> {
                if (reached.equals(point)) {
                    Runtime.getRuntime().halt(ChildJvm.KILLED);
                }
            };
            Database database = Database.at(arguments[0], arguments[1], arguments[2]);
            new Site(database, Path.of(arguments[3]), killPoint).run();
            Runtime.getRuntime().halt(0);
        }

        private void run() throws InterruptedException {
            List<Command> opening = opening();
            while (market.engine.sequence() < opening.size()) {
                int next = Math.toIntExact(market.engine.sequence());
                market.apply(next < 4 ? OPENS : TRADES, 0, opening.get(next));
                market.commit();
            }
            while (market.engine.time() < END) {
                market.apply(market.engine.time() + STEP, 0, new Command.Tick());
                market.commit();
                long now = market.engine.time();
                fleet.setOffered(POOL, Math.toIntExact(LOTS - Hours.containing(now) % 2), now);
                fleet.step(now);
                work();
                meter(now);
            }
            while (work() > 0 || !tasks.list(Task.State.DUE, 0, 1).isEmpty()) {
                Thread.sleep(2);
            }
        }

        private int work() {
            int done = ingest.step();
            for (StepWork step : steps) {
                done += step.run();
            }
            return done;
        }

        private void meter(long now) {
            if (market.engine.answer(new Query.HoursFrom(FIRST_HOUR, HOURS)) instanceof HoursView hours) {
                hours.hours().stream()
                        .filter(hour -> hour.state() == HourState.OVER && hour.mintedLots() > 0)
                        .filter(hour -> hour.hour() >= FIRST_HOUR && Hours.startMillis(hour.hour() + 1) <= now)
                        .forEach(hour -> meter.reading(hour.hour()).ifPresent(reading -> {
                            killPoint.accept("meter:after-reading");
                            market.submit(reading);
                            killPoint.accept("meter:after-submit");
                        }));
            }
        }

        private static List<Command> opening() {
            List<Command.HourSupply> supply = new ArrayList<>();
            for (int hour = 0; hour < HOURS; hour++) {
                supply.add(new Command.HourSupply(FIRST_HOUR + hour, LOTS, List.of(new Tranche(100, LOTS))));
            }
            List<Command> commands = new ArrayList<>(List.of(
                    new Command.OpenMarket(MarketRules.standard()),
                    new Command.PublishRules(new RuleSheet(
                            "test", 1, 1_000, 10, 30, RuleSheet.LEAST_NOTICE_SECONDS, List.of(), List.of())),
                    new Command.SetCapacity(Hours.containing(OPENS), List.of(LOTS)),
                    new Command.OfferSupply(supply),
                    new Command.Tick()));
            for (int i = 0; i < ACCOUNTS; i++) {
                commands.add(new Command.OpenAccount(FIRST_ACCOUNT + i, FIRST_ACCOUNT + i));
                commands.add(new Command.Credit(FIRST_ACCOUNT + i, 1, 1_000_000_000_000L));
            }
            for (int hour = 0; hour < HOURS; hour++) {
                for (int number = 0; number < 2; number++) {
                    commands.add(new Command.SubmitOrder(
                            buyer(FIRST_HOUR + hour, number),
                            "h" + hour + "-" + number,
                            Side.BUY,
                            new DeliveryWindow(FIRST_HOUR + hour, 1),
                            2 - number,
                            200,
                            TimeInForce.GTC,
                            false));
                }
            }
            return commands;
        }
    }

    /** Counts the calls by their keys, and passes them on. */
    private record Counted(FleetPort counter, FleetPort fleet) implements FleetPort {
        @Override
        public void deliver(String key, Task task) {
            counter.deliver(key, task);
            fleet.deliver(key, task);
        }

        @Override
        public void lease(String key, Task task) {
            throw new IllegalStateException("nobody bids for spot here: " + task);
        }

        @Override
        public void notice(String key, Task task) {
            throw new IllegalStateException("nobody bids for spot here: " + task);
        }

        @Override
        public void release(String key, Task task) {
            throw new IllegalStateException("nobody bids for spot here: " + task);
        }
    }
}
