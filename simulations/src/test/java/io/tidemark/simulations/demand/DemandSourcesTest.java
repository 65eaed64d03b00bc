package io.tidemark.simulations.demand;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidemark.exchange.contract.PoolId;
import io.tidemark.fleet.surplus.DemandSnapshot;
import io.tidemark.fleet.surplus.DemandSource;
import io.tidemark.simulations.trace.DemandTrace;
import io.tidemark.simulations.trace.QueuedDemand;
import io.tidemark.simulations.trace.ScaledDemand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the sources that are made up or recorded promise like those that read a live scheduler. */
class DemandSourcesTest {
    private static final long START = Instant.parse("2026-11-21T00:00:00Z").toEpochMilli();
    private static final long SEED = 11;

    @TempDir
    private Path directory;

    @Test
    void noReadingIsFromTheFutureAndTheSameInstantHasTheSameReading() throws IOException {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(SEED);
        for (DemandSource source : sources()) {
            for (int i = 0; i < 2_000; i++) {
                long now = START
                        + random.nextLong(
                                -Duration.ofDays(60).toMillis(),
                                Duration.ofDays(60).toMillis());
                DemandSnapshot reading = source.snapshot(now);
                assertThat(reading.asOf()).as("seed %d, %d", SEED, now).isLessThanOrEqualTo(now);
                assertThat(source.snapshot(now)).as("seed %d, %d", SEED, now).isEqualTo(reading);
            }
        }
    }

    @Test
    void readingsAreFreshWithoutAGapInWhatIsKnown() throws IOException {
        for (DemandSource source : sources()) {
            for (long now = START; now < START + Duration.ofHours(1).toMillis(); now += 60_000) {
                assertThat(now - source.snapshot(now).asOf())
                        .isLessThan(Duration.ofMinutes(5).toMillis());
            }
            assertThat(source.knownFrom()).isLessThanOrEqualTo(START);
        }
    }

    private List<DemandSource> sources() throws IOException {
        Path file = Files.writeString(directory.resolve("helios.csv"), """
                timestamp,gpus_in_use,gpus_queued,gpus_total
                2020-05-01T00:00:00,564,32,856
                2020-05-01T00:05:00,572,200,856
                2020-05-01T00:10:00,100,900,856
                """);
        return List.of(
                new TrainingPoolDemand(SEED, PoolId.parse("B200X8.PRN1"), 107, START, DemandShape.trainingPool()),
                new ScaledDemand(
                        DemandTrace.read(file, Optional.empty()), 107, START, Duration.ZERO, QueuedDemand.usual()));
    }
}
