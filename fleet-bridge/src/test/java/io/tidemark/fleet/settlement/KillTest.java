package io.tidemark.fleet.settlement;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.feed.LoggedCommand;
import io.tidemark.exchange.feed.PoolLog;
import io.tidemark.exchange.notice.Happening;
import io.tidemark.exchange.notice.HolderNotices;
import io.tidemark.fleet.ChildJvm;
import io.tidemark.fleet.database.Database;
import io.tidemark.fleet.database.TestServer;
import io.tidemark.fleet.ledger.AccountCode;
import io.tidemark.fleet.ledger.Ledger;
import io.tidemark.fleet.ledger.Transfers;
import io.tidemark.fleet.ledger.WalletTransfer;
import io.tidemark.fleet.ledger.WalletTransfer.State;
import io.tidemark.fleet.ledger.WalletTransfers;
import io.tidemark.fleet.settlement.Task.Step;
import io.tidemark.fleet.settlement.TaskPlan.NewTask;
import io.tidemark.fleet.webhook.Webhooks;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A whole exchange in a child process, killed at every named point and at others by chance, and started again on what is
 * left. In the end every event is in the books once, every transfer is resolved once, and the fleet has every effect once.
 */
class KillTest {
    private static final PoolId POOL = PoolId.parse("B200X8.PRN1");
    private static final long SEED = 2026;
    private static final long HOME = 400_000_000_000L;

    private static final List<String> POINTS = List.of(
            "request:before-commit",
            "request:after-commit",
            "deliver:after-mark",
            "deliver:after-submit",
            "ingest:after-read",
            "ingest:after-post",
            "ingest:before-commit",
            "ingest:after-commit",
            "task:FLEET:after-claim",
            "task:FLEET:after-call",
            "task:FLEET:after-done",
            "task:HOLDER:after-claim",
            "task:HOLDER:after-call",
            "task:HOLDER:after-done");

    @TempDir
    private Path directory;

    @Test
    void killedAnywhereNothingIsLostAndNothingIsDoubled() throws Exception {
        TestServer.Place place = TestServer.newDatabase();
        Random random = new Random(SEED);
        Set<String> reached = new HashSet<>();
        int target = 60;
        for (int round = 0; round < 2; round++) {
            for (String point : POINTS) {
                // One of several accounts wants to be told, and seldom is there something to tell.
                boolean seldom = point.startsWith("task:HOLDER");
                target += seldom ? 300 : 30;
                int code = run(place, target, point, 1 + random.nextInt(round == 0 || seldom ? 1 : 12), 0);
                if (code == ChildJvm.KILLED) {
                    reached.add(point);
                }
            }
        }
        assertThat(reached).containsExactlyInAnyOrderElementsOf(POINTS);
        int killedByChance = 0;
        for (int i = 0; i < 5; i++) {
            target += 300;
            killedByChance += run(place, target, "none", 0, 900 + random.nextInt(900)) == 0 ? 0 : 1;
        }
        assertThat(killedByChance).isPositive();
        assertThat(run(place, target + 100, "none", 0, 0)).isZero();
        assertEverythingHappenedOnce(place);
    }

