package io.tidemark.connectors.invoice;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The spreadsheet and the page say what the fields say, and nothing in them does anything. */
class InvoiceFormatsTest {
    private static final InvoicePeriod NOVEMBER = InvoicePeriod.parse("2026-11").orElseThrow();

    private static InvoiceBody invoice() {
        return SampleInvoice.of("harbour", NOVEMBER);
    }

    @Test
    void theSpreadsheetHasALineForEachItemAndTheyAddUp() {
        List<String> lines = InvoiceCsv.of(invoice()).lines().toList();
        assertThat(InvoiceCsv.of(invoice())).endsWith("\r\n");
        assertThat(lines.get(0)).startsWith("invoice,account,provisional,id,at,what,pool,hour,");
        assertThat(lines).hasSize(1 + invoice().items().size());
        assertThat(lines.get(4))
                .isEqualTo(
                        "harbour-2026-11,harbour,true,903,2026-11-21T07:03:00Z,DELIVERY,B200X8.PRN1,2026112107,,6,2.00,"
                                + "1800,,17,,,48.00,-48.00,0.48,-47.52,970.88,"
                                + "\"Delivered 6 lots of 2026-11-21 07:00 at 2.00, 1800 of 3600 s delivered; 48.00 free again\"");
        BigDecimal sum = invoice().items().stream()
                .map(item -> new BigDecimal(item.amountUsd()))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
        assertThat(new BigDecimal(invoice().opening().totalUsd()).add(sum))
                .isEqualByComparingTo(invoice().closing().totalUsd());
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '#',
            quoteCharacter = '`',
            value = {
                "plain # plain",
                "-12.80 # -12.80",
                "0.00 # 0.00",
                "=1+1 # '=1+1",
                "=HYPERLINK(\"http://x\",\"y\") # \"'=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\"",
                "@SUM(A1) # '@SUM(A1)",
                "+49 30 # '+49 30",
                "-2+3 # '-2+3",
                "-- # '--",
                "a,b # \"a,b\"",
                "a\"b # \"a\"\"b\""
            })
    void noCellIsAFormula(String text, String cell) {
        assertThat(InvoiceCsv.cell(text)).isEqualTo(cell);
    }

    @Test
    void aCellOfTwoLinesIsOneCell() {
        assertThat(InvoiceCsv.cell("a\r\nb")).isEqualTo("\"a\r\nb\"");
        assertThat(InvoiceCsv.cell("\t=1")).isEqualTo("'\t=1");
        assertThat(InvoiceCsv.cell("\r=1")).isEqualTo("\"'\r=1\"");
    }

    @Test
    void thePageHasTheSumsOfEachPoolAndOfAll() {
        String page = InvoiceHtml.of(invoice());
        assertThat(page)
                .contains("<title>Invoice harbour-2026-11</title>")
                .contains("2026-11 (2026-11-01 00:00 to 2026-12-01 00:00 UTC)")
                .contains("journal record 4711, command 3")
                .contains("Provisional.")
                .contains("<td colspan=\"4\">B200X8.PRN1 in all</td><td class=\"n\">\u221221.52<s>0000</s></td>")
                .contains("<td colspan=\"5\">All lines</td><td class=\"n\">953.746667<s></s></td>")
                .contains(
                        "<td>Everything</td><td class=\"n\">20.00<s>0000</s></td><td class=\"n\">973.746667<s></s></td>")
                .contains(">1,000.00<s>0000</s></td>")
                .contains("bid GB200R64.HYP1-42");
        assertThat(InvoiceHtml.of(SampleInvoice.of("harbour", NOVEMBER, true))).doesNotContain("Provisional");
    }

    @Test
    void thePageNeedsNothingElseAndRunsNothing() {
        assertThat(InvoiceHtml.of(invoice())).doesNotContain("http:", "https:", "<script", "url(", "@import", "src=");
    }

    @Test
    void nothingInANameIsMarkup() {
        String page = InvoiceHtml.of(SampleInvoice.of("<script>alert('x')</script>&\"", NOVEMBER));
        assertThat(page)
                .doesNotContain("<script", "alert('x')")
                .contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&amp;&quot;");
    }
}
