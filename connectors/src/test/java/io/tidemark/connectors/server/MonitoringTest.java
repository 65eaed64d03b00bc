package io.tidemark.connectors.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a real market says of itself, held against the dashboard, the alerts and the page that explains them. */
class MonitoringTest {
    private static final Path DOCS = Path.of("../docs/monitoring");
    private static final Pattern METRIC = Pattern.compile("\\b(tidemark|jvm|process)_[a-z0-9_]*[a-z0-9]\\b");
    private static final Pattern FAMILY = Pattern.compile("# TYPE (\\S+) (\\S+)");
    private static final Pattern OPEN = Pattern.compile("Metrics on (http://127\\.0\\.0\\.1:\\d+/metrics)");

    @TempDir
    private static Path data;

    @SuppressWarnings("NullAway.Init") // Set before every test.
    private static Program program;

    private static String scrape = "";

    /** Of each part that is looked at now and then, those that come last. */
    private static final List<String> FIRST_FIGURES = List.of(
            "tidemark_sample_timestamp_seconds{part=\"balance\"}",
            "tidemark_demand_lots{",
            "tidemark_demand_age_seconds{",
            "tidemark_demand_outage{",
            "tidemark_firm_at_risk_lots{",
            "tidemark_price_age_seconds{",
            "tidemark_forecast_error_lots{",
            "tidemark_forecast_coverage_ratio{");

    /** What a market that has just begun shows; some of it comes a moment after the doors are open. */
    private static final List<String> FIGURES = List.of(
            "tidemark_journal_failed 0.0",
            "tidemark_shadow_stopped 0.0",
            "tidemark_shadow_diverged{pool=\"B200X8.PRN1\"} 0.0",
            "tidemark_pool_stopped{pool=\"B200X8.PRN1\"} 0.0",
            "tidemark_imbalances 0.0",
            "tidemark_demand_lots{pool=\"GB200R64.HYP1\",state=\"total\"} 24.0",
            "tidemark_market_speed_ratio 60.0",
            "tidemark_operator_funds_usd{kind=\"damages\",pool=\"B200X8.PRN1\"} 25000.0",
            "tidemark_damages_owed_usd{pool=\"B200X8.PRN1\"} 0.0",
            "tidemark_commands_total{command=\"OpenMarket\",outcome=\"done\",pool=\"B200X8.PRN1\"} 1.0",
            "tidemark_rest_problems_total{code=\"KEY_UNKNOWN\"} 1.0",
            "tidemark_rest_request_duration_seconds_count{method=\"GET\",route=\"/v1/pools\",status=\"200\"} 1");

    @BeforeAll
    static void watchAMarket() {
        program = Program.tidemark(
                "demo", "--port", "0", "--fix-port", "0", "--metrics-port", "0", "--quiet", "--data", data.toString());
        new Buyer(program.uri(), "no such key").get("/v1/account");
        new Buyer(program.uri(), DemoPeople.ALICE_KEY).get("/v1/pools");
        program.await("every figure to be read once", () -> {
            scrape = scrape();
            return FIRST_FIGURES.stream().allMatch(scrape::contains);
        });
    }

    @AfterAll
    static void close() {
        program.close();
    }

