package io.tidemark.pricing.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tidemark.pricing.compile.RuleSet;
import io.tidemark.pricing.sheet.Problem;
import io.tidemark.pricing.sheet.Problem.Code;
import io.tidemark.pricing.sheet.Sheet;
import io.tidemark.pricing.sheet.SheetFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever may write a table may not make it run, read it two ways, or make us wait; each attempt is refused where it is. */
class HostileTablesTest {
    private static final String HEADER = "lead_minutes_from,lead_minutes_to,fair_bps,reason\n";

    @TempDir
    Path directory;

    @BeforeEach
    void theOtherTablesAreRight() throws IOException {
        for (Map.Entry<String, String> table : RuleSet.builtInTables().entrySet()) {
            Files.writeString(directory.resolve(table.getKey() + ".csv"), table.getValue());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "System.exit(1)",
                "new java.io.File(\"/\").delete()",
                "0L; while (true) {} //",
                "eval(modify)",
                "=1+1",
                "@SUM(A1)",
                "+5",
                "5;6",
                "0x10",
                "1e3",
                "5L",
                "\"5\"",
                "'5",
                "- 5",
                "",
            })
    void aCellIsANumberAndNothingElse(String cell) throws IOException {
        given(HEADER + "0,20160," + cell + ",any lead is the same\n");
        expect(Code.NOT_A_NUMBER, 2, "fair_bps");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "while (true) { }",
                "=HYPERLINK(1)",
                "-2+3+cmd|' /C calc'!A0",
                "+1 is a formula",
                "@SUM of all cells",
                "<script>alert(1)</script>",
                "end rule \"x\" when then",
                "${jndi:ldap://x/y}",
                "a reason\\nthen another",
                "short",
            })
    void aReasonIsPlainWordsAndNothingElse(String reason) throws IOException {
        given(HEADER + "0,20160,5," + reason + "\n");
        expect(Code.NOT_A_PHRASE, 2, "reason");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "9223372036854775808",
                "-9223372036854775809",
                "18446744073709551621",
                "9999999999999999999999999999999999999999",
                "20001",
            })
    void aNumberThatWouldOverflowIsOutOfRange(String cell) throws IOException {
        given(HEADER + "0,20160," + cell + ",any lead is the same\n");
        expect(Code.OUT_OF_RANGE, 2, "fair_bps");
    }

    @Test
    void twoRowsThatContradictEachOtherAreNamedWithWhatTheyShare() throws IOException {
        given(HEADER + "0,90,5,the first hours are near\n60,20160,-5,later hours are far\n");
        assertThat(problems())
                .containsExactly(new Problem(
                        Code.OVERLAP,
                        "lead-time",
                        3,
                        "",
                        "it overlaps row 2 in lead_minutes from 60 to 90",
                        "bands that no other row covers"));
    }

    @Test
    void aFieldThatNoFactHasIsRefused() throws IOException {
        given(
                "lead_minutes_from,lead_minutes_to,class.classLoader,fair_bps,reason\n0,20160,1,5,any lead is the same\n");
        expect(Code.UNKNOWN_COLUMN, 1, "class.classLoader");
    }

    @Test
    void aColumnThatIsThereTwiceIsRefused() throws IOException {
        given("lead_minutes_from,lead_minutes_to,fair_bps,fair_bps,reason\n0,20160,5,6,any lead is the same\n");
        expect(Code.COLUMN_TWICE, 1, "fair_bps");
    }

    @Test
    void aByteOrderMarkIsRefused() throws IOException {
        given("\uFEFF" + HEADER + "0,20160,5,any lead is the same\n");
        assertThat(expect(Code.NOT_PLAIN_TEXT, 1, "lead_minutes_from").message())
                .contains("byte order mark");
    }

    @Test
    void anotherEncodingIsRefused() throws IOException {
        for (Charset other : List.of(StandardCharsets.UTF_16LE, StandardCharsets.UTF_16)) {
            Files.writeString(file(), HEADER + "0,20160,5,any lead is the same\n", other);
            assertThat(problems())
                    .isNotEmpty()
                    .allSatisfy(problem -> assertThat(problem.code()).isEqualTo(Code.NOT_PLAIN_TEXT));
        }
        Files.writeString(file(), HEADER + "0,20160,5,any lead is na\u00EFve\n", StandardCharsets.ISO_8859_1);
        assertThat(expect(Code.NOT_PLAIN_TEXT, 2, "reason").message()).contains("not UTF-8");
    }

    @Test
    void bytesThatOnlyACarelessReaderTakesForAsciiAreRefused() throws IOException {
        byte[] overlong = (HEADER + "0,20160,5,any lead is the same??\n").getBytes(StandardCharsets.US_ASCII);
        overlong[overlong.length - 3] = (byte) 0xC0;
        overlong[overlong.length - 2] = (byte) 0xAF;
        Files.write(file(), overlong);
        expect(Code.NOT_PLAIN_TEXT, 2, "reason");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\uFF15", // A full-width five.
                "5\u00A0", // A space that does not break.
                "\u200B5", // A space of no width.
                "\u202E5", // What follows is shown from right to left.
                "5\u0000", "5\u000B", "\u0665", // An Arabic five, which Java takes for a digit.
                "5\r", // An end of the line that not everybody takes for one.
                "5\u2028", "5\u0085",
            })
    void aCharacterThatLooksLikeAnotherOrLikeNothingIsRefused(String cell) throws IOException {
        given(HEADER + "0,20160," + cell + ",any lead is the same\n");
        expect(Code.NOT_PLAIN_TEXT, 2, "fair_bps");
    }

    @Test
    void aCommentMayUseAnyLetterButShowsWhatItIs() throws IOException {
        String rows = "0,20160,5,any lead is the same\n";
        given(HEADER + "# für die Nächte – \u03B1\n" + rows);
        assertThat(problems()).isEmpty();
        given(HEADER + rows + "# this row \u202E is not what it seems\n");
        expect(Code.NOT_PLAIN_TEXT, 3, "lead_minutes_from");
    }

    @Test
    void aTableOfAMillionRowsIsRefusedWithoutReadingIt() throws IOException {
        given(HEADER + "0,1,5,every minute has its rule\n".repeat(1_000_000));
        Problem problem = problems().get(0);
        assertThat(problem.code()).isEqualTo(Code.TOO_LARGE);
        assertThat(problem.row()).isGreaterThan(4_000);
    }

    @Test
    void aTableOfManyShortRowsIsRefused() throws IOException {
        given(HEADER + "x,,,\n".repeat(20_000));
        assertThat(problems()).map(Problem::code).containsExactly(Code.TOO_MANY_ROWS);
    }

    @Test
    void aCellOfTenMegabytesIsRefusedWhereItIs() throws IOException {
        given(HEADER + "0,60,5,the first hour is near\n60,20160," + "7".repeat(10 << 20) + ",later hours are far\n");
        Problem problem = expect(Code.TOO_LARGE, 3, "fair_bps");
        assertThat(problem.toString()).hasSizeLessThan(300);
    }

    @Test
    void aHeaderOfManyColumnsIsRefusedInFewWords() throws IOException {
        given("a,".repeat(50_000) + "\n");
        assertThat(problems()).hasSizeLessThanOrEqualTo(Sheet.MAX_ROWS);
        given(HEADER.strip() + ",x".repeat(50_000) + "\n");
        assertThat(problems()).hasSizeLessThanOrEqualTo(Sheet.MAX_ROWS);
    }

    @Test
    void aFileOfAnotherNameIsNoTable() throws IOException {
        Files.writeString(directory.resolve("Lead-Time.csv"), HEADER);
        Files.writeString(directory.resolve("notes.txt"), "nobody reads this");
        assertThat(problems())
                .map(Problem::toString)
                .singleElement()
                .asString()
                .startsWith("Lead-Time: there is no such table");
    }

    @Test
    void aDirectoryIsNoTable() throws IOException {
        Files.delete(file());
        Files.createDirectory(file());
        List<Problem> found = new ArrayList<>();
        SheetFiles.read(directory, found);
        assertThat(found).map(Problem::toString).containsExactly("lead-time: it is no file; right would be a file");
    }

    private Path file() {
        return directory.resolve("lead-time.csv");
    }

    private void given(String text) throws IOException {
        Files.writeString(file(), text);
    }

    private Problem expect(Code code, int row, String column) {
        List<Problem> problems = problems();
        assertThat(problems).map(Problem::toString).hasSize(1);
        Problem problem = problems.get(0);
        assertThat(problem.code()).as(problem.toString()).isEqualTo(code);
        assertThat(problem.table()).isEqualTo("lead-time");
        assertThat(problem.row()).as(problem.toString()).isEqualTo(row);
        assertThat(problem.column()).as(problem.toString()).isEqualTo(column);
        assertThat(problem.remedy()).isNotEmpty();
        return problem;
    }

    private void readAll() {
        try {
            List<Problem> unreadable = new ArrayList<>();
            Map<String, String> texts = new TreeMap<>(SheetFiles.read(directory, unreadable));
            assertThat(unreadable).isEmpty();
            Tables.read(texts);
        } catch (IOException unexpected) {
            throw new UncheckedIOException(unexpected);
        }
    }

    private List<Problem> problems() {
        TablesRefusedException refused = catchThrowableOfType(TablesRefusedException.class, this::readAll);
        return refused == null ? List.of() : refused.problems();
    }
}
