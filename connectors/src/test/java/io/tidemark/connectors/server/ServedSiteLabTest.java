package io.tidemark.connectors.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program in front of a real Ironic and a real Slurm, as an operator starts it. */
@Tag("lab")
class ServedSiteLabTest {
    private static final String POOL = "B200X8.PRN1";
    private static final String IMPATIENT = """
            release: {headroom: 0, turnoverReserve: 0, after: 2m, reclaimAfter: 20s, staleAfter: 2m}
            turnaround: {servers: 1m}
            doors: {rest: {port: 0}, fix: {port: 0}, metrics: {port: 0}}
            """;
    /** Two minutes until the surplus is released, one until it is taken back, and the steps of the machines. */
    private static final Duration PATIENCE = Duration.ofMinutes(8);

    private static final Pattern METRICS = Pattern.compile("Metrics on (http://\\S+)");

    @TempDir
    private Path folder;

    private RealSite site;

    @BeforeEach
    void begin() throws IOException {
        site = RealSite.of(2);
    }

    @AfterEach
    void end() throws IOException {
        if (site != null) {
            site.close();
        }
    }

    private Path configuration(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text + IMPATIENT);
    }

    @Test
    void idleServersAreTakenOutOfInternalUseAndGivenBackWhenWorkWaitsForThem()
            throws IOException, InterruptedException {
        Path config = configuration("serve.yaml", site.configuration());
        assertThat(Cli.type("serve", "--config", config.toString(), "--probe").ok())
                .contains("Ironic has 2 nodes, which make 2 lots, as configured")
                .contains("Slurm knows all of them")
                .contains("Slurm has 2 lots, 0 in internal use, 0 wanted");

        String data = folder.resolve("market").toString();
        String key = Cli.type("operator", "init", "--data", data).ok().strip();
        try (Program program = Program.tidemark("serve", "--config", config.toString(), "--data", data)) {
            Buyer operator = new Buyer(program.uri(), key);
            assertThat(String.join("\n", program.lines()))
                    .contains("Machines are those of Ironic at http://")
                    .contains("demand from Slurm");
            URI metrics = URI.create(program.said(METRICS).orElseThrow().group(1));
            program.await("both servers to be internal", () -> nodes(metrics, "INTERNAL") == 2);
            program.await("both servers to be for sale", PATIENCE, () -> nodes(metrics, "OFFERABLE") == 2);
            assertThat(part(operator, "machines").path("health").asText()).isEqualTo("OK");
            assertThat(part(operator, "demand").toString()).contains("Slurm");
            assertThat(site.slurm("sinfo -h -N -o %E")).contains("tidemark fenced");

            site.say("submit wanted 2");
            program.await(
                    "the work that waited to run",
                    PATIENCE,
                    () -> site.slurm("squeue -h --name=wanted -o %T").equals("RUNNING"));
            program.await("the fleet to see it", () -> nodes(metrics, "INTERNAL") == 2);
            assertThat(operator.get("/v1/operator/balance")
                            .ok()
                            .path("balanced")
                            .asBoolean())
                    .isTrue();
        }
        assertThatASecondMarketIsRefused(config);
    }

    private void assertThatASecondMarketIsRefused(Path config) throws InterruptedException {
        String other = folder.resolve("other").toString();
        assertThat(Cli.type("operator", "init", "--data", other).ok()).isNotEmpty();
        try (Program second = Program.tidemark("serve", "--config", config.toString(), "--data", other)) {
            assertThat(second.exitCode()).isEqualTo(1);
            assertThat(String.join("\n", second.lines()))
                    .contains("2 nodes bear the marks of another market, such as hgx1", "--adopt-machines");
        }
    }

    @Test
    void aProbeSaysWhatDoesNotAgree() throws IOException {
        String wrong = site.configuration().replace("lots: 2", "lots: 3").replace("hgx_b200", "gb200");
        Cli.Said said =
                Cli.type("serve", "--config", configuration("wrong.yaml", wrong).toString(), "--probe");
        assertThat(said.exitCode()).isEqualTo(1);
        assertThat(said.out())
                .contains("NOT RIGHT: B200X8.PRN1: Ironic has 2 nodes, which make 2 lots; 3 are configured")
                .contains("NOT RIGHT: Slurm does not say: Slurm has no node of B200X8.PRN1")
                .contains("NOT RIGHT: B200X8.PRN1: nothing is read from Slurm");

        String away = site.configuration().replaceFirst("url: http://[^\n]+", "url: http://127.0.0.1:9");
        assertThat(Cli.type(
                                "serve",
                                "--config",
                                configuration("away.yaml", away).toString(),
                                "--probe")
                        .out())
                .contains("NOT RIGHT: Ironic does not say")
                .contains("Slurm has 2 lots");
    }

    private static long nodes(URI metrics, String state) {
        Matcher line = Pattern.compile(
                        "(?m)^tidemark_nodes\\{pool=\"" + POOL + "\",state=\"" + state + "\"} ([0-9.]+)$")
                .matcher(body(metrics));
        return line.find() ? Math.round(Double.parseDouble(line.group(1))) : -1;
    }

    private static String body(URI uri) {
        try {
            return HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (IOException notYet) {
            return "";
        } catch (InterruptedException hurried) {
            throw new IllegalStateException(hurried);
        }
    }

    private static JsonNode part(Buyer operator, String name) {
        JsonNode status = operator.get("/v1/status").ok();
        for (JsonNode part : status.path("parts")) {
            if (part.path("part").asText().equals(name)) {
                return part;
            }
        }
        throw new AssertionError("no part " + name + " in " + status);
    }
}
