package io.tidemark.simulations.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.tidemark.simulations.metric.Metric;
import io.tidemark.simulations.report.ComparisonReport;
import io.tidemark.simulations.run.Compared.Verdict;
import io.tidemark.simulations.scenario.Scenario;
import io.tidemark.simulations.scenario.ScenarioReader;
import io.tidemark.simulations.scenario.ScenarioRefusedException;
import io.tidemark.simulations.scenario.Setting;
import io.tidemark.simulations.statistics.PairedDifference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComparisonTest {
    private static final String TEXT = """
            schema: 1
            name: hours
            horizon: {length: 4h, sample: 1h}
            replications: {count: 3}
            pools: [{id: B200X8.PRN1, lots: 40}]
            pricing: {tick: 15m, fixed: 1.50, utilisation: {idle: 1.00, full: 2.00}}
            participants:
              - {kind: buyer, name: riders, market: spot, arrivals: {perHour: 6}, value: {lognormal: [1.2, 0.3]}}
              - {kind: buyer, name: trainers, arrivals: {perHour: 4}, value: {lognormal: [1.2, 0.3]}}
            """;

    @TempDir
    private Path directory;

    private static Variant variant(String... settings) throws ScenarioRefusedException, UnusableInputException {
        Scenario scenario = ScenarioReader.parse(
                "hours.yaml",
                TEXT,
                Path.of(""),
                List.of(settings).stream().map(Setting::parse).toList());
        return new Variant(String.join(" ", settings), scenario, InputFiles.read(scenario));
    }

    private static List<Variant> policies() throws ScenarioRefusedException, UnusableInputException {
        return List.of(
                variant("pricing.policy=rules"),
                variant("pricing.policy=fixed"),
                variant("pricing.policy=utilisation"));
    }

    private Compared compare(List<Variant> variants, int jobs, Path out) throws IOException {
        try (ComparisonFolder folder = ComparisonFolder.begin(directory)) {
            Compared compared = new Comparison(variants, jobs).run(folder::take, Progress.none(), () -> false);
            folder.finish(compared, Optional.of(out), directory);
            ComparisonReport.write(out);
            return compared;
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
    void anyNumberOfJobsGivesTheSameBytes() throws IOException, ScenarioRefusedException, UnusableInputException {
        Path one = directory.resolve("one");
        Path three = directory.resolve("three");
        compare(policies(), 1, one);
        compare(policies(), 3, three);
        assertThat(texts(three)).isEqualTo(texts(one));
        assertThat(texts(one))
                .containsOnlyKeys("comparison.csv", "comparison.html", "manifest.json", "replications.csv");
        assertThat(texts(one).get("replications.csv")).hasLineCount(1 + 3 * 3);
        assertThat(texts(one).get("comparison.html")).contains("pricing.policy=fixed", "</html>");
    }

    @Test
    void aDifferenceIsThatOfTheRunsReplicationByReplication()
            throws IOException, ScenarioRefusedException, UnusableInputException {
        List<Variant> policies = policies();
        Compared compared = compare(policies, 2, directory.resolve("out"));
        PairedDifference revenue = compared.difference(Metric.REVENUE, 1).orElseThrow();
        Result rules = alone(policies.get(0));
        Result fixed = alone(policies.get(1));
        List<Double> first = Objects.requireNonNull(rules.values().get(Metric.REVENUE));
        List<Double> second = Objects.requireNonNull(fixed.values().get(Metric.REVENUE));
        double sum = 0;
        for (int i = 0; i < 3; i++) {
            sum += second.get(i) - first.get(i);
        }
        assertThat(revenue.difference().mean()).isCloseTo(sum / 3, within(1e-6));
        assertThat(revenue.difference().mean()).isNotZero();
    }

    private static Result alone(Variant variant) throws IOException {
        return new Simulation(variant.scenario(), variant.files(), 1).run(outcome -> {}, Progress.none(), () -> false);
    }

    @Test
    void nobodyIsBetterThanOneself() throws IOException, ScenarioRefusedException, UnusableInputException {
        Compared compared = compare(List.of(variant(), variant()), 2, directory.resolve("same"));
        PairedDifference revenue = compared.difference(Metric.REVENUE, 1).orElseThrow();
        assertThat(revenue.difference().mean()).isZero();
        assertThat(Compared.verdict(Metric.REVENUE, revenue)).isEqualTo(Verdict.NOT_TOLD_APART);
    }

    @Test
    void betterMeansMoreRevenueAndFewerReclaimsAndOnlyOutsideTheInterval() {
        PairedDifference up = PairedDifference.of(new double[] {1, 2, 3}, new double[] {11, 12, 13.5});
        PairedDifference unsure = PairedDifference.of(new double[] {1, 2, 3}, new double[] {11, 2, -7});
        PairedDifference single = PairedDifference.of(new double[] {1}, new double[] {11});
        assertThat(Compared.verdict(Metric.REVENUE, up)).isEqualTo(Verdict.BETTER);
        assertThat(Compared.verdict(Metric.RECLAIMS, up)).isEqualTo(Verdict.WORSE);
        assertThat(Compared.verdict(Metric.SPOT_PRICE_P50, up)).isEqualTo(Verdict.HIGHER);
        assertThat(Compared.verdict(Metric.REVENUE, unsure)).isEqualTo(Verdict.NOT_TOLD_APART);
        assertThat(Compared.verdict(Metric.REVENUE, single)).isEqualTo(Verdict.NOT_TOLD_APART);
    }

    @Test
    void itStopsWhenTheDifferencesArePrecise() throws IOException, ScenarioRefusedException, UnusableInputException {
        String loose = "replications={min: 2, max: 5, relativePrecision: 1, on: [internalUse]}";
        Compared compared = compare(List.of(variant(loose), variant(loose)), 3, directory.resolve("loose"));
        assertThat(compared.replications()).isEqualTo(2);
        assertThat(compared.precise()).isTrue();
        String strict = "replications={min: 2, max: 3, relativePrecision: 0.000001, on: [revenue]}";
        Compared vague = compare(
                List.of(variant(strict), variant(strict, "pricing.policy=fixed")), 2, directory.resolve("strict"));
        assertThat(vague.replications()).isEqualTo(3);
        assertThat(vague.precise()).isFalse();
    }

    @Test
    void scenariosOfSeveralSeedsAreNotCompared() throws ScenarioRefusedException, UnusableInputException {
        List<Variant> seeds = List.of(variant("seed=1"), variant("seed=2"));
        assertThatThrownBy(() -> new Comparison(seeds, 1)).hasMessageContaining("no random numbers in common");
    }
}
