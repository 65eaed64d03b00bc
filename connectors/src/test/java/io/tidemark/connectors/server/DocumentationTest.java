package io.tidemark.connectors.server;

import static java.nio.file.StandardOpenOption.APPEND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tidemark.connectors.rest.TestMarket;
import io.tidemark.connectors.server.ShellCommands.Typed;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every command that the documentation tells its reader to type is typed here, in the order of the pages, against a market
 * that runs; whatever exits with an error fails.
 */
class DocumentationTest {
    private static final Path HOUSE = Path.of("..");

    /** In the order in which a reader comes to them. */
    private static final List<Path> PAGES = Stream.of(
                    "README.md",
                    "docs/buyer.md",
                    "docs/firm.md",
                    "docs/operator.md",
                    "docs/planner.md",
                    "docs/fix.md",
                    "docs/journal.md",
                    "docs/runbook.md",
                    "docs/rules.md",
                    // The last: from the middle of it on, the market that is spoken with is another one.
                    "docs/serve.md")
            .map(HOUSE::resolve)
            .toList();

    /** What a reader runs once on the own machine, and what this test is itself. */
    private static final Pattern NOT_HERE =
            Pattern.compile("apt-get .*|git clone .*|\\./tidemark test|\\.ci/run|umask .*");

    private static final Pattern EXPORT =
            Pattern.compile("export ([A-Z_]+)=(\\$\\(cat (?<file>\\S+)\\)|\\S+)(\\s+#.*)?");
    private static final Pattern DEMO = Pattern.compile("\\./tidemark demo(?<options>( .*)?)");
    private static final Pattern SERVE =
            Pattern.compile("\\./tidemark serve --config (?<config>\\S+) --data (?<data>\\S+)");
    /** A name without a directory; what lies in one is the reader's own. */
    private static final Pattern TRACE = Pattern.compile("(?<![/\\w-])[\\w-]+\\.csv");

    private static final Pattern METRICS = Pattern.compile("Metrics on (http://127\\.0\\.0\\.1:\\d+)/metrics");
    private static final long PATIENCE_SECONDS = 300;

    /** What status exits with where something wants attention, as in a lively market it may. */
    private static final int DEGRADED = 1;

    @TempDir
    static Path desk;

    private static Program market;
    private static final Map<String, String> VARIABLES = new TreeMap<>();