    private static String scrape() {
        URI metrics = URI.create(program.said(OPEN).orElseThrow().group(1));
        try {
            return HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(metrics).build(), BodyHandlers.ofString())
                    .body();
        } catch (IOException lost) {
            throw new UncheckedIOException(lost);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    /** Every name under which Prometheus has something of the scrape. */
    private static Set<String> exported() {
        Set<String> names = families();
        scrape.lines().filter(line -> !line.startsWith("#")).forEach(line -> names.add(line.split("[{ ]", 2)[0]));
        return names;
    }

    private static Set<String> families() {
        Set<String> names = new TreeSet<>();
        scrape.lines().map(FAMILY::matcher).filter(Matcher::matches).forEach(family -> names.add(family.group(1)));
        return names;
    }

    private static Set<String> metricsIn(String text) {
        Set<String> names = new TreeSet<>();
        Matcher metric = METRIC.matcher(text);
        while (metric.find()) {
            names.add(metric.group());
        }
        return names;
    }

    private static String read(String file) {
        try {
            return Files.readString(DOCS.resolve(file));
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
    }

    private static List<JsonNode> alerts() throws IOException {
        return new ObjectMapper(new YAMLFactory())
                .readTree(read("tidemark-rules.yml"))
                .findParents("alert");
    }

    @Test
    void everyMetricOfTheDashboardExists() throws IOException {
        List<String> expressions =
                new ObjectMapper().readTree(read("grafana-tidemark.json")).findValuesAsText("expr");
        assertThat(expressions).hasSizeGreaterThan(30);
        assertThat(expressions)
                .allSatisfy(expression ->
                        assertThat(metricsIn(expression)).isNotEmpty().isSubsetOf(exported()));
    }

    @Test
    void everyMetricOfAnAlertExists() throws IOException {
        assertThat(alerts()).hasSizeGreaterThan(20).allSatisfy(alert -> {
            String expression = alert.path("expr").asText();
            if (!expression.startsWith("up{")) {
                assertThat(metricsIn(expression)).isNotEmpty().isSubsetOf(exported());
            }
        });
    }

    @Test
    void everyMetricIsExplainedAndNoOther() {
        Set<String> ours = new TreeSet<>();
        families().stream().filter(name -> name.startsWith("tidemark_")).forEach(ours::add);
        Set<String> explained = new TreeSet<>();
        read("README.md")
                .lines()
                .filter(line -> line.startsWith("| `tidemark_"))
                .forEach(line -> explained.add(line.split("`", -1)[1]));
        assertThat(explained).isEqualTo(ours).hasSizeGreaterThan(50);
    }

    @Test
    void everyAlertSaysWhatToDo() throws IOException {
        assertThat(alerts())
                .allSatisfy(alert -> assertThat(read("README.md"))
                        .contains("| " + alert.path("alert").asText() + " | "
                                + alert.path("labels").path("severity").asText() + " |"));
    }

    @Test
    void noLabelNamesAnAccountOrAnHour() {
        Pattern label = Pattern.compile("[{,]([a-z_]+)=\"");
        Set<String> labels = new TreeSet<>();
        scrape.lines().filter(line -> line.startsWith("tidemark_")).forEach(line -> {
            Matcher each = label.matcher(line);
            while (each.find()) {
                labels.add(each.group(1));
            }
        });
        assertThat(labels)
                .isSubsetOf(
                        "pool", "command", "outcome", "phase", "kind", "state", "reason", "part", "hash", "method",
                        "route", "status", "code", "type", "le", "lead", "age");
    }

    @Test
    void theFiguresAreThoseOfTheMarket() throws InterruptedException {
        List<String> missing = FIGURES;
        for (int look = 0; look < 300 && !missing.isEmpty(); look++) {
            Thread.sleep(100);
            String now = scrape();
            missing = FIGURES.stream().filter(line -> !now.contains(line)).toList();
        }
        assertThat(missing).isEmpty();
    }

    @Test
    void theOperatorSeesEveryPartAndWhereTheDoorsAre() {
        JsonNode status = new Buyer(program.uri(), DemoPeople.OPERATOR_KEY)
                .get("/v1/status")
                .ok();
        assertThat(status.path("parts").findValuesAsText("part"))
                .containsExactly(
                        "market",
                        "pool B200X8.PRN1",
                        "pool GB200R64.HYP1",
                        "journal",
                        "shadow",
                        "settlement",
                        "fleet",
                        "machines",
                        "pricing",
                        "demand",
                        "doors");
        assertThat(status.toString())
                .contains(program.uri().toString())
                .contains("/metrics")
                .doesNotContain("\"DOWN\"");
    }

    @Test
    void prometheusTakesTheRules() throws IOException, InterruptedException {
        Process promtool;
        try {
            promtool = new ProcessBuilder(
                            "promtool",
                            "check",
                            "rules",
                            DOCS.resolve("tidemark-rules.yml").toString())
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException notInstalled) {
            Assumptions.abort("promtool is not installed");
            return;
        }
        String said = new String(promtool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(promtool.waitFor()).as(said).isZero();
    }
}
