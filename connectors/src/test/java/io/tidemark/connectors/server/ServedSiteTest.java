package io.tidemark.connectors.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tidemark.connectors.site.Machines;
import io.tidemark.exchange.contract.PoolId;
import io.tidemark.fleet.driver.ImageRef;
import io.tidemark.fleet.driver.prometheus.Gauge;
import io.tidemark.fleet.driver.prometheus.PrometheusPool;
import io.tidemark.simulations.document.Problem;
import java.io.IOException;
import java.net.URI;
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

/** Real machines and real internal work in a configuration, and what is said where they do not fit together. */
class ServedSiteTest {
    private static final String DIGEST = "sha256:" + "ab".repeat(32);
    private static final String IRONIC = """
            ironic:
              url: https://ironic.example:6385
              auth: basic
              user: tidemark
              secretFile: password
              ramdiskLogs: evidence
              images: "https://images.example/{name}.img"
              imageFormat: qcow2
              image: {name: ubuntu, digest: "%s"}
              timeout: 30s
            """.formatted(DIGEST);
    private static final String SLURM = """
            slurm: {url: "http://slurm.example:6820", user: tidemark, keyFile: jwt.key, fencePartition: leaving}
            """;
    private static final String PROMETHEUS =
            "prometheus: {url: \"http://prometheus.example:9090/site\", tokenFile: token}\n";
    private static final String SERVERS =
            "{id: B200X8.PRN1, lots: 8, nodes: {feature: hgx_b200}, demand: {kind: slurm}}";
    private static final String RACKS = """
            {id: GB200R64.PRN1, lots: 2, nodes: {partition: nvl72, domain: "rack[0-9]+"}, demand: {kind: prometheus, unit: nodes,
              total: 36, idle: nodes_idle, pending: {query: "sum(waiting)", sampledAt: "min(timestamp(waiting))"}, outage: down}}""";
    private static final String LISTED =
            "{id: GB300R64.PRN1, lots: 1, nodes: {list: {r1: 'tray[01-18]'}}, demand: {kind: slurm}}";

    @TempDir
    private Path folder;

    @BeforeEach
    void filesThatAreNamed() throws IOException {
        Files.createDirectory(folder.resolve("evidence"));
        Files.writeString(folder.resolve("password"), "hunter2\n");
        Files.writeString(folder.resolve("jwt.key"), "0123456789abcdef");
        Files.writeString(folder.resolve("token"), "t\n");
    }

    private VenueConfig read(int speed, String machines, String pools, String... groups)
            throws IOException, ConfigRefusedException {
        Path file = Files.writeString(
                folder.resolve("serve.yaml"),
                "schema: 1\nmachines: " + machines + "\npools: [" + pools + "]\n" + String.join("", groups));
        return ServeFile.read(file, folder.resolve("market"), speed, Optional.empty(), Map.of());
    }

    private List<String> problems(String machines, String pools, String... groups) {
        return problems(1, machines, pools, groups);
    }

    private List<String> problems(int speed, String machines, String pools, String... groups) {
        return catchThrowableOfType(ConfigRefusedException.class, () -> read(speed, machines, pools, groups))
                .problems()
                .stream()
                .map(Problem::toString)
                .toList();
    }

    @Test
    void everySettingOfARealSiteArrives() throws IOException, ConfigRefusedException {
        VenueConfig config = read(1, "ironic", String.join(", ", SERVERS, RACKS, LISTED), IRONIC, SLURM, PROMETHEUS);

        assertThat(config.site().machines()).isInstanceOfSatisfying(Machines.Metal.class, metal -> {
            assertThat(metal.image()).isEqualTo(new ImageRef("ubuntu", DIGEST));
            assertThat(metal.ironic().endpoint()).isEqualTo(URI.create("https://ironic.example:6385"));
            assertThat(metal.ironic().credentials()).hasToString("Credentials[Authorization]");
            assertThat(metal.ironic().evidence()).isEqualTo(folder.resolve("evidence"));
            assertThat(metal.ironic().imageUrl()).isEqualTo("https://images.example/{name}.img");
            assertThat(metal.ironic().imageFormat()).isEqualTo("qcow2");
            assertThat(metal.ironic().requestTimeout()).isEqualTo(Duration.ofSeconds(30));
            assertThat(metal.toString()).doesNotContain("hunter2");
        });
        assertThat(config.site().slurm()).hasValueSatisfying(slurm -> {
            assertThat(slurm.token().isKey()).isTrue();
            assertThat(slurm.token().file()).isEqualTo(folder.resolve("jwt.key"));
            assertThat(slurm.fencePartition()).isEqualTo("leaving");
            assertThat(slurm.pools())
                    .extracting(Object::toString)
                    .containsExactly(
                            "B200X8.PRN1 (feature 'hgx_b200')",
                            "GB200R64.PRN1 (partition 'nvl72')",
                            "GB300R64.PRN1 (a list of 18 nodes)");
        });
        assertThat(config.site().prometheus()).hasValueSatisfying(prometheus -> {
            assertThat(prometheus.bearerToken()).contains(folder.resolve("token"));
            assertThat(prometheus.pools())
                    .containsExactly(new PrometheusPool(
                            PoolId.parse("GB200R64.PRN1"),
                            PrometheusPool.Unit.NODES,
                            Gauge.of("36"),
                            Optional.empty(),
                            Optional.of(Gauge.of("nodes_idle")),
                            Gauge.of("sum(waiting)", "min(timestamp(waiting))"),
                            Optional.of(Gauge.of("down"))));
        });
        assertThat(config.demandSources()).isEqualTo("Slurm; Prometheus");
    }