    @BeforeAll
    static void openAMarketAndLayTheCommandOut() throws IOException {
        market = demo("demonstration", List.of());
        Path launcher = Files.writeString(desk.resolve("tidemark"), """
                #!/bin/sh
                case "$1" in simulate) quick= ;; *) quick=-XX:TieredStopAtLevel=1 ;; esac
                exec '%s' $quick -XX:+UseSerialGC -Dlogback.configurationFile=logback.xml -cp '%s' %s "$@"
                """.formatted(
                        Path.of(System.getProperty("java.home"), "bin", "java"),
                        System.getProperty("java.class.path"),
                        Tidemark.class.getName()));
        // The reader of the pages has a key pair.
        Files.createDirectories(desk.resolve(".ssh"));
        Files.writeString(desk.resolve(".ssh/id_ed25519.pub"), TestMarket.SSH_KEY + "\n");
        Files.createSymbolicLink(desk.resolve("docs"), HOUSE.resolve("docs").toRealPath());
        // The market of the pages is where it is kept by default.
        Files.createDirectories(desk.resolve(".tidemark"));
        Files.createSymbolicLink(desk.resolve(".tidemark/demo"), desk.resolve("demonstration"));
        Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @AfterAll
    static void closeIt() {
        market.close();
    }

    private static Program demo(String data, List<String> options) {
        List<String> arguments = new ArrayList<>(
                List.of("demo", "--port", "0", "--fix-port", "0", "--metrics-port", "0", "--quiet", "--data"));
        arguments.add(desk.resolve(data).toString());
        arguments.addAll(options);
        Program program = Program.tidemark(arguments.toArray(String[]::new));
        program.uri();
        return program;
    }

    @TestFactory
    Stream<DynamicTest> everyCommandInTheDocumentationWorks() {
        return PAGES.stream()
                .flatMap(page -> ShellCommands.of(page).stream())
                .filter(command -> !NOT_HERE.matcher(command.text()).matches())
                .map(command -> DynamicTest.dynamicTest(command.toString(), () -> type(command)));
    }

    @Test
    void everyPageHasCommands() {
        assertThat(PAGES).allSatisfy(page -> assertThat(ShellCommands.of(page)).isNotEmpty());
    }

    private static void type(Typed command) throws IOException, InterruptedException {
        Matcher export = EXPORT.matcher(command.text());
        Matcher demo = DEMO.matcher(command.text());
        Matcher serve = SERVE.matcher(command.text());
        if (export.matches()) {
            VARIABLES.put(
                    export.group(1),
                    export.group("file") == null
                            ? export.group(2)
                            : Files.readString(desk.resolve(export.group("file")))
                                    .strip());
        } else if (demo.matches()) {
            startAnother(demo.group("options").strip());
        } else if (serve.matches()) {
            serve(desk.resolve(serve.group("config")), desk.resolve(serve.group("data")));
        } else {
            run(command.text());
        }
    }

    /** A market with the options of the page; without any, it is the one that is open already. */
    private static void startAnother(String options) {
        if (!options.isEmpty()) {
            List<String> words = List.of(withTraces(options).split("\\s+", -1));
            demo("another-" + words.hashCode(), words).close();
        }
    }

    /** From here on it is the market that is spoken with; its ports are free ones, for those of the page may be taken. */
    private static void serve(Path config, Path data) throws IOException {
        Files.writeString(config, "doors: {rest: {port: 0}, fix: {port: 0}, metrics: {port: 0}}\n", APPEND);
        market.close();
        market = Program.tidemark("serve", "--config", config.toString(), "--data", data.toString());
        market.uri();
    }

    /** Names of traces become those of files, where the traces are. */
    private static String withTraces(String text) {
        return TRACE.matcher(text).replaceAll(name -> {
            assumeTrue(Program.traces().isPresent(), "the real traces are not here");
            return Matcher.quoteReplacement(traceNamed(name.group()).toString());
        });
    }

    private static Path traceNamed(String name) {
        try (Stream<Path> files = Files.walk(Program.traces().orElseThrow())) {
            return files.filter(file -> file.getFileName().toString().startsWith(name))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("no trace is named " + name))
                    .toRealPath();
        } catch (IOException failed) {
            throw new AssertionError(failed);
        }
    }

    private static void run(String text) throws IOException, InterruptedException {
        URI uri = market.uri();
        String here = withTraces(text)
                .replace("http://127.0.0.1:8080", uri.toString())
                .replace(
                        "http://127.0.0.1:9464",
                        market.said(METRICS).orElseThrow().group(1));
        ProcessBuilder shell =
                new ProcessBuilder("bash", "-c", here).directory(desk.toFile()).redirectErrorStream(true);
        shell.environment().putAll(VARIABLES);
        shell.environment().put("TIDEMARK_URL", uri.toString());
        shell.environment().put("TIDEMARK_FIX", "127.0.0.1:" + market.fixPort());
        shell.environment().put("HOME", desk.toString());
        Path said = Files.createTempFile(desk, "said", ".txt");
        Process process = shell.redirectOutput(said.toFile()).start();
        boolean ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
        process.destroyForcibly();
        String output = Files.readString(said, StandardCharsets.UTF_8);
        assertThat(ended).as("it ends; it said:%n%s", output).isTrue();
        assertThat(process.exitValue())
                .as("its exit code; it said:%n%s", output)
                .isBetween(0, text.startsWith("./tidemark status") ? DEGRADED : 0);
        // curl is content with any answer; a reader is not.
        assertThat(output).doesNotContain("urn:tidemark:problem");
    }
}
