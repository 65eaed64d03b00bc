package io.tidemark.simulations.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tidemark.exchange.contract.Sku;
import io.tidemark.fleet.forecast.Accuracy;
import io.tidemark.fleet.forecast.DemandForecast;
import io.tidemark.fleet.surplus.SurplusPolicy;
import io.tidemark.pricing.facts.SurplusOutlook;
import io.tidemark.simulations.MarketDays;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The public traces themselves, where they are at hand: in the directory that {@code -Dtidemark.data} or
 * {@code TIDEMARK_DATA} names, or else in {@code shared/data} beside the repository. Skipped where they are absent.
 */
class RealTracesTest {
    private static final long LOTS = 107;
    private static final long START = 1_800_000_000_000L;
    private static final Duration TWO_DAYS = Duration.ofDays(2);

    private Path data = Path.of("");

    /** Before each and not before all: a whole class skipped would be counted as no test at all, and nobody told. */
    @BeforeEach
    void findTheTraces() {
        data = Optional.ofNullable(System.getProperty("tidemark.data"))
                .or(() -> Optional.ofNullable(System.getenv("TIDEMARK_DATA")))
                .map(Path::of)
                .orElse(Path.of("..", "..", "shared", "data"));
        boolean atHand = Files.isRegularFile(data.resolve("outages.csv"));
        String absence = "no traces in " + data.toAbsolutePath().normalize()
                + "; name a directory with -Dtidemark.data or TIDEMARK_DATA";
        if (!atHand) {
            say("skipped: " + absence);
        }
        assumeTrue(atHand, absence);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "none",
            value = {
                // file, samples, step, in use in the first sample, total, samples in an outage, series
                "demand_helios_earth_2020-05_5min.csv,     8928, PT5M, 564, 856, 313, helios_earth",
                "hourly_helios_earth.csv,                   744, PT1H, 564, 856,  27, helios_earth",
                "demand_philly_2017_nodes_5min.csv.gz,    21130, PT5M, 312, 420, 228, philly_nodes",
                "demand_philly_2017_replay800_hourly.csv,  1800, PT1H, 755, 800, 120, none"
            })
    void everyPublicFormatIsRead(
            String file, int samples, Duration step, long inUse, long total, int down, String series)
            throws IOException {
        DemandTrace trace = read(file);
        assertThat(trace.size()).isEqualTo(samples);
        assertThat(trace.stepMillis()).isEqualTo(step.toMillis());
        assertThat(trace.reading(0).inUse()).isEqualTo(inUse);
        assertThat(trace.reading(0).total()).isEqualTo(total);
        assertThat(trace.outageSeries()).isEqualTo(Optional.ofNullable(series));
        int seenDown = 0;
        for (long at = 0; at < trace.lengthMillis(); at += trace.stepMillis()) {
            seenDown += trace.reading(at).ageMillis() == 0 && trace.reading(at).outage() ? 1 : 0;
        }
        assertThat(seenDown).isEqualTo(down);
    }

    @Test
    void twoDaysOfEarthReleaseLotsAndTakeSomeBack() throws IOException {
        SurplusPolicy policy = SurplusPolicy.forPool(Sku.B200X8, LOTS);
        ScaledDemand demand = new ScaledDemand(
                read("demand_helios_earth_2020-05_5min.csv"), LOTS, START, Duration.ZERO, QueuedDemand.usual());
        MarketDays days = MarketDays.run(demand, policy, START, TWO_DAYS);
        say("two days of Earth, " + LOTS + " lots: " + days);
        // Worked out a second time by a short script outside this project.
        assertThat(days).isEqualTo(new MarketDays(14, 45, 9, 10, 2, 35));
    }

    @Test
    void theMarketSeesDipsAndReturnsHoweverTheQueueIsRead() throws IOException {
        SurplusPolicy policy = SurplusPolicy.forPool(Sku.B200X8, LOTS);
        DemandTrace trace = read("demand_helios_earth_2020-05_5min.csv");
        QueuedDemand[] readings = {QueuedDemand.none(), QueuedDemand.usual(), QueuedDemand.all()};
        long before = Long.MAX_VALUE;
        for (QueuedDemand reading : readings) {
            ScaledDemand demand = new ScaledDemand(trace, LOTS, START, Duration.ZERO, reading);
            MarketDays month = MarketDays.run(demand, policy, START, Duration.ofDays(31));
            assertThat(month.releases()).isPositive();
            assertThat(month.needs()).isPositive();
            assertThat(month.offered())
                    .as("the more counts as pending, the less is offered")
                    .isLessThanOrEqualTo(before);
            before = month.offered();
        }
    }

    @ParameterizedTest
    @CsvSource({
        // file, days, from and to how many hours ahead it beats "as now" and "as last week"
        "demand_helios_earth_2020-05_5min.csv,  31,  6, 12",
        "demand_philly_2017_nodes_5min.csv.gz,  73, 24, 168",
        "demand_philly_2017_replay800_hourly.csv, 75, 24, 72",
    })
    void theSurplusOfRealClustersIsForecast(String file, int days, int from, int to) throws IOException {
        ScaledDemand demand = new ScaledDemand(read(file), LOTS, START, Duration.ZERO, QueuedDemand.usual());
        DemandForecast forecast = new DemandForecast(SurplusPolicy.forPool(Sku.B200X8, LOTS));
        for (long at = START; at < START + Duration.ofDays(days).toMillis(); at += 300_000) {
            forecast.observe(at, demand.snapshot(at));
        }
        say(file + " on " + LOTS + " lots, levels " + SurplusOutlook.LEVELS_BPS);
        for (Accuracy accuracy : forecast.accuracy()) {
            say("  %3d h: error %.1f bias %.1f, as now %.1f, as last week %.1f; of %d held %s"
                    .formatted(
                            accuracy.leadHours(),
                            accuracy.meanError(),
                            accuracy.bias(),
                            accuracy.asNowError(),
                            accuracy.lastWeekError(),
                            accuracy.judged(),
                            accuracy.coverageBps()));
            if (accuracy.leadHours() >= from && accuracy.leadHours() <= to) {
                assertThat(accuracy.meanError()).isLessThan(accuracy.asNowError());
                assertThat(accuracy.meanError()).isLessThan(accuracy.lastWeekError());
                assertThat(accuracy.coverageBps().get(1))
                        .as("95 %% at %d h", accuracy.leadHours())
                        .isGreaterThan(8_800);
            }
        }
    }

    /** A number to quote belongs in the build's output, and a passing test has no other way to say it. */
    private static void say(String what) {
        System.out.println(what);
    }

    private DemandTrace read(String file) throws IOException {
        return DemandTrace.read(data.resolve(file), Optional.of(data.resolve("outages.csv")));
    }
}
