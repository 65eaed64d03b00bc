package io.tidemark.simulations.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.fleet.surplus.DemandSnapshot;
import io.tidemark.simulations.trace.DemandTrace.Reading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a trace says at an instant, and how a pool of ours reads it. */
class DemandTraceTest {
    private static final long MINUTE = Duration.ofMinutes(1).toMillis();
    private static final long START = 1_800_000_000_000L;

    /** The extra column, the gap from 00:10 to 00:20, the Windows line end and the last empty line are on purpose. */
    private static final String HELIOS = """
            timestamp,gpus_in_use,gpus_queued,gpus_total,jobs_running
            2020-05-01T00:00:00,564,32,856,71
            2020-05-01T00:05:00,572,200,856,72\r
            2020-05-01T00:20:00,100,900,856,72
            2020-05-01T00:25:00,856,900,856,72

            """;

    @TempDir
    private Path directory;

    @Test
    void aSampleHoldsUntilTheNextIsDueAndThenAges() throws IOException {
        DemandTrace trace = trace("helios.csv", HELIOS);
        assertThat(trace.size()).isEqualTo(4);
        assertThat(trace.stepMillis()).isEqualTo(5 * MINUTE);
        assertThat(trace.lengthMillis()).isEqualTo(30 * MINUTE);
        assertThat(trace.reading(0)).isEqualTo(new Reading(0, 564, 32, 856, false));
        assertThat(trace.reading(5 * MINUTE - 1)).isEqualTo(new Reading(0, 564, 32, 856, false));
        assertThat(trace.reading(5 * MINUTE)).isEqualTo(new Reading(0, 572, 200, 856, false));
        assertThat(trace.reading(10 * MINUTE)).isEqualTo(new Reading(0, 572, 200, 856, false));
        assertThat(trace.reading(19 * MINUTE)).isEqualTo(new Reading(9 * MINUTE, 572, 200, 856, false));
        assertThat(trace.reading(25 * MINUTE)).isEqualTo(new Reading(0, 856, 900, 856, false));
    }

    @Test
    void anAlmostEmptyClusterIsDownEvenWithoutAListOfOutages() throws IOException {
        DemandTrace trace = trace("nodes.csv", """
                timestamp,nodes_in_use,nodes_total
                2020-05-01T00:00:00,15,100
                2020-05-01T00:05:00,14,100
                """);
        assertThat(trace.reading(0).outage()).isFalse();
        assertThat(trace.reading(5 * MINUTE).outage()).isTrue();
    }

    @Test
    void aListedOutageLastsUntilBeforeItsEnd() throws IOException {
        Path file = Files.writeString(directory.resolve("demand_helios_earth_5min.csv"), HELIOS);
        Path outages = Files.writeString(directory.resolve("outages.csv"), """
                series,start,end
                helios_venus,2020-05-01T00:00:00,2020-05-02T00:00:00
                helios_earth,2020-05-01T00:03:00,2020-05-01T00:07:00
                """);
        DemandTrace trace = DemandTrace.read(file, Optional.of(outages));
        assertThat(trace.outageSeries()).hasValue("helios_earth");
        assertThat(trace.reading(3 * MINUTE - 1).outage()).isFalse();
        assertThat(trace.reading(3 * MINUTE).outage()).isTrue();
        assertThat(trace.reading(7 * MINUTE - 1).outage()).isTrue();
        assertThat(trace.reading(7 * MINUTE).outage()).isFalse();
        assertThat(DemandTrace.read(file, outages, "helios_venus").reading(0).outage())
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "none",
            value = {
                "demand_helios_earth_2020-05_5min.csv,     helios_earth",
                "hourly_Helios_Earth.csv,                  helios_earth",
                "demand_philly_2017_nodes_5min.csv,        philly_nodes",
                "philly.csv,                               philly",
                "demand_philly_2017_replay800_hourly.csv,  philly",
                "earth_helios.csv,                         none",
                "heliosearth.csv,                          none"
            })
    void theFileNameSpellsTheSeries(String name, String series) throws IOException {
        Path outages = Files.writeString(directory.resolve("outages.csv"), """
                series,start,end
                philly,2020-05-01T00:00:00,2020-05-02T00:00:00
                philly_nodes,2020-05-01T00:00:00,2020-05-02T00:00:00
                helios_earth,2020-05-01T00:00:00,2020-05-02T00:00:00
                """);
        assertThat(Outages.read(outages).seriesOf(Path.of(name))).isEqualTo(Optional.ofNullable(series));
    }