    /** Gives the exit code; kills after so many milliseconds, if any. */
    private int run(TestServer.Place place, int target, String point, int nth, int killAfterMs) throws Exception {
        Process child = ChildJvm.start(
                Exchange.class,
                place.url(),
                place.user(),
                place.password(),
                directory.toString(),
                Integer.toString(target),
                point,
                Integer.toString(nth));
        return ChildJvm.exitCode(child, killAfterMs, Duration.ofMinutes(1));
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
            Map<String, NewTask> promised = new TreeMap<>();
            log.forEach(logged -> TaskPlan.tasks(POOL, logged)
                    .forEach(task -> promised.put(task.key().toString(), task)));
            Set<String> expected = new HashSet<>();
            log.forEach(logged -> HolderNotices.of(POOL, logged).stream()
                    .filter(notice -> notice.account() == JournaledMarket.FIRST_ACCOUNT)
                    .map(notice -> NewTask.tell(new Webhooks.Wish(1, notice)))
                    .forEach(word -> promised.put(word.key().toString(), word)));
            promised.values()
                    .forEach(task -> expected.add(task.key() + ":" + task.key().step()));
            assertThat(expected).as("some word to a holder").anyMatch(key -> key.endsWith(":HOLDER"));
            assertThat(FileFleet.keys(directory)).containsExactlyInAnyOrderElementsOf(expected);
            Tasks tasks = new Tasks(database, () -> 0, RetryPolicy.DEFAULT);
            assertThat(tasks.list(Task.State.DONE, 0, 100_000)).hasSize(promised.size());

            WalletTransfers wallets = new WalletTransfers(database, ledger, () -> 0, 0);
            assertThat(wallets.unresolved(10)).isEmpty();
            assertHomesAddUp(wallets, ledger, log);
            System.out.printf(
                    "killed and whole: %d commands, %d transfers in the books, %d tasks, %d repeated calls absorbed%n",
                    log.size(), ledger.sweep().transfers(), promised.size(), FileFleet.repeated(directory));
        }
    }

    /** What left home is what was posted, counted from the requests alone. */
    private static void assertHomesAddUp(WalletTransfers wallets, Ledger ledger, List<LoggedCommand> log) {
        Map<Long, Long> homes = new TreeMap<>();
        Map<Long, Long> resolved = new TreeMap<>();
        for (long sequence = 0; sequence <= log.size(); sequence++) {
            WalletTransfer transfer = wallets.find("k" + sequence).orElse(null);
            if (transfer != null) {
                resolved.merge(transfer.account(), 1L, Long::sum);
                assertThat(transfer.state()).isIn(State.POSTED, State.REFUSED);
                if (transfer.state() == State.POSTED) {
                    boolean toPool = transfer.direction() == WalletTransfer.Direction.TO_POOL;
                    homes.merge(transfer.account(), toPool ? -transfer.amount() : transfer.amount(), Long::sum);
                }
            }
        }
        assertThat(resolved).hasSizeGreaterThan(3);
        homes.forEach((account, moved) -> {
            assertThat(ledger.home(account)).isEqualTo(HOME + moved);
            assertThat(ledger.balance(AccountCode.transit(POOL, account))).isZero();
        });
    }

    /** The child: engine, journal, outbox, ingest and tasks in one loop. */
    static final class Exchange {
        private final JournaledMarket market;
        private final RandomCommands commands;
        private final Ledger ledger;
        private final WalletTransfers wallets;
        private final Tasks tasks;
        private final Webhooks webhooks;
        private final Ingest ingest;
        private final List<StepWork> steps;

        private Exchange(Database database, Path directory, Consumer<String> killPoint) throws IOException {
            market = new JournaledMarket(POOL, directory.resolve("journal"));
            commands = new RandomCommands(market.engine, SEED, false);
            ledger = new Ledger(database, System::currentTimeMillis);
            wallets = Transfers.withKillPoint(database, ledger, System::currentTimeMillis, 15, killPoint);
            tasks = new Tasks(database, System::currentTimeMillis, new RetryPolicy(50, 5, 20, 40));
            ingest = new Ingest(database, ledger, wallets, tasks, market.journal, 10, killPoint);
            webhooks = new Webhooks(database);
            FileFleet fleet = new FileFleet(directory);
            steps = Stream.of(Step.values())
                    .map(step -> new StepWork(tasks, step, fleet, fleet, killPoint))
                    .toList();
        }

        public static void main(String... arguments) throws Exception {
            String point = arguments[5];
            int[] left = {Integer.parseInt(arguments[6])};
            Consumer<String> killPoint = reached -> {
                if (reached.equals(point) && --left[0] == 0) {
                    Runtime.getRuntime().halt(ChildJvm.KILLED);
                }
            };
            Database database = Database.at(arguments[0], arguments[1], arguments[2]);
            new Exchange(database, Path.of(arguments[3]), killPoint).run(Integer.parseInt(arguments[4]));
            Runtime.getRuntime().halt(0);
        }

        private void run(int target) throws InterruptedException {
            if (webhooks.of(JournaledMarket.FIRST_ACCOUNT).isEmpty()) {
                webhooks.add(
                        JournaledMarket.FIRST_ACCOUNT,
                        "https://example.org",
                        EnumSet.allOf(Happening.class),
                        new byte[32],
                        0);
            }
            LongStream.range(0, JournaledMarket.ACCOUNTS)
                    .map(index -> JournaledMarket.FIRST_ACCOUNT + index)
                    .forEach(account -> ledger.deposit(account, HOME, "start" + account));
            while (market.engine.sequence() < target) {
                moveWallets(commands.random());
                RandomCommands.Next next = commands.next();
                market.apply(next.time(), next.draw(), next.command());
                market.commit();
                if (market.engine.sequence() % 7 == 0) {
                    work();
                }
            }
            while (work() > 0
                    || !wallets.unresolved(1).isEmpty()
                    || !tasks.list(Task.State.DUE, 0, 1).isEmpty()) {
                Thread.sleep(2);
            }
        }

        /** The same after the same command, so that a request that was cut short is made again under its key. */
        private void moveWallets(Random random) {
            int dice = random.nextInt(3);
            long account = JournaledMarket.FIRST_ACCOUNT + random.nextLong(JournaledMarket.ACCOUNTS);
            String key = "k" + market.engine.sequence();
            if (dice == 0) {
                wallets.request(account, POOL, 1 + random.nextLong(2_000_000_000L), key);
            } else if (dice == 1) {
                wallets.requestHome(account, POOL, 1 + random.nextLong(800_000_000L), key);
            }
        }

        private int work() {
            int done = wallets.deliver((pool, command) -> market.submit(command), 10);
            done += ingest.step();
            for (StepWork step : steps) {
                done += step.run();
            }
            return done;
        }
    }

    /** A fleet that survives kills: an effect is a file, made once. */
    static final class FileFleet implements FleetPort, HolderPort {
        private final Path effects;
        private final Path repeated;

        FileFleet(Path directory) throws IOException {
            effects = Files.createDirectories(directory.resolve("effects"));
            repeated = Files.createDirectories(directory.resolve("repeated"));
        }

        static List<String> keys(Path directory) throws IOException {
            try (Stream<Path> files = Files.list(directory.resolve("effects"))) {
                return files.map(file -> file.getFileName().toString()).toList();
            }
        }

        static long repeated(Path directory) throws IOException {
            try (Stream<Path> files = Files.list(directory.resolve("repeated"))) {
                return files.count();
            }
        }

        private void effect(String key, Task task) {
            String what = task.key() + " " + task.lots() + " " + task.parcels() + " " + task.endsAt();
            try {
                Path draft = Files.createTempFile(effects.getParent(), "effect", "");
                Files.writeString(draft, what);
                try {
                    Files.createLink(effects.resolve(key), draft);
                } catch (FileAlreadyExistsException again) {
                    if (!Files.readString(effects.resolve(key), StandardCharsets.UTF_8)
                            .equals(what)) {
                        throw new IllegalStateException("another effect under the key " + key, again);
                    }
                    Files.copy(draft, repeated.resolve(key), StandardCopyOption.REPLACE_EXISTING);
                }
                Files.delete(draft);
            } catch (IOException failed) {
                throw new java.io.UncheckedIOException(failed);
            }
        }

        @Override
        public void deliver(String key, Task task) {
            effect(key, task);
        }

        @Override
        public void lease(String key, Task task) {
            effect(key, task);
        }

        @Override
        public void notice(String key, Task task) {
            effect(key, task);
        }

        @Override
        public void release(String key, Task task) {
            effect(key, task);
        }

        @Override
        public void tell(String key, Task task) {
            effect(key, task);
        }
    }
}
