package io.tidemark.simulations.trace;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tidemark.simulations.trace.TraceFormatException.Reason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One row a reason, and every reason has its row. */
class TraceRefusalTest {
    private static final String GPUS = "timestamp,gpus_in_use,gpus_queued,gpus_total\n";
    private static final String NODES = "timestamp,nodes_in_use,nodes_total\n";
    private static final String OUTAGES = "series,start,end\n";
    private static final String GOOD = NODES + "2020-05-01T00:00:00,1,2\n2020-05-01T00:05:00,1,2\n";

    @TempDir
    private Path directory;

    /** A broken file and what is said of it; the message begins with the file's name, a line and a column. */
    private record Row(Reason reason, String name, String latin1, String says) {
        Row(Reason reason, String name, byte[] bytes, String says) {
            this(reason, name, new String(bytes, ISO_8859_1), says);
        }

        byte[] bytes() {
            return latin1.getBytes(ISO_8859_1);
        }

        @Override
        public String toString() {
            return reason + ", " + name + says;
        }
    }

    private static Row trace(Reason reason, String text, String says) {
        return new Row(reason, "trace.csv", text.getBytes(UTF_8), says);
    }

    private static Row outages(Reason reason, String text, String says) {
        return new Row(reason, "outages.csv", text.getBytes(UTF_8), says);
    }

    private static Row file(Reason reason, String name, byte[] bytes, String says) {
        return new Row(reason, name, bytes, says);
    }

