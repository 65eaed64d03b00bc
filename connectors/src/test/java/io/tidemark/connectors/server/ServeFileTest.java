package io.tidemark.connectors.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tidemark.exchange.contract.PoolId;
import io.tidemark.exchange.contract.Sku;
import io.tidemark.fleet.surplus.SurplusPolicy;
import io.tidemark.simulations.document.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What can be served, and what is said of the rest: the place, what was found, and what would work. */
class ServeFileTest {
    private static final String POOL = "{id: B200X8.PRN1, lots: 8, demand: {kind: generated}}";

    @TempDir
    private Path folder;

    private Path file = Path.of("");

    @BeforeEach
    void name() throws IOException {
        file = folder.resolve("serve.yaml");
        Files.writeString(folder.resolve("broken.csv"), """
                timestamp,gpus_in_use,gpus_queued,gpus_total
                2020-05-01T00:00:00,564,32,856
                2020-05-01T01:00:00,many,32,856
                """);
        Files.createDirectory(folder.resolve("empty"));
    }

    private VenueConfig read(String text) throws IOException, ConfigRefusedException {
        Files.writeString(file, text);
        return ServeFile.read(
                file,
                folder.resolve("market"),
                1,
                Optional.empty(),
                Map.of("TIDEMARK_DATABASE_PASSWORD", "from-outside"));
    }

    private List<String> problems(String text) {
        return catchThrowableOfType(ConfigRefusedException.class, () -> read(text)).problems().stream()
                .map(Problem::toString)
                .toList();
    }

    private static String with(String more) {
        return "schema: 1\nmachines: simulated\npools: [" + POOL + "]\n" + more + "\n";
    }

    private static Duration minutes(long minutes) {
        return Duration.ofMinutes(minutes);
    }

