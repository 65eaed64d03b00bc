package io.tidemark.connectors.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;
import picocli.CommandLine;

class BenchCommandTest {
    private static final String STREAM = """
            #n=3,fill=1
            op,symbol,orderId,uid,side,type,price,size
            P,1,1,5,S,G,100,7
            P,1,2,6,B,G,101,2
            P,1,3,6,B,F,101,2
            """;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path directory;

    private int bench(String... arguments) {
        return new CommandLine(new BenchCommand())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }

    /** All that went to the standard output, which must be one line. */
    private JsonNode line() {
        assertThat(out.toString().lines()).hasSize(1);
        try {
            return new ObjectMapper().readTree(out.toString());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(out.toString(), e);
        }
    }

    @Test
    void withoutAProgramTheProgramsAreExplained() {
        assertThat(bench()).isZero();
        assertThat(out.toString())
                .contains("matching", "blocks", "call", "memory", "rules", "durable", "settlement", "Examples");
    }

    @Test
    void aMarketIsPricedAndEveryPriceIsExplained() {
        assertThat(bench("rules", "--pools=4", "--hours=3", "--ticks=5", "--no-progress"))
                .as("%s", err)
                .isZero();
        JsonNode line = line();
        assertThat(line.path("rules").asLong()).isEqualTo(61);
        // Ten tables speak about an hour or for it, some with several values; and those of the pool.
        assertThat(line.path("effects").asLong()).isGreaterThan(4 * 3 * 10);
        assertThat(line.path("p50Ms").isNumber()).isTrue();
        assertThat(line.path("startMs").asLong()).isPositive();
        assertThat(line.path("compileMs").asLong()).isPositive();
        String hash = line.path("priceHash").asText();
        out.getBuffer().setLength(0);
        assertThat(bench("rules", "--pools=4", "--hours=3", "--ticks=5", "--no-progress"))
                .isZero();
        assertThat(line().path("priceHash").asText()).isEqualTo(hash).matches("[0-9a-f]{16}");
        assertThat(bench("rules", "--pools=0")).isEqualTo(2);
    }

    @Test
    void aStreamIsReplayedPackedOrNot() throws IOException {
        Path plain = Files.writeString(directory.resolve("s.csv"), STREAM);
        Path gzip = directory.resolve("s.csv.gz");
        try (OutputStream packed = new GZIPOutputStream(Files.newOutputStream(gzip))) {
            packed.write(STREAM.getBytes(StandardCharsets.US_ASCII));
        }
        Path xz = directory.resolve("s.csv.xz");
        try (OutputStream packed = new XZOutputStream(Files.newOutputStream(xz), new LZMA2Options())) {
            packed.write(STREAM.getBytes(StandardCharsets.US_ASCII));
        }
        for (Path file : new Path[] {plain, gzip, xz}) {
            out.getBuffer().setLength(0);
            assertThat(bench("matching", "--commands", file.toString(), "--passes", "1", "--warmup", "0"))
                    .as("%s", err)
                    .isZero();
            JsonNode line = line();
            assertThat(line.path("file").asText()).isEqualTo(String.valueOf(file.getFileName()));
            assertThat(line.path("commands").asLong()).isEqualTo(3);
            assertThat(line.path("skipped").asLong()).isOne();
            assertThat(line.path("trades").asLong()).isOne();
            assertThat(line.path("volume").asLong()).isEqualTo(2);
            assertThat(line.path("finalOrders").asLong()).isOne();
            assertThat(line.path("tradeHash").asText()).matches("[0-9a-f]{16}");
            assertThat(line.path("cpuNsPerCommand").isNumber()).isTrue();
        }
    }

    @Test
    void tradesAndTheFinalBookAreWrittenWhereTheyAreWanted() throws IOException {
        Path file = Files.writeString(directory.resolve("s.csv"), STREAM);
        Path trades = directory.resolve("trades.csv");
        Path book = directory.resolve("book.csv");
        assertThat(bench(
                        "matching",
                        "--commands=" + file,
                        "--passes=0",
                        "--warmup=0",
                        "--trades=" + trades,
                        "--final=" + book))
                .isZero();
        assertThat(trades)
                .hasContent("cmdIndex,symbol,takerOrderId,makerOrderId,price,size,takerCompleted,makerCompleted\n"
                        + "1,1,2,1,100,2,1,0");
        assertThat(book).hasContent("symbol,side,price,orderId,uid,remaining\n1,S,100,1,5,5");
    }

