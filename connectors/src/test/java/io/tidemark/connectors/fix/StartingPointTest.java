package io.tidemark.connectors.fix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.exchange.pool.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the door keeps so that it need not read the whole log, and where it begins with it. */
class StartingPointTest {
    @TempDir
    private Path directory;

    private static StartingPoint at(long offset) {
        return new StartingPoint(
                offset,
                Map.of("B200X8.PRN1", offset),
                List.of(),
                Map.of("FIRM", List.of(new StartingPoint.Owed("B200X8.PRN1-7-1", List.of("11=a", "58=ä | ö")))));
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void whoBeginsAtAPointMakesTheReportsOfOneWhoHasReadEverything(long seed) {
        Random random = new Random(seed);
        Path points = directory.resolve("points");
        try (FixMarket market = FixMarket.open(directory)) {
            market.closeDoor();
            OrderFlow flow = new OrderFlow(market, seed);
            List<String> made = new ArrayList<>();
            new StartingPointFiles(points).save(StartingPoint.NOTHING, 0);
            for (int start = 0; start < 30; start++) {
                StartingPointFiles files = new StartingPointFiles(points);
                StartingPoint from = files.newestFirst().get(0);
                try (LogFollower follower = OrderFlow.follower(market, market.log, from, made)) {
                    flow.steps(random.nextInt(25));
                    follower.catchUp();
                    files.save(follower.point(Map.of()), from.offset());
                }
            }
            assertThat(made).hasSizeGreaterThan(150).isEqualTo(OrderFlow.reports(market));
            assertThat(made)
                    .anyMatch(report -> report.contains("20010=NOTICED"))
                    .anyMatch(report -> report.contains("150=5"))
                    .anyMatch(report -> report.contains("442=2"));
        }
    }

    @Test
    void aReportThatIsOwedIsKeptFieldByField() {
        StartingPointFiles files = new StartingPointFiles(directory);
        files.save(at(5), 0);
        assertThat(new StartingPointFiles(directory).newestFirst()).containsExactly(at(5));
        StartingPoint.Owed owed = new StartingPoint.Owed("B200X8.PRN1-7-1", List.of("11=a", "58=ä | ö"));
        assertThat(StartingPoint.Owed.of(owed.id(), owed.report())).isEqualTo(owed);
        StartingPoint.Owed news = new StartingPoint.Owed(
                "B200X8.PRN1-7-2", List.of("35=B", "58=a = b", "148=c", "1472=B200X8.PRN1-7-2", "20010=AT_RISK"));
        assertThat(StartingPoint.Owed.of(news.id(), news.report())).isEqualTo(news);
        assertThat(news.report().toString()).contains("35=B", "33=1", "58=a = b");
    }

    @Test
    void theNewestTwoAreKept() {
        StartingPointFiles files = new StartingPointFiles(directory);
        files.save(at(5), 0);
        files.save(at(9), 5);
        files.save(at(12), 9);
        StartingPointFiles again = new StartingPointFiles(directory);
        assertThat(again.newestFirst()).containsExactly(at(12), at(9));
        again.save(at(20), 12);
        assertThat(new StartingPointFiles(directory).newestFirst()).containsExactly(at(20), at(12));
    }

    @Test
    void aPointWithABitThatFlippedAnywhereOrACutEndIsPassedOver() throws IOException {
        StartingPointFiles files = new StartingPointFiles(directory);
        files.save(at(5), 0);
        files.save(at(9), 5);
        Path newest = directory.resolve("start-b.json");
        byte[] whole = Files.readAllBytes(newest);
        long seed = 17;
        Random random = new Random(seed);
        for (int i = 0; i < 300; i++) {
            byte[] damaged = whole.clone();
            damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
            Files.write(newest, damaged);
            // White space may become other white space: then it is the same point.
            assertThat(new StartingPointFiles(directory).newestFirst())
                    .as("flip %d of seed %d", i, seed)
                    .isIn(List.of(at(5)), List.of(at(9), at(5)));
            Files.write(newest, java.util.Arrays.copyOf(whole, random.nextInt(whole.length - 2)));
            assertThat(new StartingPointFiles(directory).newestFirst()).containsExactly(at(5));
        }
        Files.writeString(
                newest,
                new String(whole, java.nio.charset.StandardCharsets.UTF_8).replace("\"format\" : 1", "\"format\" : 2"));
        assertThat(new StartingPointFiles(directory).newestFirst()).containsExactly(at(5));
    }

    @Test
    void theLogIsNeededFromTheOlderOfTwoPointsAndFromItsBeginningWhileThereIsOne() {
        try (FixMarket market = FixMarket.open(directory)) {
            market.closeDoor();
            StartingPointFiles files = new StartingPointFiles(directory.resolve("points"));
            Resumption first = new Resumption(files, market.log, Duration.ZERO);
            assertThat(first.beginning()).isEqualTo(StartingPoint.NOTHING);
            first.save(at(3));
            first.close();
            assertThat(first.neededFrom()).isZero();
            Resumption second = new Resumption(files, market.log, Duration.ZERO);
            assertThat(second.beginning()).isEqualTo(at(3));
            assertThat(second.isDue(3)).isFalse();
            assertThat(second.isDue(4)).isTrue();
            second.save(at(4));
            second.close();
            assertThat(second.neededFrom()).isEqualTo(3);
            assertThat(new Resumption(files, market.log, Duration.ZERO).neededFrom())
                    .isEqualTo(3);
        }
    }

    @Test
    void aPointThatTheLogDoesNotReachIsPassedOverAndReplacedFirst() {
        try (FixMarket market = FixMarket.open(directory)) {
            market.closeDoor();
            StartingPointFiles files = new StartingPointFiles(directory.resolve("points"));
            files.save(at(3), 0);
            files.save(at(1_000_000), 3);
            Resumption resumption = new Resumption(files, market.log, Duration.ZERO);
            assertThat(resumption.beginning()).isEqualTo(at(3));
            resumption.save(at(4));
            resumption.close();
            assertThat(new StartingPointFiles(directory.resolve("points")).newestFirst())
                    .containsExactly(at(4), at(3));
        }
    }

    @Test
    void withoutAPointAndWithoutTheBeginningOfTheLogItSaysWhatToDo() {
        try (FixMarket market = FixMarket.open(directory)) {
            market.closeDoor();
            market.log.release(2);
            StartingPointFiles none = new StartingPointFiles(directory.resolve("points"));
            assertThatThrownBy(() -> new Resumption(none, market.log, Duration.ZERO))
                    .isInstanceOf(StartingPointLostException.class)
                    .hasMessageContaining("begins at record 2")
                    .hasMessageContaining("put " + directory.resolve("points") + " back from a copy");
        }
    }

    @Test
    void aLogOfAnotherMarketIsFoundOut() {
        try (FixMarket market = FixMarket.open(directory)) {
            market.closeDoor();
            StartingPoint other = new StartingPoint(
                    market.log.endOffset(), Map.of(FixMarket.POOL.toString(), 1L), List.of(), Map.of());
            try (LogFollower follower = OrderFlow.follower(market, market.log, other, new ArrayList<>())) {
                market.operatorDoes(FixMarket.POOL, new Command.Tick());
                assertThatThrownBy(follower::catchUp).hasMessageContaining("of another market");
            }
        }
    }
}
