package io.tidemark.connectors.rest;

import static io.tidemark.connectors.rest.TestMarket.OPERATOR;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidemark.connectors.rest.TestMarket.Answer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The operator opens accounts, moves money in, and checks the books. */
class OperatorTest {
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

    @Test
    void aNewAccountTradesWithTheKeyThatWasShownOnce() throws Exception {
        String key = market.post(OPERATOR, "/v1/operator/accounts", "{'name':'acme-research'}")
                .expect(201)
                .text("apiKey");
        assertThat(Files.readString(directory.resolve("accounts.json")))
                .contains("acme-research")
                .doesNotContain(key);
        assertThat(market.get(key, "/v1/account").expect(200).json().path("wallets"))
                .isEmpty();
        Answer deposit = market.post(
                        OPERATOR,
                        "/v1/operator/deposits",
                        "{'account':'acme-research','pool':'B200X8.PRN1','amountUsd':'500.50'}")
                .expect(200);
        assertThat(deposit.json().path("applied").asBoolean()).isTrue();
        assertThat(deposit.text("freeUsd")).isEqualTo("500.50");
        market.post(
                        key,
                        "/v1/orders",
                        "{'pool':'B200X8.PRN1','start':'+2h','hours':1,'side':'BUY','lots':1,'limitPricePerGpuHour':'1.90'}")
                .expect(201);
        assertThat(market.get(key, "/v1/account")
                        .json()
                        .path("wallets")
                        .path(0)
                        .path("escrowUsd")
                        .asText())
                .isEqualTo("15.20");
    }

    @Test
    void aTransferIsAppliedOnce() {
        String transfer = "{'account':'alice','pool':'GB200R64.HYP1','amountUsd':'10','transferId':7}";
        JsonNode first = market.post(OPERATOR, "/v1/operator/deposits", transfer)
                .expect(200)
                .json();
        JsonNode second = market.post(OPERATOR, "/v1/operator/deposits", transfer)
                .expect(200)
                .json();
        assertThat(first.path("applied").asBoolean()).isTrue();
        assertThat(second.path("applied").asBoolean()).isFalse();
        assertThat(second.path("freeUsd").asText()).isEqualTo("10.00");
    }

    @Test
    void mistakesOfTheOperatorAreNamed() {
        assertThat(market.post(OPERATOR, "/v1/operator/accounts", "{'name':'alice'}")
                        .expect(409)
                        .text("code"))
                .isEqualTo("NAME_TAKEN");
        assertThat(market.post(OPERATOR, "/v1/operator/accounts", "{'name':'operator'}")
                        .expect(409)
                        .text("code"))
                .isEqualTo("NAME_TAKEN");
        assertThat(market.post(OPERATOR, "/v1/operator/accounts", "{'name':'No Good'}")
                        .expect(422)
                        .text("field"))
                .isEqualTo("name");
        Answer unknown = market.post(
                        OPERATOR, "/v1/operator/deposits", "{'account':'alica','pool':'B200X8.PRN1','amountUsd':'1'}")
                .expect(404);
        assertThat(unknown.text("code")).isEqualTo("NO_SUCH_ACCOUNT");
        assertThat(unknown.json().path("alternatives").path(0).asText()).isEqualTo("alice");
        assertThat(market.post(
                                OPERATOR,
                                "/v1/operator/deposits",
                                "{'account':'alice','pool':'B200X8.PRN1','amountUsd':'0'}")
                        .expect(422)
                        .text("code"))
                .isEqualTo("GUARD_BROKEN");
        assertThat(market.post(
                                OPERATOR,
                                "/v1/operator/deposits",
                                "{'account':'alice','pool':'B200X8.PRN1','amountUsd':'-5'}")
                        .expect(422)
                        .text("field"))
                .isEqualTo("amountUsd");
    }

    @Test
    void theBooksAreInBalance() {
        JsonNode balance =
                market.get(OPERATOR, "/v1/operator/balance").expect(200).json();
        assertThat(balance.path("balanced").asBoolean()).isTrue();
        assertThat(balance.path("pools").path(0).path("netDepositsUsd").asText())
                .isEqualTo("200000.00");
        assertThat(balance.path("pools").path(0).path("unsoldLotHours").asLong())
                .isEqualTo(100);
    }
}