    @Test
    void whatCannotBeReplayedIsSaidWithItsPlaceAndAnExitCode() throws IOException {
        Path file = Files.writeString(directory.resolve("s.csv"), STREAM.replace("B,G", "B,Q"));
        assertThat(bench("matching", "--commands=" + file)).isEqualTo(2);
        assertThat(err.toString())
                .isEqualTo(
                        "tidemark: " + file + ":4:11: type is 'Q'; expected one of G, I, F" + System.lineSeparator());
        err.getBuffer().setLength(0);
        assertThat(bench("matching", "--commands=" + directory.resolve("none.csv")))
                .isOne();
        assertThat(err.toString()).contains("there is no file").doesNotContain("Exception");
        err.getBuffer().setLength(0);
        Path notGzip = Files.writeString(directory.resolve("s.csv.gz"), STREAM);
        assertThat(bench("matching", "--commands=" + notGzip)).isOne();
        assertThat(err.toString()).contains("cannot be read");
        assertThat(bench("matching")).isEqualTo(2);
        assertThat(bench("matching", "--commands=" + file, "--passes=-1")).isEqualTo(2);
        assertThat(bench("call", "--hours=169")).isEqualTo(2);
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void theOtherProgramsPrintTheirLine() {
        assertThat(bench("blocks", "--events=200", "--blocks=50")).isZero();
        assertThat(line().path("kinds").path("sell").path("p99Ns").asLong()).isPositive();
        out.getBuffer().setLength(0);
        assertThat(bench("call", "--orders=20", "--hours=4", "--rounds=2")).isZero();
        assertThat(line().path("medianMs").isNumber()).isTrue();
        out.getBuffer().setLength(0);
        assertThat(bench("memory", "--hour-orders=1000", "--blocks=100")).isZero();
        assertThat(line().path("bytesPerBlock").isNumber()).isTrue();
    }

    @Test
    void whatIsAcknowledgedUnderLoadIsThereAfterwards() throws JsonProcessingException {
        assertThat(bench(
                        "durable",
                        "--data=" + directory,
                        "--seconds=1",
                        "--warmup=0",
                        "--orders=8192",
                        "--only=memory-max,durable-max"))
                .as("%s", err)
                .isZero();
        List<String> lines = out.toString().lines().toList();
        assertThat(lines).hasSize(3);
        JsonNode memory = new ObjectMapper().readTree(lines.get(0));
        JsonNode durable = new ObjectMapper().readTree(lines.get(1));
        JsonNode recovery = new ObjectMapper().readTree(lines.get(2));
        assertThat(durable.fieldNames())
                .toIterable()
                .containsExactly(
                        "case",
                        "offeredPerSecond",
                        "achievedPerSecond",
                        "p50Us",
                        "p99Us",
                        "p999Us",
                        "acknowledged",
                        "recovered");
        assertThat(memory.path("case").asText()).isEqualTo("memory-max");
        assertThat(memory.path("recovered").isNull()).isTrue();
        assertThat(durable.path("case").asText()).isEqualTo("durable-max");
        assertThat(durable.path("offeredPerSecond").isNull()).isTrue();
        assertThat(durable.path("p50Us").asDouble()).isPositive();
        // The ring of 8,192 places goes round three times before the clock runs, and once in any second of it.
        assertThat(durable.path("acknowledged").asLong()).isGreaterThan(3 * 8_192);
        assertThat(durable.path("recovered")).isEqualTo(durable.path("acknowledged"));
        assertThat(recovery.path("case").asText()).isEqualTo("recovery");
        assertThat(recovery.path("journalBytesPerCommand").asDouble()).isPositive();
        assertThat(directory).as("journals are deleted").isEmptyDirectory();
    }

    @Test
    void fillsGoIntoTheBooksInTransactionsOfTheSizesAskedFor() {
        assertThat(bench(
                        "settlement",
                        "--data=" + directory,
                        "--fills=40",
                        "--batch=1,10",
                        "--window=2",
                        "--rounds=2",
                        "--warmup=20",
                        "--no-progress"))
                .as("%s", err)
                .isZero();
        JsonNode line = line();
        assertThat(line.path("bareCommitsPerSecond").asLong()).isPositive();
        assertThat(line.path("database").path("fsync").asText()).isEqualTo("on");
        assertThat(line.path("database").path("synchronous_commit").asText()).isEqualTo("on");
        for (int batch : new int[] {1, 10}) {
            JsonNode size = line.path("batch" + batch);
            long fills = size.path("fills").asLong();
            assertThat(fills).isGreaterThanOrEqualTo(2 * 40);
            // Of each trade of two hours: the hold, the trade, and a resale for each hour.
            assertThat(size.path("transfers").asLong()).isEqualTo(2 * fills);
            assertThat(size.path("transactions").asLong()).isBetween(fills / 12, fills);
            assertThat(size.path("fillsPerSecond").asLong()).isPositive();
        }
        assertThat(line.path("batch1").path("transactions").asLong())
                .isGreaterThan(2 * line.path("batch10").path("transactions").asLong());
        assertThat(line.path("settledLegs").asLong()).isPositive();
        assertThat(directory).as("what it wrote is deleted").isEmptyDirectory();
        assertThat(bench("settlement", "--batch=0")).isEqualTo(2);
        assertThat(bench("settlement", "--data=" + directory.resolve("none"))).isOne();
    }

    @Test
    void aColdStartIsTimedFromSnapshotsAndFromTheJournal() throws JsonProcessingException {
        assertThat(bench(
                        "durable",
                        "--data=" + directory,
                        "--seconds=1",
                        "--warmup=0",
                        "--orders=8192",
                        "--cold=30000",
                        "--only=cluster-replica-24-clients,cold-start,cluster-cold-start"))
                .as("%s", err)
                .isZero();
        List<JsonNode> lines = new ArrayList<>();
        for (String line : out.toString().lines().toList()) {
            lines.add(new ObjectMapper().readTree(line));
        }
        assertThat(lines)
                .extracting(line -> line.path("case").asText())
                .containsExactly(
                        "cluster-replica-24-clients",
                        "cold-start",
                        "cold-start-snapshots",
                        "cold-start-journal",
                        "cluster-cold-start",
                        "cluster-cold-start-snapshots",
                        "cluster-cold-start-journal");
        assertThat(lines).filteredOn(line -> line.has("acknowledged")).allSatisfy(line -> {
            assertThat(line.path("acknowledged").asLong()).isPositive();
            assertThat(line.path("recovered")).isEqualTo(line.path("acknowledged"));
        });
        assertThat(lines).filteredOn(line -> line.has("replayed")).hasSize(4).allSatisfy(line -> {
            assertThat(line.path("commands").asLong()).isGreaterThanOrEqualTo(30_000);
            boolean whole = line.path("case").asText().endsWith("-journal");
            assertThat(line.path("replayed").asLong() == line.path("commands").asLong())
                    .isEqualTo(whole);
            assertThat(line.path("commandsPerSecond").asLong()).isPositive();
        });
        assertThat(directory).as("what it wrote is deleted").isEmptyDirectory();
    }

    @Test
    void aCaseThatThereIsNotIsSaidBeforeAnythingIsMeasured() {
        assertThat(bench("durable", "--only=durable-most")).isEqualTo(2);
        assertThat(err.toString()).contains("there is no case durable-most", "durable-max");
        assertThat(bench("durable", "--orders=10000")).isEqualTo(2);
        assertThat(bench("durable", "--data=" + directory.resolve("none"))).isOne();
        assertThat(out.toString()).isEmpty();
    }

    /**
     * The public workload, where it is at hand: in the directory that {@code -Dtidemark.data} or {@code TIDEMARK_DATA}
     * names, or else in {@code shared/data} beside the repository.
     */
    @Test
    void aMillionCommandsGiveTheTradesOfEveryCorrectBook() {
        Path file = Optional.ofNullable(System.getProperty("tidemark.data"))
                .or(() -> Optional.ofNullable(System.getenv("TIDEMARK_DATA")))
                .map(Path::of)
                .orElse(Path.of("..", "..", "shared", "data"))
                .resolve(Path.of("matching", "single-1m.cmds.csv.gz"));
        assumeTrue(
                Files.isRegularFile(file),
                "no workload at " + file.toAbsolutePath().normalize());
        assertThat(bench("matching", "--commands=" + file, "--passes=0", "--warmup=0"))
                .as("%s", err)
                .isZero();
        JsonNode line = line();
        assertThat(line.path("skipped").asLong()).isEqualTo(584);
        assertThat(line.path("trades").asLong()).isEqualTo(39_875);
        assertThat(line.path("volume").asLong()).isEqualTo(341_297);
        assertThat(line.path("tradeHash").asText()).isEqualTo("b7e1f4ad0fcf69d9");
        assertThat(line.path("finalOrders").asLong()).isEqualTo(1_353);
        assertThat(line.path("finalBookHash").asText()).isEqualTo("9d7ea6d5286a1e61");
    }
}