    @Test
    void theExampleIsRightAndSaysTheDefaults() throws IOException, ConfigRefusedException {
        VenueConfig example = read(ServeFile.example());
        assertThat(example.pools())
                .extracting(VenueConfig.Pool::id, VenueConfig.Pool::lots)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(PoolId.parse("B200X8.PRN1"), 107L));
        assertThat(example.doors().rest().port()).isEqualTo(8080);
        assertThat(example.publicUrl()).isEmpty();
        assertThat(example.doors().fix().port()).isEqualTo(9880);
        assertThat(example.doors().metrics().port()).isEqualTo(9464);
        assertThat(example.limits()).isEqualTo(OperatorLoops.USUAL_LIMITS);
        assertThat(example.database()).isEmpty();
        assertThat(example.clock()).isInstanceOf(VenueClock.Real.class);
        // What stands behind a '#' is what holds without it, wherever it says so.
        VenueConfig uncommented = read(ServeFile.example()
                .replace("# prices:", "prices:")
                .replace("#   rules: default ", "  rules: default ")
                .replaceAll("(?m)^#   (floor|cap|largestStep|rest|fix|metrics):", "  $1:")
                .replace("# doors:", "doors:")
                .replace("# release:", "release:")
                .replaceAll("(?m)^#   (headroom|turnoverReserve|after|reclaimAfter|staleAfter):", "  $1:")
                .replace("# turnaround:", "turnaround:"));
        assertThat(uncommented.limits()).isEqualTo(example.limits());
        assertThat(uncommented.tables()).isEqualTo(example.tables());
        assertThat(uncommented.pools().get(0).surplus())
                .isEqualTo(example.pools().get(0).surplus())
                .isEqualTo(SurplusPolicy.forPool(Sku.B200X8, 107));
        assertThat(uncommented.doors().rest().port()).isEqualTo(8080);
    }

    @ParameterizedTest
    @CsvSource({
        "market.example",
        "ftp://market.example",
        "https://",
        "https://a:b@market.example",
        "https://market.example?x=1"
    })
    void whatNodesCannotCallIsRefused(String url) {
        assertThat(problems(with("doors: {rest: {publicUrl: '" + url + "'}}")))
                .singleElement()
                .asString()
                .contains("doors.rest.publicUrl", url, "such as https://market.example");
    }

    @Test
    void aLoopbackAddressIsOfNoUseToRealNodes() {
        String real = """
                schema: 1
                machines: ironic
                pools: [{id: B200X8.PRN1, lots: 8, nodes: {feature: hgx}, demand: {kind: slurm}}]
                ironic:
                  url: http://ironic.example:6385
                  ramdiskLogs: evidence
                  images: http://images.example/{name}.img
                  image: {name: ubuntu, digest: "sha256:%s"}
                slurm: {url: "http://slurm.example:6820", user: tidemark, keyFile: key}
                """.formatted("0".repeat(64));
        for (String url : List.of("http://localhost:8080", "http://127.0.0.1:8080", "http://[::1]:8080")) {
            assertThat(problems(real + "doors: {rest: {publicUrl: '" + url + "'}}\n"))
                    .filteredOn(problem -> problem.contains("publicUrl"))
                    .singleElement()
                    .asString()
                    .contains(url, "the node itself");
        }
        assertThat(problems(real + "doors: {rest: {publicUrl: 'https://market.example'}}\n"))
                .as("the key of Slurm is missing, and nothing else")
                .noneMatch(problem -> problem.contains("publicUrl"));
    }

    @Test
    void everySettingArrives() throws IOException, ConfigRefusedException {
        Files.writeString(folder.resolve("password"), "secret\n");
        VenueConfig config = read(with("""
                prices: {floor: 0.50, cap: 20.00, largestStep: 0.1}
                release: {headroom: 0.25, turnoverReserve: 0, after: 20m, reclaimAfter: 2m, staleAfter: 15m}
                turnaround: {servers: 12m}
                doors: {rest: {host: 0.0.0.0, port: 0, publicUrl: "https://market.example/api/"}, fix: {port: 7001}, metrics: {port: 7002}}
                database: {url: "jdbc:postgresql://db/books", user: books, passwordFile: password}
                """));
        assertThat(config.limits().floorTicks()).isEqualTo(50);
        assertThat(config.limits().capTicks()).isEqualTo(2_000);
        assertThat(config.limits().largestStepBps()).isEqualTo(1_000);
        assertThat(config.pools().get(0).surplus())
                .isEqualTo(new SurplusPolicy(2, 0, minutes(20), minutes(2), minutes(12), minutes(15)));
        assertThat(config.turnaround()).containsEntry(Sku.B200X8, minutes(12)).containsEntry(Sku.GB200R64, minutes(45));
        assertThat(config.doors().rest().host()).isEqualTo("0.0.0.0");
        assertThat(config.publicUrl()).contains("https://market.example/api");
        assertThat(config.doors().fix().setting()).contains("doors.fix.port").contains("serve.yaml:7:");
        assertThat(config.database())
                .contains(new VenueConfig.ForeignDatabase("jdbc:postgresql://db/books", "books", "secret"));
        assertThat(config.database().orElseThrow()).asString().doesNotContain("secret");
        assertThat(read(with("database: {url: 'jdbc:postgresql://db/books'}")).database())
                .contains(new VenueConfig.ForeignDatabase("jdbc:postgresql://db/books", "tidemark", "from-outside"));
    }

    @Test
    void anotherSpeedHasAClockOfItsOwn() throws IOException, ConfigRefusedException {
        Files.writeString(file, with(""));
        assertThat(ServeFile.read(file, folder, 60, Optional.empty(), Map.of()).clock())
                .isEqualTo(new VenueClock.Own(60));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            doors: {rest: {prt: 1}}                     | :4:16:   | no such key                        | did you mean that
            doors: {rest: {port: many}}                 | :4:22:   | found 'many'                       | a whole number from 0 to 65535
            doors: {rest: {port: 70000}}                | :4:22:   | found '70000'                      | a whole number from 0 to 65535
            doors: {fix: {port: 8080}}                  | :4:21:   | port 8080 is that of doors.rest    | a port of its own
            doors: {rest: {host: 203.0.113.77}}         | :4:22:   | no address 203.0.113.77            | 127.0.0.1
            prices: {floor: 9.00, cap: 1.00}            | :4:28:   | below the floor                    | at least 9.00
            prices: {rules: nowhere}                    | :4:17:   | no directory                       | 'default'
            prices: {rules: empty}                      | :4:17:   | there is no file                   | a CSV for each
            prices: {largestStep: 2}                    | :4:23:   | found '2'                          | to 1
            database: {user: books}                     | :4:11:   | 'url' is missing                   | jdbc:postgresql
            database: {url: 'mysql://db'}               | :4:17:   | found 'mysql://db'                 | jdbc:postgresql
            database: {url: 'jdbc:postgresql://d/b', passwordFile: none} | :4:56: | there is no file    | the password and nothing else
            release: {after: 4m}                        | :4:10:   | release must be longer than reclaim | agree with each other
            release: {staleAfter: 1m}                   | :4:23:   | demand is looked at once a minute  | at least 2m
            release: {headroom: 1.5}                    | :4:21:   | found '1.5'                        | to 1
            retention: 3d                               | :4:1:    | no such key                        | one of schema
            schema: 1                                   | :4:1:    | 'schema' is there twice            | each key once
            """)
    void whatIsWrongIsSaidWithItsPlace(String line, String place, String found, String expected) {
        assertThat(problems(with(line)))
                .as(line)
                .anySatisfy(problem -> assertThat(problem).contains("serve.yaml" + place, found, expected));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {id: B200X9.PRN1, lots: 8, demand: {kind: generated}}                     | found 'B200X9.PRN1'  | B200X8, GB200R64
            {id: B200X8.PRN1, lots: 0, demand: {kind: generated}}                     | found '0'            | from 1
            {id: B200X8.PRN1, lots: 8}                                                | 'demand' is missing  | internal demand
            {id: B200X8.PRN1, lots: 8, demand: {kind: lsf}}                           | of no known kind     | {kind: generated}
            {id: B200X8.PRN1, lots: 8, demand: {kind: trace}}                         | 'file' is missing    | a GPU-cluster trace
            {id: B200X8.PRN1, lots: 8, demand: {kind: trace, file: none.csv}}         | there is no file     | a GPU-cluster trace
            {id: B200X8.PRN1, lots: 8, demand: {kind: trace, file: broken.csv}}       | broken.csv:3:21      | gpus_in_use
            {id: B200X8.PRN1, lots: 8, demand: {kind: generated}}, {id: B200X8.PRN1, lots: 9, demand: {kind: generated}} | B200X8.PRN1 is there twice | each pool once
            """)
    void whatIsWrongWithAPoolIsSaid(String pools, String found, String expected) {
        assertThat(problems("schema: 1\nmachines: simulated\npools: [" + pools + "]\n"))
                .anySatisfy(problem -> assertThat(problem).contains("serve.yaml:3:", found, expected));
    }

    @Test
    void everythingIsSaidAtOnce() {
        assertThat(problems("machines: real\npools: []\ndoors: {rest: {port: x}}\n"))
                .hasSize(4)
                .anyMatch(problem -> problem.contains("'schema' is missing"))
                .anyMatch(problem -> problem.contains("found 'real'") && problem.contains("simulated"));
    }

    @Test
    void tablesThatAreWrongAreSaidWithTheirRow() throws IOException {
        Path rules = Files.createDirectory(folder.resolve("rules"));
        for (Map.Entry<String, String> table :
                io.tidemark.pricing.compile.RuleSet.builtInTables().entrySet()) {
            Files.writeString(rules.resolve(table.getKey() + ".csv"), table.getValue());
        }
        Files.writeString(
                rules.resolve("fees.csv"), Files.readString(rules.resolve("fees.csv")) + "System.exit(1),1,2,3\n");
        assertThat(problems(with("prices: {rules: rules}")))
                .anySatisfy(problem -> assertThat(problem).contains("serve.yaml:4:17", "fees.csv:"));
    }

    @Test
    void noFileAndNoTextAreSaidToo() throws IOException {
        assertThat(catchThrowableOfType(
                        ConfigRefusedException.class,
                        () -> ServeFile.read(folder.resolve("none.yaml"), folder, 1, Optional.empty(), Map.of())))
                .hasMessageContaining("there is no such file")
                .hasMessageContaining("--print-config");
        assertThat(catchThrowableOfType(
                        ConfigRefusedException.class,
                        () -> ServeFile.read(folder, folder, 1, Optional.empty(), Map.of())))
                .hasMessageContaining("a directory");
        Files.write(file, new byte[] {(byte) 0xc3, 0x28});
        assertThat(catchThrowableOfType(
                        ConfigRefusedException.class,
                        () -> ServeFile.read(file, folder, 1, Optional.empty(), Map.of())))
                .hasMessageContaining("no UTF-8 text");
    }
}
