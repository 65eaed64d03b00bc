package io.tidemark.connectors.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class SimulateCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path directory;

    private String scenario = "";

    @BeforeEach
    void writeAScenario() throws IOException {
        Path file = directory.resolve("hours.yaml");
        Files.writeString(file, """
                schema: 1
                name: hours
                horizon: {length: 2h}
                replications: {count: 2}
                pools: [{id: B200X8.PRN1, lots: 20}]
                pricing: {tick: 15m}
                assert: [internalUse.max <= 1]
                """);
        scenario = file.toString();
    }

    private int simulate(String... arguments) {
        return new CommandLine(new SimulateCommand())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }

    @Test
    void aRunWritesItsFolderAndSaysWhereItIs() {
        Path results = directory.resolve("results");
        assertThat(simulate("run", scenario, "--out", results.toString(), "-j", "2"))
                .as("%s", err)
                .isZero();
        assertThat(results.resolve("manifest.json")).exists();
        assertThat(results.resolve("summary.csv")).exists();
        assertThat(results.resolve("report.html")).content().contains("</html>");
        assertThat(simulate("report", results.toString())).isZero();
        assertThat(simulate("report", directory.toString())).isEqualTo(2);
        assertThat(out.toString()).contains("2 replications", "internalUse", "Results: " + results);
        assertThat(directory).isDirectoryNotContaining(file -> file.toString().contains("unfinished"));
    }

    @Test
    void whatIsAssertedAndDoesNotHoldIsExitCodeThree() {
        Path results = directory.resolve("results");
        assertThat(simulate(
                        "run",
                        scenario,
                        "--out",
                        results.toString(),
                        "--reps",
                        "1",
                        "--set",
                        "assert=[revenue.min > 5]"))
                .isEqualTo(3);
        assertThat(out.toString()).contains("FAILED  revenue.min > 5: it is 0");
    }

    @Test
    void whatIsNotPreciseIsExitCodeFour() {
        Path results = directory.resolve("results");
        assertThat(simulate(
                        "run",
                        scenario,
                        "--out",
                        results.toString(),
                        "--set",
                        "replications={min: 2, max: 2, relativePrecision: 0.01, on: [internalUse]}"))
                .isEqualTo(4);
        assertThat(out.toString()).contains("Not as precise as asked");
    }

    @Test
    void aBadScenarioIsExitCodeTwoAndNothingIsWritten() {
        assertThat(simulate("run", scenario, "--set", "release.headrom=1")).isEqualTo(2);
        assertThat(simulate("validate", scenario, "--set", "horizon.length=1")).isEqualTo(2);
        assertThat(simulate("validate", "quik")).isEqualTo(2);
        assertThat(simulate("run", scenario, "--reps", "2", "--until-precision", "0.1"))
                .isEqualTo(2);
        assertThat(simulate("run", scenario, "-j", "0")).isEqualTo(2);
        assertThat(simulate("validate", "earth-month")).isEqualTo(2);
        assertThat(err.toString())
                .contains("did you mean that?", "a duration", "'quick'", "contradict", "-j 0", "there is no file");
    }

    @Test
    void whatStandsAtThePlaceOfTheResultsAndIsNoneIsLeftAlone() {
        assertThat(simulate("run", scenario, "--out", directory.toString())).isEqualTo(1);
        assertThat(err.toString()).contains("is no result of a run");
        assertThat(directory.resolve("hours.yaml")).exists();
    }

    @Test
    void validateAndSchemaPrintWhatTheyShould() {
        assertThat(simulate("validate", scenario)).isZero();
        assertThat(simulate("validate", "pool-month", "--resolved")).isZero();
        assertThat(simulate("schema")).isZero();
        assertThat(out.toString()).contains("hours is a scenario that can be run", "\"meanUse\"", "\"$defs\"");
    }

    @Test
    void aComparisonSaysHowEachVariantDiffersFromTheFirst() throws IOException {
        Path results = directory.resolve("compared");
        assertThat(simulate(
                        "compare",
                        scenario,
                        "--vary",
                        "pricing.policy=rules,fixed",
                        "--vary",
                        "pricing.fixed=1.20,1.80",
                        "--out",
                        results.toString(),
                        "-j",
                        "2"))
                .as("%s", err)
                .isZero();
        assertThat(results.resolve("comparison.html")).exists();
        assertThat(Files.readString(results.resolve("comparison.csv")))
                .contains("pricing.policy=fixed pricing.fixed=1.20,2,");
        assertThat(simulate("report", results.toString())).isZero();
        assertThat(out.toString())
                .contains(
                        "2 replications of each",
                        "pricing.policy=rules pricing.fixed=1.80",
                        "not told apart",
                        "Results: " + results);
    }

    @Test
    void whatCannotBeComparedIsExitCodeTwo() {
        assertThat(simulate("compare", scenario)).isEqualTo(2);
        assertThat(simulate("compare", scenario, "--vary", "release.headroom=0.1"))
                .isEqualTo(2);
        assertThat(simulate("compare", scenario, "--vary", "pricing.policy=rules,fxed"))
                .isEqualTo(2);
        assertThat(simulate("compare", scenario, scenario, "--set", "pricing={policy: fixed, fixed: 0}"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("is no comparison", "varies nothing", "'fxed'");
    }

    @Test
    void commasInsideBracketsDoNotDivideAVariation() {
        assertThat(Variations.parse("a.b=[1, 2],[3, 4]").values()).containsExactly("[1, 2]", "[3, 4]");
        assertThat(Variations.parse("a.b={c: 1, d: [2, 3]},none").values())
                .containsExactly("{c: 1, d: [2, 3]}", "none");
    }
}
