package io.tidemark.simulations.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReportTest {
    private static final String HOSTILE = "\"><script>alert('x')</script>&";

    @TempDir
    Path temp;

    private String page(Path folder) throws IOException {
        return Files.readString(Report.write(folder));
    }

    private void replace(Path file, String what, String by) throws IOException {
        String before = Files.readString(file);
        assertThat(before).contains(what);
        Files.writeString(file, before.replace(what, by));
    }

    @Test
    void theSameFolderGivesTheSameBytes() throws IOException {
        Path folder = SampleResult.write(temp.resolve("run"), 3, 24 * 14);
        assertThat(page(folder)).isEqualTo(page(folder));
    }

    @Test
    void eachPoolIsDrawnFiveTimes() throws IOException {
        String page = page(SampleResult.write(temp.resolve("run"), 3, 24 * 14));
        assertThat(page.split("<svg ", -1)).hasSize(1 + 2 * 5);
        assertThat(page).contains("B200X8.PRN1", "GB200R64.HYP1", "warm-up", "What this cannot say");
    }

    @Test
    void everyDrawingIsWellFormed() throws Exception {
        String page = page(SampleResult.write(temp.resolve("run"), 3, 24 * 14));
        List<String> drawings = Pattern.compile("<svg .*?</svg>", Pattern.DOTALL)
                .matcher(page)
                .results()
                .map(MatchResult::group)
                .toList();
        assertThat(drawings).isNotEmpty();
        for (String drawing : drawings) {
            DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(new ByteArrayInputStream(drawing.getBytes(StandardCharsets.UTF_8)));
            assertThat(drawing).doesNotContain("NaN", "Infinity");
        }
    }

    @Test
    void everyFigureSaysHowSureItIs() throws IOException {
        String page = page(SampleResult.write(temp.resolve("run"), 3, 24 * 14));
        assertThat(page)
                .contains("<th>reclaimRate</th><td>per lease</td><td>10</td><td><b>0.04310</b></td><td>0.0032</td>")
                .contains("<th>fillRate</th><td>share</td><td>1</td><td><b>0.8100</b></td><td>not known yet</td>");
    }

    @Test
    void assertionsAreToldWithTheirOutcome() throws IOException {
        String page = page(SampleResult.write(temp.resolve("run"), 3, 24 * 14));
        assertThat(page)
                .contains("<b>fails</b> <code>reclaimRate.p95 &lt;= 0.05</code> it is 0.055")
                .contains("<b>holds</b> <code>revenue.mean &gt;= 500000</code>");
    }

    @Test
    void noTextOfAFileBecomesMarkup() throws IOException {
        Path folder = SampleResult.write(temp.resolve("run"), 2, 24 * 14);
        for (String file : List.of("series.csv", "leases.csv", "prices.csv")) {
            replace(folder.resolve(file), "B200X8.PRN1", HOSTILE);
        }
        replace(folder.resolve("summary.csv"), "soldShare,share", HOSTILE + "," + HOSTILE);
        replace(folder.resolve("replications.csv"), "soldShare", HOSTILE);
        replace(folder.resolve("manifest.json"), "builtin-4f2a", "<script>x</script>");
        replace(folder.resolve("manifest.json"), "Machines never", "<script>never");
        String page = page(folder);
        assertThat(page).doesNotContain("<script").contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&amp;");
    }

    @Test
    void nothingIsFetchedFromElsewhere() throws IOException {
        assertThat(page(SampleResult.write(temp.resolve("run"), 1, 48)))
                .doesNotContain("http://", "https://", "src=", "@import", "url(");
    }

    @Test
    void aYearOfHoursStaysBelowTwoMegabytes() throws IOException {
        Path folder = SampleResult.write(temp.resolve("run"), 4, 24 * 365);
        assertThat(Files.size(folder.resolve("series.csv"))).isGreaterThan(4_000_000);
        assertThat(Files.size(Report.write(folder))).isLessThan(2_000_000);
    }

    @Test
    void aPoolThatSoldNothingIsSaidSo() throws IOException {
        Path folder = SampleResult.write(temp.resolve("run"), 1, 48);
        Files.writeString(folder.resolve("prices.csv"), "pool,kind,pricePerGpuHour,lotHours\n");
        Files.writeString(folder.resolve("leases.csv"), "replication,pool,startedAt,lots,seconds,end\n");
        assertThat(page(folder)).contains("Nothing was sold.", "There was no spot lease.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"manifest.json", "summary.csv", "replications.csv", "series.csv", "leases.csv", "prices.csv"})
    void aMissingFileIsNamed(String file) throws IOException {
        Path folder = SampleResult.write(temp.resolve("run"), 1, 48);
        Files.delete(folder.resolve(file));
        assertThatThrownBy(() -> Report.write(folder))
                .isInstanceOf(BrokenResultException.class)
                .hasMessageStartingWith(file + ": is missing");
        assertThat(folder.resolve("report.html")).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "series.csv | 2026-01-05T01:00:00Z | yesterday | series.csv, line 3: column time holds 'yesterday'; expected an instant",
                "summary.csv | 0.7132 | much | summary.csv, line 3: column mean holds 'much'; expected a number",
                "summary.csv | 0.7132 | NaN | summary.csv, line 3: column mean holds 'NaN'; expected a finite number",
                "summary.csv | 0.7132, | 0.7132,, | summary.csv, line 3: a row of 11 cells; expected 10",
                "leases.csv | seconds | minutes | leases.csv, line 1: unknown header; expected replication,pool",
                "manifest.json | \"seed\" : 42 | \"seed\" 42 | manifest.json, line 10: is no JSON"
            })
    void abrokenFileIsNamedWithItsLine(String file, String what, String by, String message) throws IOException {
        Path folder = SampleResult.write(temp.resolve("run"), 1, 48);
        replace(folder.resolve(file), what, by);
        assertThatThrownBy(() -> Report.write(folder))
                .isInstanceOf(BrokenResultException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void whatIsNoFolderIsRefused() {
        assertThatThrownBy(() -> Report.write(temp.resolve("nowhere")))
                .isInstanceOf(BrokenResultException.class)
                .hasMessageContaining("nowhere: is no directory");
    }
}