    @Test
    void aGzipFileWithAByteOrderMarkReadsTheSame() throws IOException {
        Path file = Files.write(directory.resolve("helios.csv.gz"), TraceRefusalTest.gzip("\uFEFF" + HELIOS));
        assertThat(DemandTrace.read(file, Optional.empty()).reading(0)).isEqualTo(new Reading(0, 564, 32, 856, false));
    }

    @ParameterizedTest
    @CsvSource({"47, 24", "48, 48", "71, 48", "24, 24", "23, 23", "2, 2"})
    void aTraceRepeatsAfterItsWholeDays(int hours, long repeatsAfter) throws IOException {
        StringBuilder rows = new StringBuilder("timestamp,nodes_in_use,nodes_total\n");
        for (int hour = 0; hour < hours; hour++) {
            rows.append(String.format("2020-05-%02dT%02d:00:00,50,100%n", 1 + hour / 24, hour % 24));
        }
        assertThat(trace("hours.csv", rows.toString()).repeatMillis()).isEqualTo(repeatsAfter * 60 * MINUTE);
    }

    @Test
    void thereIsNothingBeforeOrAfterATrace() throws IOException {
        DemandTrace trace = trace("helios.csv", HELIOS);
        assertThatThrownBy(() -> trace.reading(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> trace.reading(30 * MINUTE)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whatIsInUseRoundsUpToWholeLots() throws IOException {
        // 564 of 856 GPUs are 70.5 of 107 lots.
        ScaledDemand demand =
                new ScaledDemand(trace("helios.csv", HELIOS), 107, START, Duration.ZERO, QueuedDemand.none());
        assertThat(demand.snapshot(START)).isEqualTo(new DemandSnapshot(START, 107, 71, 0, false));
        assertThat(demand.snapshot(START + 25 * MINUTE))
                .isEqualTo(new DemandSnapshot(START + 25 * MINUTE, 107, 107, 0, false));
    }

    @Test
    void inAGapTheLastSampleIsRepeatedWithItsAge() throws IOException {
        ScaledDemand demand =
                new ScaledDemand(trace("helios.csv", HELIOS), 107, START, Duration.ZERO, QueuedDemand.none());
        assertThat(demand.snapshot(START + 18 * MINUTE))
                .isEqualTo(new DemandSnapshot(START + 10 * MINUTE, 107, 72, 0, false));
    }

    @ParameterizedTest
    @CsvSource({"0, 10", "30, 10", "-30, 10", "0, -20", "600, 40"})
    void theTraceGoesRoundAndTheOffsetSaysWhereItBegins(long minute, long offset) throws IOException {
        ScaledDemand demand = new ScaledDemand(
                trace("helios.csv", HELIOS), 107, START, Duration.ofMinutes(offset - 5), QueuedDemand.none());
        assertThat(demand.snapshot(START + minute * MINUTE).internalLots()).isEqualTo(72);
    }

    @ParameterizedTest
    @CsvSource({
        // 32, 200 and 900 queued of 856: a lot is 8 GPUs, a tenth of the cluster is 85.
        "none,   0,  0,   0",
        "all,    4, 25, 113",
        "usual,  0, 15, 102",
    })
    void onlySomeOfTheQueueWaitsForMachines(String reading, long calm, long busy, long rush) throws IOException {
        QueuedDemand queued = switch (reading) {
            case "none" -> QueuedDemand.none();
            case "all" -> QueuedDemand.all();
            default -> QueuedDemand.usual();
        };
        ScaledDemand demand = new ScaledDemand(trace("helios.csv", HELIOS), 107, START, Duration.ZERO, queued);
        assertThat(demand.snapshot(START).pendingLots()).isEqualTo(calm);
        assertThat(demand.snapshot(START + 5 * MINUTE).pendingLots()).isEqualTo(busy);
        assertThat(demand.snapshot(START + 25 * MINUTE).pendingLots()).isEqualTo(rush);
    }

    @Test
    void aPoolHasLotsAndAShareIsAShare() throws IOException {
        DemandTrace trace = trace("helios.csv", HELIOS);
        assertThatThrownBy(() -> new ScaledDemand(trace, 0, START, Duration.ZERO, QueuedDemand.none()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> QueuedDemand.beyond(1001)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> QueuedDemand.beyond(-1)).isInstanceOf(IllegalArgumentException.class);
    }

    private DemandTrace trace(String name, String text) throws IOException {
        return DemandTrace.read(Files.writeString(directory.resolve(name), text), Optional.empty());
    }
}
