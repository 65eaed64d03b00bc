package io.tidemark.fleet.settlement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.pool.Event.LeaseEnd;
import io.tidemark.fleet.database.Database;
import io.tidemark.fleet.database.TestServer;
import io.tidemark.fleet.ledger.Ledger;
import io.tidemark.fleet.ledger.WalletTransfers;
import io.tidemark.fleet.reliability.Reliability;
import io.tidemark.fleet.reliability.Reliability.Age;
import io.tidemark.fleet.reliability.Reliability.Notices;
import io.tidemark.fleet.reliability.ReliabilityReport;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is published of a pool is what its journal says, through the real journal, engine and database. */
class ReliabilityTest {
    private static final PoolId POOL = PoolId.parse("B200X8.PRN1");

    @TempDir
    private Path directory;

    private Database database;
    private ReliabilityReport report;

    @BeforeEach
    void open() {
        database = TestServer.newDatabase().open();
        report = new ReliabilityReport(database);
    }

    @AfterEach
    void close() {
        database.close();
    }

    private Ingest ingest(JournaledMarket market, int fills) {
        Ledger ledger = new Ledger(database, () -> 0);
        return new Ingest(
                database,
                ledger,
                new WalletTransfers(database, ledger, () -> 0, 1_000),
                new Tasks(database, () -> 0, RetryPolicy.DEFAULT),
                market.journal,
                fills,
                point -> {});
    }

    private static void drain(Ingest ingest) {
        while (ingest.step() > 0) {}
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4})
    void theFiguresAreThoseOfANaiveCountWhateverTheBatchesAndAReplayChangesNothing(long seed) {
        Random random = new Random(seed);
        NaiveWord naive = new NaiveWord();
        try (JournaledMarket market = new JournaledMarket(POOL, directory)) {
            // Batch by batch, each time by another process as it were.
            RandomCommands commands = new RandomCommands(market.engine, seed, true);
            for (int i = 0; i < 900; i++) {
                RandomCommands.Next next = commands.next();
                naive.happened(market.apply(next.time(), next.draw(), next.command()));
                if (random.nextInt(60) == 0) {
                    market.commit();
                    try (Ingest ingest = ingest(market, 1 + random.nextInt(Ingest.FILLS))) {
                        drain(ingest);
                    }
                }
            }
            market.commit();
            try (Ingest ingest = ingest(market, Ingest.FILLS)) {
                drain(ingest);
            }
            Reliability word = report.of(POOL).orElseThrow();
            assertThatItIs(word, naive);

            database.inTransaction(transaction -> transaction.update("DELETE FROM consumer_offset")
                    + transaction.update("DELETE FROM pool_position"));
            try (Ingest again = ingest(market, 7)) {
                drain(again);
            }
            assertThat(report.of(POOL)).as("read a second time").contains(word);
        }
    }

    private static void assertThatItIs(Reliability word, NaiveWord naive) {
        long from = word.from();
        Reliability.Spot spot = word.spot();
        assertThat(spot.lots()).isEqualTo(naive.lots(from)).isPositive();
        assertThat(spot.reclaimedLots())
                .isEqualTo(naive.ended(from, LeaseEnd.RECLAIMED))
                .isPositive();
        assertThat(spot.noSupplyLots()).isEqualTo(naive.ended(from, LeaseEnd.NO_SUPPLY));
        assertThat(spot.runningLots()).isEqualTo(naive.running(from));
        assertThat(spot.otherEndLots())
                .isEqualTo(naive.ended(from, LeaseEnd.OUTBID)
                        + naive.ended(from, LeaseEnd.RELEASED)
                        + naive.ended(from, LeaseEnd.UNFUNDED));
        for (Age age : spot.survival()) {
            long seconds = age.hours() * 3_600L;
            assertThat(age.watchedLots()).isEqualTo(naive.watched(from, seconds));
            age.share().ifPresent(share -> assertThat(share).isCloseTo(naive.share(from, seconds), within(1e-9)));
        }
        assertThat(spot.survival().get(0).share()).isPresent();
        assertThat(word.notices())
                .extracting(Notices::cause)
                .containsExactlyInAnyOrderElementsOf(naive.noticeSeconds.keySet());
        for (Notices each : word.notices()) {
            List<Long> seconds = naive.noticeSeconds.getOrDefault(each.cause(), List.of());
            Collections.sort(seconds);
            assertThat(each.given()).isEqualTo(seconds.size()).isEqualTo(each.kept() + each.broken() + each.open());
            assertThat(each.shortestSeconds()).isEqualTo(seconds.get(0));
            assertThat(each.medianSeconds()).isEqualTo(seconds.get((seconds.size() - 1) / 2));
            if (each.cause() == LeaseEnd.RECLAIMED) {
                assertThat(each.broken()).as("the engine keeps what it says").isZero();
            }
        }
        assertThat(word.firm().wholeLotHours()
                        + word.firm().shortLotHours()
                        + word.firm().failedLotHours())
                .isEqualTo(naive.settledLots)
                .isPositive();
        assertThat(word.firm().curtailedLotHours()).isEqualTo(naive.curtailedLots);
    }

    @Test
    void aMarketBegunBeforeTheRecordHasNothingOfItsPast() {
        NaiveWord naive = new NaiveWord();
        try (JournaledMarket market = new JournaledMarket(POOL, directory);
                Ingest ingest = ingest(market, Ingest.FILLS)) {
            RandomCommands commands = new RandomCommands(market.engine, 3, true);
            for (int i = 0; i < 900; i++) {
                if (i == 400) {
                    market.commit();
                    drain(ingest);
                    forgetEverything();
                    assertThat(report.of(POOL)).isEmpty();
                }
                RandomCommands.Next next = commands.next();
                naive.happened(market.apply(next.time(), next.draw(), next.command()));
            }
            market.commit();
            drain(ingest);
            Reliability word = report.of(POOL).orElseThrow();
            assertThat(naive.lots(0)).isGreaterThan(naive.lots(word.from()));
            assertThat(word.spot().lots()).isEqualTo(naive.lots(word.from()));
            assertThat(word.spot().reclaimedLots()).isEqualTo(naive.ended(word.from(), LeaseEnd.RECLAIMED));
        }
    }

    private void forgetEverything() {
        database.inTransaction(transaction -> transaction.update("DELETE FROM reliability_pool")
                + transaction.update("DELETE FROM reliability_part")
                + transaction.update("DELETE FROM reliability_notice")
                + transaction.update("DELETE FROM reliability_hour"));
    }
}