    static Stream<Row> rows() {
        byte[] gzip = gzip(GOOD);
        return Stream.of(
                trace(Reason.EMPTY_FILE, "", ": an empty file; expected a header and rows"),
                file(Reason.EMPTY_FILE, "trace.csv.gz", gzip(""), ": an empty file; expected a header and rows"),
                file(
                        Reason.NOT_GZIP,
                        "trace.csv.gz",
                        GOOD.getBytes(UTF_8),
                        ": named .gz and not gzip; expected a name that tells what is inside"),
                file(
                        Reason.NOT_GZIP,
                        "trace.csv",
                        gzip,
                        ": gzip and not named .gz; expected a name that tells what is inside"),
                file(
                        Reason.BROKEN_GZIP,
                        "trace.csv.gz",
                        Arrays.copyOf(gzip, 5),
                        ": gzip is cut off or damaged here or soon after; expected a whole gzip file"),
                file(
                        Reason.BROKEN_GZIP,
                        "trace.csv.gz",
                        Arrays.copyOf(gzip, gzip.length - 4),
                        ":4:1: gzip is cut off or damaged here or soon after; expected a whole gzip file"),
                file(
                        Reason.NOT_TEXT,
                        "trace.csv",
                        "timestamp,Zürich".getBytes(ISO_8859_1),
                        ":1:1: bytes that are no text here or soon after; expected UTF-8"),
                trace(
                        Reason.LINE_TOO_LONG,
                        "x".repeat(5000),
                        ":1:4097: a line that does not end; expected at most 4096 characters a line"),
                trace(
                        Reason.UNKNOWN_HEADER,
                        "submit_time,gpus,duration_s,vc\n",
                        ":1:1: no trace of demand: 'submit_time,gpus,duration_s,vc'; expected "
                                + "timestamp,gpus_in_use,gpus_queued,gpus_total or timestamp,nodes_in_use,nodes_total"),
                outages(
                        Reason.UNKNOWN_HEADER,
                        "name,from,to\n",
                        ":1:1: no list of outages: 'name,from,to'; expected series,start,end"),
                trace(
                        Reason.MISSING_COLUMN,
                        "timestamp,gpus_in_use,gpus_total\n",
                        ":1:1: no column gpus_queued in 'timestamp,gpus_in_use,gpus_total'; "
                                + "expected the column gpus_queued once"),
                trace(
                        Reason.MISSING_COLUMN,
                        "timestamp,nodes_in_use,nodes_total,timestamp\n",
                        ":1:1: twice the column timestamp in 'timestamp,nodes_in_use,nodes_total,timestamp'; "
                                + "expected the column timestamp once"),
                trace(
                        Reason.CELL_COUNT,
                        NODES + "2020-05-01T00:00:00,1\n",
                        ":2:1: 2 cells; expected 3 cells, as in the header"),
                trace(
                        Reason.CELL_COUNT,
                        NODES + "\n2020-05-01T00:00:00,1,2\n",
                        ":2:1: an empty line; expected 3 cells, as in the header"),
                trace(
                        Reason.BAD_TIME,
                        NODES + "2020-05-32T00:00:00,1,2\n",
                        ":2:1: timestamp is no time: '2020-05-32T00:00:00'; "
                                + "expected a local time such as 2020-05-01T00:05:00"),
                outages(
                        Reason.BAD_TIME,
                        OUTAGES + "trace,2020-05-01T00:00:00,soon\n",
                        ":2:27: end is no time: 'soon'; expected a local time such as 2020-05-01T00:05:00"),
                trace(
                        Reason.BAD_NUMBER,
                        NODES + "2020-05-01T00:00:00,1.5,2\n",
                        ":2:21: nodes_in_use is no whole number: '1.5'; expected a whole number from 0 to 10000000"),
                trace(
                        Reason.BAD_NUMBER,
                        GPUS + "2020-05-01T00:00:00,1,10000001,2\n",
                        ":2:23: gpus_queued is too large: '10000001'; expected a whole number from 0 to 10000000"),
                trace(
                        Reason.NEGATIVE,
                        GPUS + "2020-05-01T00:00:00,1,-3,2\n",
                        ":2:23: gpus_queued is below zero: '-3'; expected a whole number from 0 to 10000000"),
                trace(
                        Reason.EMPTY_CLUSTER,
                        NODES + "2020-05-01T00:00:00,0,0\n",
                        ":2:23: nodes_total is nothing: '0'; expected a whole number from 1"),
                trace(
                        Reason.OVER_TOTAL,
                        NODES + "2020-05-01T00:00:00,3,2\n",
                        ":2:21: nodes_in_use is more than there is: '3'; expected a whole number from 0 to 2"),
                trace(
                        Reason.TIME_REPEATED,
                        GOOD + "2020-05-01T00:05:00,1,2\n",
                        ":4:1: timestamp is the time above: '2020-05-01T00:05:00'; expected a later time"),
                trace(
                        Reason.TIME_BACKWARDS,
                        GOOD + "2020-05-01T00:04:00,1,2\n",
                        ":4:1: timestamp is before the time above: '2020-05-01T00:04:00'; expected a later time"),
                trace(
                        Reason.TOO_FEW_ROWS,
                        NODES + "2020-05-01T00:00:00,1,2\n",
                        ":2:1: the end; expected two rows or more"),
                trace(
                        Reason.UNEVEN_STEP,
                        GOOD + "2020-05-01T00:10:00,1,2\n2020-05-01T00:13:00,1,2\n",
                        ":5:1: PT3M after the row above; expected a multiple of the step, PT5M"),
                trace(
                        Reason.GAP_TOO_LONG,
                        GOOD + "2020-05-08T00:10:00,1,2\n",
                        ":4:1: PT168H5M after the row above; expected at most PT168H"),
                outages(
                        Reason.OUTAGE_BACKWARDS,
                        OUTAGES + "trace,2020-05-01T00:00:00,2020-05-01T00:00:00\n",
                        ":2:27: end is not after its start: '2020-05-01T00:00:00'; expected a time after the start"),
                outages(
                        Reason.AMBIGUOUS_SERIES,
                        OUTAGES
                                + "trace,2020-05-01T00:00:00,2020-05-01T01:00:00\n"
                                + "csv,2020-05-01T00:00:00,2020-05-01T01:00:00\n",
                        ": the name of trace.csv fits csv and trace; expected the series to be named by the caller"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void aBrokenFileIsRefusedWithItsPlaceAndWhatWasExpected(Row row) throws IOException {
        Path broken = Files.write(directory.resolve(row.name()), row.bytes());
        TraceFormatException refusal = catchThrowableOfType(TraceFormatException.class, () -> read(broken));
        assertThat(refusal).isNotNull();
        assertThat(refusal.getMessage()).isEqualTo(broken + row.says());
        assertThat(refusal.reason()).isEqualTo(row.reason());
        assertThat(refusal.file()).isEqualTo(broken);
        assertThat(row.says()).endsWith("; expected " + refusal.expected());
        if (refusal.line() > 0) {
            assertThat(row.says()).startsWith(":" + refusal.line() + ":" + refusal.column() + ": ");
        }
    }

    private void read(Path broken) throws IOException {
        if (!broken.endsWith("outages.csv")) {
            DemandTrace.read(broken, Optional.empty());
        } else {
            DemandTrace.read(Files.writeString(directory.resolve("trace.csv"), GOOD), Optional.of(broken));
        }
    }

    @Test
    void aSeriesThatTheCallerNamesMustBeInTheList() throws IOException {
        Path trace = Files.writeString(directory.resolve("trace.csv"), GOOD);
        Path list = Files.writeString(
                directory.resolve("outages.csv"),
                OUTAGES + "b,2020-05-01T00:00:00,2020-05-01T01:00:00\na,2020-05-01T00:00:00,2020-05-01T01:00:00\n");
        TraceFormatException refusal =
                catchThrowableOfType(TraceFormatException.class, () -> DemandTrace.read(trace, list, "c"));
        assertThat(refusal).hasMessage(list + ": no series 'c'; expected one of a, b");
        assertThat(refusal.reason()).isEqualTo(Reason.UNKNOWN_SERIES);
    }

    @Test
    void aTraceHasAnEnd() throws IOException {
        Path trace = Files.writeString(directory.resolve("trace.csv"), GOOD);
        TraceFormatException refusal =
                catchThrowableOfType(TraceFormatException.class, () -> DemandTrace.Samples.read(trace, 1));
        assertThat(refusal)
                .hasMessage(trace + ":3:1: timestamp is one row too many: '2020-05-01T00:05:00'; "
                        + "expected at most 1 rows");
        assertThat(refusal.reason()).isEqualTo(Reason.TOO_MANY_ROWS);
    }

    @Test
    void aFileThatIsNotThereIsNotABrokenFile() {
        assertThat(catchThrowableOfType(
                        NoSuchFileException.class,
                        () -> DemandTrace.read(directory.resolve("none.csv"), Optional.empty())))
                .isNotNull();
    }

    @Test
    void everyReasonHasItsRow() {
        // These two need a second argument, and have a test of their own above.
        List<Reason> onTheirOwn = List.of(Reason.UNKNOWN_SERIES, Reason.TOO_MANY_ROWS);
        Set<Reason> told = rows().map(Row::reason).collect(Collectors.toCollection(() -> EnumSet.copyOf(onTheirOwn)));
        assertThat(told).containsExactlyInAnyOrder(Reason.values());
    }

    static byte[] gzip(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text.getBytes(UTF_8));
        } catch (IOException e) {
            throw new AssertionError("an array has no end", e);
        }
        return bytes.toByteArray();
    }
}
