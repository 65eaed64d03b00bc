package io.tidemark.connectors.rest;

import static io.tidemark.connectors.rest.TestMarket.ALICE;
import static io.tidemark.connectors.rest.TestMarket.BOB;
import static io.tidemark.connectors.rest.TestMarket.OPERATOR;
import static io.tidemark.connectors.rest.TestMarket.READER;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidemark.connectors.rest.TestMarket.Answer;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who gets whose invoice, as what, and what is said to the others. */
class InvoicesTest {
    private static final String NOVEMBER = "/v1/invoices/2026-11";

    @TempDir
    Path directory;

    private TestMarket market;

    @BeforeEach
    void open() {
        market = TestMarket.open(directory);
    }

    @AfterEach
    void close() {
        market.close();
    }

    private Answer get(String key, String path, String accept) {
        return market.send(key, market.request(path).header("Accept", accept).GET())
                .expect(200);
    }

    @Test
    void aClientThatHasNoPreferenceGetsFields() {
        for (Answer answer : new Answer[] {market.get(ALICE, NOVEMBER).expect(200), get(ALICE, NOVEMBER, "*/*")}) {
            assertThat(answer.contentType()).isEqualTo("application/json");
            JsonNode invoice = answer.json();
            assertThat(invoice.path("number").asText()).isEqualTo("alice-2026-11");
            assertThat(invoice.path("opening").path("totalUsd").asText()).isEqualTo("20.00");
            assertThat(invoice.path("itemsUsd").asText()).isEqualTo("953.746667");
            assertThat(invoice.path("closing").path("totalUsd").asText()).isEqualTo("973.746667");
            assertThat(invoice.path("items").path(3).path("returnedUsd").asText())
                    .isEqualTo("48.00");
        }
    }

    @Test
    void theAcceptHeaderChoosesASpreadsheetOrAPage() {
        Answer csv = get(ALICE, NOVEMBER, "text/csv");
        assertThat(csv.contentType()).isEqualToIgnoringCase("text/csv;charset=utf-8");
        assertThat(csv.response().headers().firstValue("Content-Disposition"))
                .contains("attachment; filename=\"alice-2026-11.csv\"");
        assertThat(csv.response().body()).startsWith("invoice,account,").contains("\r\nalice-2026-11,alice,true,900,");
        Answer page = get(ALICE, NOVEMBER, "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8");
        assertThat(page.contentType()).isEqualToIgnoringCase("text/html;charset=utf-8");
        assertThat(page.response().headers().firstValue("Content-Security-Policy"))
                .contains("default-src 'none'; style-src 'unsafe-inline'");
        assertThat(page.response().headers().firstValue("Vary")).contains("Accept");
        assertThat(page.response().body()).startsWith("<!doctype html>").contains("alice-2026-11");
        assertThat(market.send(
                                ALICE,
                                market.request(NOVEMBER)
                                        .header("Accept", "application/pdf")
                                        .GET())
                        .expect(406)
                        .text("remedy"))
                .contains("text/csv");
    }

    @Test
    void everyoneGetsTheirOwnAndNobodyElsesAndTheOperatorAny() {
        assertThat(market.get(READER, NOVEMBER).expect(200).text("account")).isEqualTo("reader");
        assertThat(market.get(BOB, NOVEMBER).expect(200).text("account")).isEqualTo("bob");
        market.get("", NOVEMBER).expect(401);
        String alices = "/v1/operator/accounts/alice/invoices/2026-11";
        String nobodys = "/v1/operator/accounts/nobody/invoices/2026-11";
        assertThat(market.get(OPERATOR, alices).expect(200).text("number")).isEqualTo("alice-2026-11");
        assertThat(get(OPERATOR, alices, "text/csv").response().body()).contains("\r\nalice-2026-11,alice,");
        assertThat(get(OPERATOR, alices, "text/html").response().body()).contains("alice-2026-11");
        assertThat(market.get(OPERATOR, nobodys).expect(404).text("code")).isEqualTo("NO_SUCH_ACCOUNT");
        // Whether there is such an account is nobody else's business.
        assertThat(market.get(BOB, alices).expect(403).json())
                .isEqualTo(market.get(BOB, nobodys).expect(403).json());
    }

    @ParameterizedTest
    @ValueSource(strings = {"november", "2026-13", "2026-11-31", "2026-11-21T09:00Z..2026-11-21T05:00Z"})
    void whatIsNoPeriodIsNamed(String period) {
        for (String accept : new String[] {"application/json", "text/csv", "text/html"}) {
            Answer refused = market.send(
                            ALICE,
                            market.request("/v1/invoices/" + period)
                                    .header("Accept", accept)
                                    .GET())
                    .expect(422);
            assertThat(refused.contentType()).isEqualTo(Problem.MEDIA_TYPE);
            assertThat(refused.text("code")).isEqualTo("INVALID_FIELD");
            assertThat(refused.text("field")).isEqualTo("period");
            assertThat(refused.text("remedy")).contains("2026-11-21");
        }
    }

    @Test
    void aPeriodThatHasNotBegunHasNoInvoice() {
        // It is 08:05 on the 21st.
        Answer refused = market.get(ALICE, "/v1/invoices/2026-11-22").expect(404);
        assertThat(refused.text("code")).isEqualTo("NO_SUCH_PERIOD");
        assertThat(refused.text("field")).isEqualTo("period");
        assertThat(refused.text("detail")).contains("2026-11-22T00:00:00Z").contains("2026-11-21T");
        market.get(ALICE, "/v1/invoices/2026-11-21").expect(200);
        assertThat(market.get(ALICE, "/v1/invoices/2026-11-21T05:00Z..2026-11-21T09:00Z")
                        .expect(200)
                        .text("number"))
                .isEqualTo("alice-2026-11-21T05:00:00Z..2026-11-21T09:00:00Z");
    }

    @Test
    void anInvoiceThatIsTooLongIsAskedForInParts() {
        Answer refused = market.get(ALICE, "/v1/invoices/1999-12").expect(422);
        assertThat(refused.text("code")).isEqualTo("INVOICE_TOO_LONG");
        assertThat(refused.text("detail")).contains("more than 20000 lines");
        assertThat(refused.text("remedy")).contains("days");
    }
}
