package io.tidemark.connectors.rest;

import static io.tidemark.connectors.rest.TestMarket.OPERATOR;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidemark.connectors.rest.TestMarket.Answer;
import io.tidemark.exchange.contract.Money;
import io.tidemark.exchange.pool.Command;
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
        // As an order that takes its money along does, behind this door.
        long acme = market.number("acme-research");
        market.operatorDoes(new Command.OpenAccount(acme, acme));
        market.operatorDoes(new Command.Credit(acme, 1, Money.parse("500.50")));
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
        String transfer = "{'account':'alice','amountUsd':'10','transferId':7}";
        JsonNode first = market.post(OPERATOR, "/v1/operator/deposits", transfer)
                .expect(200)
                .json();
        JsonNode second = market.post(OPERATOR, "/v1/operator/deposits", transfer)
                .expect(200)
                .json();
        assertThat(second).isEqualTo(first);
        assertThat(second.path("homeUsd").asText()).isEqualTo("10.00");
        Answer reused = market.post(OPERATOR, "/v1/operator/deposits", transfer.replace("'10'", "'11'"))
                .expect(409);
        assertThat(reused.text("code")).isEqualTo("TRANSFER_ID_REUSED");
        // Another account may use the same number.
        market.post(OPERATOR, "/v1/operator/deposits", transfer.replace("alice", "bob"))
                .expect(200);
    }

    @Test
    void withoutATransferIdEveryDepositIsAnother() {
        String deposit = "{'account':'alice','amountUsd':'10'}";
        market.post(OPERATOR, "/v1/operator/deposits", deposit).expect(200);
        assertThat(market.post(OPERATOR, "/v1/operator/deposits", deposit)
                        .expect(200)
                        .text("homeUsd"))
                .isEqualTo("20.00");
    }

    @Test
    void moneyDoesNotGoIntoAPoolByItself() {
        Answer refused = market.post(
                        OPERATOR, "/v1/operator/deposits", "{'account':'alice','pool':'B200X8.PRN1','amountUsd':'10'}")
                .expect(422);
        assertThat(refused.text("field")).isEqualTo("pool");
        assertThat(refused.text("remedy")).contains("each order takes along what it needs");
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
        Answer unknown = market.post(OPERATOR, "/v1/operator/deposits", "{'account':'alica','amountUsd':'1'}")
                .expect(404);
        assertThat(unknown.text("code")).isEqualTo("NO_SUCH_ACCOUNT");
        assertThat(unknown.json().path("alternatives").path(0).asText()).isEqualTo("alice");
        assertThat(market.post(OPERATOR, "/v1/operator/deposits", "{'account':'alice','amountUsd':'0'}")
                        .expect(422)
                        .text("field"))
                .isEqualTo("amountUsd");
        assertThat(market.post(OPERATOR, "/v1/operator/deposits", "{'account':'alice','amountUsd':'-5'}")
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