    @Test
    void simulatedMachinesMayFollowARealSchedulerToRehearse() throws IOException, ConfigRefusedException {
        VenueConfig config = read(1, "simulated", SERVERS, SLURM);
        assertThat(config.site().machines()).isEqualTo(new Machines.Simulated(false));
        assertThat(config.site().isReal()).isTrue();
    }

    @Test
    void realMachinesKeepToRealTime() {
        assertThat(problems(60, "ironic", SERVERS, IRONIC, SLURM))
                .singleElement()
                .asString()
                .contains("serve.yaml:2:", "faster than real time", "no --speed");
    }

    @Test
    void whatIsMissingForRealMachinesIsSaidAtOnce() {
        assertThat(problems("ironic", "{id: B200X8.PRN1, lots: 8, demand: {kind: generated}}"))
                .anySatisfy(problem -> assertThat(problem).contains("nothing says where that is", "'ironic'"))
                .anySatisfy(problem -> assertThat(problem).contains("which scheduler", "'slurm'"))
                .anySatisfy(problem -> assertThat(problem).contains("which nodes of Slurm", "{feature: NAME}"))
                .anySatisfy(problem ->
                        assertThat(problem).contains("generated, and the machines are real", "{kind: slurm}"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            url: https://ironic.example:6385 | url: ironic:6385       | not an http or https URL  | ironic.example:6385
            secretFile: password             | secretFile: nowhere    | there is no file          | the secret and nothing else
            secretFile: password             |                        | where the secret is       | a file with the password
            ramdiskLogs: evidence            | ramdiskLogs: nowhere   | there is no directory     | agent.deploy_logs_local_path
            /{name}.img                      | /ubuntu.img            | no {name} in it           | docs/fleet.md
            auth: basic                      | auth: kerberos         | found 'kerberos'          | none or basic or token
            sha256:                          | md5:                   | found 'md5:               | sha256:
            imageFormat: qcow2               | imageFormat: vmdk      | found 'vmdk'              | raw or qcow2
            """)
    void whatIsWrongWithIronicIsSaid(String right, String wrong, String found, String expected) {
        String changed = IRONIC.replace(right, wrong == null ? "" : wrong);
        assertThat(changed).isNotEqualTo(IRONIC);
        assertThat(problems("ironic", SERVERS, changed, SLURM))
                .singleElement()
                .asString()
                .contains("serve.yaml:", found, expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            keyFile: jwt.key        | keyFile: nowhere                   | there is no file                 | may read
            keyFile: jwt.key,       |                                    | neither keyFile nor tokenFile    | one of them
            keyFile: jwt.key        | keyFile: jwt.key, tokenFile: token | both keyFile and tokenFile       | one of them
            :6820                   | :6820/slurm                        | endpoint must be like            | docs/fleet.md
            user: tidemark          | user: "tide mark"                  | user must be a login name        | docs/fleet.md
            fencePartition: leaving | fencePartition: a b                | must be the name of one          | docs/fleet.md
            """)
    void whatIsWrongWithSlurmIsSaid(String right, String wrong, String found, String expected) {
        String changed = SLURM.replace(right, wrong == null ? "" : wrong);
        assertThat(changed).isNotEqualTo(SLURM);
        assertThat(problems("simulated", SERVERS, changed))
                .singleElement()
                .asString()
                .contains("serve.yaml:4:", found, expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {kind: slurm}, nodes: {}                               | of no known kind                  | {feature: hgx_b200}
            {kind: slurm}, nodes: {list: {}}                       | names no node                     | docs/fleet.md
            {kind: slurm}, nodes: {list: {a: 'n1', b: 'n1'}}       | there twice                       | docs/fleet.md
            {kind: slurm}                                          | which nodes of Slurm              | {feature: NAME}
            {kind: prometheus, unit: lots, total: 8, pending: p}   | and not both                      | docs/fleet.md
            {kind: prometheus, unit: lots, pending: p, idle: i}    | 'total' is missing                | PromQL
            {kind: prometheus, unit: racks, total: 8, pending: p, idle: i} | found 'racks'             | lots or nodes or gpus
            {kind: prometheus, unit: lots, total: 8, pending: [p], idle: i} | of no known kind         | PromQL with one result
            """)
    void whatIsWrongWithAPoolIsSaid(String demand, String found, String expected) {
        String pool = "{id: B200X8.PRN1, lots: 8, demand: " + demand + "}";
        assertThat(problems("simulated", pool, SLURM, demand.contains("prometheus") ? PROMETHEUS : ""))
                .anySatisfy(problem -> assertThat(problem).contains("serve.yaml:", found, expected));
    }

    @Test
    void groupsThatNobodyAsksForAndQuestionsThatNoGroupAnswersAreSaid() {
        assertThat(problems("simulated", SERVERS.replace("slurm", "generated"), IRONIC, PROMETHEUS))
                .anySatisfy(problem -> assertThat(problem).contains("not used: the machines are simulated"))
                .anySatisfy(problem -> assertThat(problem).contains("not used: no pool has demand of this kind"))
                .anySatisfy(problem -> assertThat(problem).contains("nodes of Slurm, and nothing says where"));
        assertThat(problems("simulated", RACKS.replace("nodes: {partition: nvl72, domain: \"rack[0-9]+\"}, ", "")))
                .singleElement()
                .asString()
                .contains("demand of kind prometheus, and nothing says where that is");
        assertThat(problems("simulated", SERVERS))
                .anySatisfy(problem -> assertThat(problem).contains("slurm, and nothing says where that is"));
    }
}
