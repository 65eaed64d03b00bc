package io.tidemark.simulations.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidemark.simulations.metric.Metric;
import io.tidemark.simulations.scenario.Scenario;
import io.tidemark.simulations.scenario.ScenarioReader;
import io.tidemark.simulations.scenario.ScenarioRefusedException;
import io.tidemark.simulations.scenario.Setting;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SimulationTest {
    private static final String TEXT = """
            schema: 1
            name: hours
            horizon: {length: 4h, warmup: 1h, sample: 30m}
            replications: {count: 3}
            pools: [{id: B200X8.PRN1, lots: 40}]
            pricing: {tick: 15m}
            participants:
              - {kind: buyer, name: riders, market: spot, arrivals: {perHour: 6}, value: {lognormal: [1.2, 0.3]}}
              - {kind: buyer, name: trainers, arrivals: {perHour: 4}, value: {lognormal: [1.2, 0.3]}}
            assert: [reclaimRate.mean <= 100]
            """;

    private static InputFiles files;

    @TempDir
    private Path directory;

    @BeforeAll
    static void readTheRulesOnce() throws ScenarioRefusedException, UnusableInputException {
        files = InputFiles.read(scenario());
    }

    private static Scenario scenario(String... settings) throws ScenarioRefusedException {
        return ScenarioReader.parse(
                "hours.yaml",
                TEXT,
                Path.of(""),
                List.of(settings).stream().map(Setting::parse).toList());
    }

    private Result run(Scenario scenario, int jobs, Path out) throws IOException {
        try (ResultFolder folder = ResultFolder.begin(directory)) {
            Result result = new Simulation(scenario, files, jobs).run(folder::take, Progress.none(), () -> false);
            folder.finish(result, Optional.of(out), directory, Manifest.of(result, files, 1));
            return result;
        }
    }

    private static Map<String, String> texts(Path folder) throws IOException {
        Map<String, String> texts = new TreeMap<>();
        try (Stream<Path> all = Files.list(folder)) {
            for (Path file : all.toList()) {
                texts.put(String.valueOf(file.getFileName()), Files.readString(file));
            }
        }
        return texts;
    }

    @Test
    void anyNumberOfJobsGivesTheSameBytesAndAnotherSeedDoesNot() throws IOException, ScenarioRefusedException {
        Result alone = run(scenario(), 1, directory.resolve("one"));
        Result together = run(scenario(), 3, directory.resolve("three"));
        Result other = run(scenario("seed=43"), 2, directory.resolve("other"));
        assertThat(together.digest()).isEqualTo(alone.digest());
        assertThat(texts(directory.resolve("three"))).isEqualTo(texts(directory.resolve("one")));
        assertThat(other.digest()).isNotEqualTo(alone.digest());
    }

    @Test
    void theFolderHoldsEverythingThatWasPromised() throws IOException, ScenarioRefusedException {
        Path out = directory.resolve("out");
        Result result = run(scenario(), 2, out);
        Map<String, String> texts = texts(out);
        assertThat(texts)
                .containsOnlyKeys(
                        "leases.csv", "manifest.json", "prices.csv", "replications.csv", "series.csv", "summary.csv");
        assertThat(texts.get("summary.csv"))
                .startsWith("metric,unit,n,mean,halfWidth95,min,p5,p50,p95,max\nrevenue,USD,3,");
        assertThat(texts.get("replications.csv"))
                .startsWith("replication,digest,revenue,")
                .hasLineCount(4);
        assertThat(texts.get("series.csv"))
                .startsWith("replication,time,pool,internalLots,queuedLots,capacityLots,firmLots,spotLots,idleLots,"
                        + "firmPrice,spotPrice,revenueUsd\n1,2026-01-05T00:30:00Z,B200X8.PRN1,")
                .hasLineCount(1 + 3 * 8);
        assertThat(texts.get("leases.csv")).startsWith("replication,pool,startedAt,lots,seconds,end\n");
        assertThat(texts.get("prices.csv")).startsWith("pool,kind,pricePerGpuHour,lotHours\nB200X8.PRN1,");
        JsonNode manifest = new ObjectMapper().readTree(texts.get("manifest.json"));
        assertThat(manifest.path("digest").asText()).isEqualTo(result.digest());
        assertThat(manifest.at("/scenario/release/headroom").asText()).isEqualTo("0.05");
        assertThat(manifest.path("engineSha256").asText()).hasSize(64);
        assertThat(manifest.path("ruleSet").asText()).hasSize(64);
    }

    @Test
    void itStopsWhenItIsPrecise() throws IOException, ScenarioRefusedException {
        Scenario loose = scenario("replications={min: 2, max: 9, relativePrecision: 1, on: [internalUse]}");
        Result result = run(loose, 3, directory.resolve("loose"));
        assertThat(result.replications()).isEqualTo(2);
        assertThat(result.precise()).isTrue();
        Scenario strict = scenario("replications={min: 2, max: 3, relativePrecision: 0.000001, on: [revenue]}");
        assertThat(run(strict, 3, directory.resolve("strict")).precise()).isFalse();
    }

    @Test
    void whatIsDoneIsKeptWhenItIsStopped() throws IOException, ScenarioRefusedException {
        Scenario scenario = scenario("replications.count=50");
        int[] done = {0};
        Result result =
                new Simulation(scenario, files, 1).run(outcome -> done[0]++, Progress.none(), () -> done[0] >= 2);
        assertThat(result.stopped()).isTrue();
        assertThat(result.replications()).isEqualTo(done[0]).isBetween(2, 3);
        assertThat(result.estimate(Metric.REVENUE)).isPresent();
    }

    @Test
    void anAssertionThatDoesNotHoldIsToldWithWhatWasFound() throws IOException, ScenarioRefusedException {
        Result result = run(
                scenario("assert=[revenue.min > 1000000000, revenue.min >= 0]", "replications.count=1"),
                1,
                directory.resolve("failed"));
        assertThat(result.failedAssertions()).singleElement().asString().startsWith("revenue.min > 1000000000: it is ");
    }

    @Test
    void whatIsNoResultIsNeverReplaced() throws IOException {
        Path precious = Files.createDirectories(directory.resolve("precious"));
        Files.writeString(precious.resolve("thesis.txt"), "years of work");
        assertThatThrownBy(() -> ResultFolder.requireReplaceable(precious))
                .isInstanceOf(FileAlreadyExistsException.class);
        assertThat(precious.resolve("thesis.txt")).hasContent("years of work");
    }

    @Test
    void aMissingTraceIsToldWithTheWayToNameIt() throws ScenarioRefusedException {
        Scenario scenario = scenario("internalDemand={B200X8.PRN1: {trace: missing.csv}}");
        assertThatThrownBy(() -> InputFiles.read(scenario))
                .isInstanceOf(UnusableInputException.class)
                .hasMessageContaining("missing.csv")
                .hasMessageContaining("--set internalDemand.B200X8.PRN1.trace=FILE");
    }
}
