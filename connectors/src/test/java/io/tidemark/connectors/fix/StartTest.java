package io.tidemark.connectors.fix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.feed.LoggedCommand;
import io.tidemark.exchange.feed.PoolLog;
import io.tidemark.exchange.journal.DurableListener;
import io.tidemark.exchange.journal.FileJournal;
import io.tidemark.exchange.journal.FileJournalOptions;
import io.tidemark.exchange.journal.Journal;
import io.tidemark.exchange.journal.JournalEntry;
import io.tidemark.exchange.journal.JournalRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Doors that are killed and opened again, from starting points, in front of firms that come and go. */
class StartTest {
    @TempDir
    private Path directory;

    private FixConfig config(String fix, Duration startEvery) {
        return new FixConfig(
                "127.0.0.1",
                0,
                new FixHome.Directory(directory.resolve(fix)),
                Duration.ofSeconds(10),
                1_000,
                Duration.ofSeconds(10),
                startEvery);
    }

    /** What a kill leaves: points are older than messages, and a message is counted after it is stored. */
    private static void copyAsKilled(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        for (String kind : List.of("start-", "sessions", "seqnums", "session", "header", "body")) {
            try (Stream<Path> files = Files.list(from)) {
                for (Path file : files.filter(each -> !each.toString().endsWith(".new"))
                        .filter(each -> String.valueOf(each.getFileName()).contains(kind))
                        .toList()) {
                    if (!Files.exists(to.resolve(from.relativize(file)))) {
                        Files.copy(file, to.resolve(from.relativize(file)));
                    }
                }
            } catch (NoSuchFileException renamed) {
                throw new IllegalStateException("a file went away while it was copied", renamed);
            }
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {11, 12, 13})
    void aFirmIsToldEverythingOnceHoweverOftenTheDoorIsKilled(long seed) throws IOException {
        Random random = new Random(seed);
        try (FixMarket market = FixMarket.open(directory)) {
            market.closeDoor();
            OrderFlow flow = new OrderFlow(market, seed);
            Map<String, PatientFirm> firms =
                    new TreeMap<>(Map.of("FIRM", new PatientFirm("FIRM"), "RIVAL", new PatientFirm("RIVAL")));
            market.openDoor(config("fix-0", Duration.ofMillis(random.nextInt(30))), market.log);
            for (int life = 1; life <= 4; life++) {
                for (int visit = 0; visit < 3; visit++) {
                    flow.steps(random.nextInt(40));
                    String compId = random.nextBoolean() ? "FIRM" : "RIVAL";
                    PatientFirm firm = Objects.requireNonNull(firms.get(compId));
                    int owed = OrderFlow.execIds(market, compId).size()
                            - firm.execIds().size();
                    firm.listen(market.port(), firm.execIds().size() + (owed == 0 ? 0 : random.nextInt(owed)));
                }
                copyAsKilled(directory.resolve("fix-" + (life - 1)), directory.resolve("fix-" + life));
                market.closeDoor();
                market.openDoor(config("fix-" + life, Duration.ofMillis(random.nextInt(30))), market.log);
            }
            assertThat(market.door().neededFrom()).isPositive();
            firms.forEach((compId, firm) -> {
                List<String> owed = OrderFlow.execIds(market, compId);
                firm.listen(market.port(), owed.size());
                assertThat(firm.execIds()).as(compId).isEqualTo(owed);
            });
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {21, 22})
    void aDamagedPointCostsTimeAndNoReport(long seed) throws IOException {
        try (FixMarket market = FixMarket.open(directory)) {
            market.closeDoor();
            OrderFlow flow = new OrderFlow(market, seed);
            PatientFirm firm = new PatientFirm("FIRM");
            FixConfig config = config("fix-d", Duration.ofDays(1));
            for (List<String> damaged : List.of(
                    List.<String>of(),
                    List.of("start-a.json"),
                    List.of("start-b.json"),
                    List.of("start-a.json", "start-b.json"))) {
                for (int start = 0; start < 2; start++) {
                    market.openDoor(config, market.log);
                    flow.steps(60);
                    firm.listen(market.port(), OrderFlow.execIds(market, "FIRM").size() / 2);
                    market.closeDoor(); // It saves a point.
                }
                for (String file : damaged) {
                    Files.writeString(directory.resolve("fix-d").resolve(file), "{");
                }
            }
            market.openDoor(config, market.log);
            List<String> owed = OrderFlow.execIds(market, "FIRM");
            firm.listen(market.port(), owed.size());
            assertThat(firm.execIds()).isEqualTo(owed);
        }
    }

    @Test
    void aDoorThatCannotKnowWhatIsOwedDoesNotOpen() throws IOException {
        try (FixMarket market = FixMarket.open(directory)) {
            market.closeDoor();
            FixConfig config = config("fix-l", Duration.ofDays(1));
            for (int start = 0; start < 2; start++) {
                market.openDoor(config, market.log);
                new OrderFlow(market, 3).steps(50);
                market.closeDoor();
            }
            market.openDoor(config, market.log);
            long needed = market.door().neededFrom();
            assertThat(needed).isPositive();
            market.closeDoor();
            market.log.release(needed);
            Files.writeString(directory.resolve("fix-l").resolve("start-a.json"), "{");
            market.openDoor(config, market.log);
            market.closeDoor();
            Files.writeString(directory.resolve("fix-l").resolve("start-a.json"), "{");
            Files.writeString(directory.resolve("fix-l").resolve("start-b.json"), "{");
            assertThatThrownBy(() -> market.openDoor(config, market.log))
                    .isInstanceOf(StartingPointLostException.class)
                    .hasMessageContaining("begins at record " + needed);
            market.log.release(0); // As from a copy that has everything.
            market.openDoor(config, market.log);
            assertThat(market.door().neededFrom()).isZero();
        }
    }

    /** A journal with what the market has said so far, and with everything it says from now on. */
    private static void record(FixMarket market, Journal journal) {
        try (CommandLog log = market.log.from(0)) {
            for (Optional<CommandLog.Page> page = log.next(); page.isPresent(); page = log.next()) {
                append(journal, page.get().pool(), page.get().commands());
            }
        }
        market.exchange.subscribe((pool, commands) -> append(journal, pool, commands));
    }

    private static void append(Journal journal, PoolId pool, List<LoggedCommand> commands) {
        CompletableFuture<Void> durable = new CompletableFuture<>();
        LoggedCommand last = commands.get(commands.size() - 1);
        journal.append(
                new JournalRecord(
                        pool.toString(),
                        1,
                        commands.get(0).sequence(),
                        last.sequence(),
                        last.time(),
                        PoolLog.encode(commands)),
                new DurableListener() {
                    @Override
                    public void durable(JournalEntry entry) {
                        durable.complete(null);
                    }

                    @Override
                    public void failed(JournalRecord failed, Throwable cause) {
                        durable.completeExceptionally(cause);
                    }
                });
        durable.join();
    }

    private static long segments(Path journal) throws IOException {
        try (Stream<Path> files = Files.list(journal)) {
            return files.filter(file -> file.toString().endsWith(".journal")).count();
        }
    }

    @Test
    void aFirmThatWasAwayIsToldEverythingAlthoughTheJournalHasLetGoOfIt() throws IOException {
        Path home = directory.resolve("journal");
        PatientFirm away = new PatientFirm("FIRM");
        try (FixMarket market = FixMarket.open(directory);
                FileJournal journal =
                        FileJournal.open(home, new FileJournalOptions(16 << 10, 1 << 20, Duration.ZERO))) {
            market.closeDoor();
            record(market, journal);
            CommandLog.Source log = CommandLog.Source.of(journal);
            OrderFlow flow = new OrderFlow(market, 5);
            FixConfig config = config("fix-r", Duration.ofDays(1));
            market.openDoor(config, log);
            flow.steps(30);
            away.listen(market.port(), 3);
            for (int day = 0; day < 3; day++) {
                flow.steps(150);
                market.closeDoor();
                market.openDoor(config, log);
                journal.release(market.door().neededFrom());
            }
            assertThat(journal.firstOffset()).isGreaterThan(200);
            assertThat(segments(home)).isLessThan(journal.durableOffset() / 20);
            List<String> owed = OrderFlow.execIds(market, "FIRM");
            away.listen(market.port(), owed.size());
            assertThat(away.execIds()).hasSizeGreaterThan(100).isEqualTo(owed);
        }
    }
}
