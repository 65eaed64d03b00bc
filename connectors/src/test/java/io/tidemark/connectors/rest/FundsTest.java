package io.tidemark.connectors.rest;

import static io.tidemark.connectors.rest.TestMarket.ALICE;
import static io.tidemark.connectors.rest.TestMarket.OPERATOR;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidemark.connectors.rest.TestMarket.Answer;
import io.tidemark.exchange.clearing.Clearing;
import io.tidemark.exchange.contract.Money;
import io.tidemark.exchange.pool.Command;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The operator's own money goes into the pools and out again, and what it owes is told and paid. */
class FundsTest {
    private static final String FUNDS = "/v1/operator/funds";
    private static final String DEPOSITS = "/v1/operator/pools/B200X8.PRN1/deposits";
    private static final String WITHDRAWALS = "/v1/operator/pools/B200X8.PRN1/withdrawals";

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

    private static String entry(String account, String dollars, long transfer) {
        return "{'account':'" + account + "','amountUsd':'" + dollars + "','transferId':" + transfer + "}";
    }

    private JsonNode pool() {
        return market.get(OPERATOR, FUNDS).expect(200).json().path("pools").path(0);
    }

    @Test
    void eachPoolHasTwoAccountsThatAreFundedApart() {
        Answer deposit =
                market.post(OPERATOR, DEPOSITS, entry("operator", "500", 1)).expect(200);
        assertThat(deposit.text("freeUsd")).isEqualTo("500.00");
        market.post(OPERATOR, DEPOSITS, entry("damages", "20.5", 1)).expect(200);
        market.post(OPERATOR, WITHDRAWALS, entry("operator", "100", 2)).expect(200);
        JsonNode pools = market.get(OPERATOR, FUNDS).expect(200).json().path("pools");
        assertThat(pools.path(0).path("pool").asText()).isEqualTo("B200X8.PRN1");
        assertThat(pools.path(0).path("operatorUsd").asText()).isEqualTo("400.00");
        assertThat(pools.path(0).path("damagesUsd").asText()).isEqualTo("20.50");
        assertThat(pools.path(0).path("owedUsd").asText()).isEqualTo("0.00");
        assertThat(pools.path(0).path("owed")).isEmpty();
        assertThat(pools.path(1).path("operatorUsd").asText()).isEqualTo("0.00");
        assertThat(market.get(OPERATOR, "/v1/operator/balance")
                        .json()
                        .path("balanced")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void aTransferIsAppliedOnceInOneDirection() {
        JsonNode first = market.post(OPERATOR, DEPOSITS, entry("damages", "10", 7))
                .expect(200)
                .json();
        assertThat(market.post(OPERATOR, DEPOSITS, entry("damages", "10", 7))
                        .expect(200)
                        .json())
                .isEqualTo(first);
        Answer more = market.post(OPERATOR, DEPOSITS, entry("damages", "11", 7)).expect(409);
        assertThat(more.text("code")).isEqualTo("TRANSFER_ID_REUSED");
        assertThat(more.text("field")).isEqualTo("transferId");
        market.post(OPERATOR, WITHDRAWALS, entry("damages", "10", 7)).expect(409);
        // The other account may use the number, and so may another pool.
        market.post(OPERATOR, DEPOSITS, entry("operator", "10", 7)).expect(200);
        market.post(OPERATOR, DEPOSITS.replace("B200X8.PRN1", "GB200R64.HYP1"), entry("damages", "1", 7))
                .expect(200);
        String unnamed = "{'account':'damages','amountUsd':'1'}";
        market.post(OPERATOR, DEPOSITS, unnamed).expect(200);
        assertThat(market.post(OPERATOR, DEPOSITS, unnamed).expect(200).text("freeUsd"))
                .isEqualTo("12.00");
    }

    @Test
    void noMoreIsWithdrawnThanIsFreeAndTheTransferIdCanStillBeUsed() {
        market.post(OPERATOR, DEPOSITS, entry("operator", "5", 1)).expect(200);
        Answer tooMuch =
                market.post(OPERATOR, WITHDRAWALS, entry("operator", "5.01", 2)).expect(422);
        assertThat(tooMuch.text("code")).isEqualTo("INSUFFICIENT_CREDIT");
        assertThat(tooMuch.text("field")).isEqualTo("amountUsd");
        assertThat(tooMuch.text("remedy")).isEqualTo("Withdraw at most 5.00 USD.");
        market.post(OPERATOR, WITHDRAWALS, entry("operator", "5", 2)).expect(200);
        assertThat(market.post(OPERATOR, WITHDRAWALS, entry("damages", "1", 2))
                        .expect(422)
                        .text("remedy"))
                .startsWith("There is nothing to withdraw");
    }

    @Test
    void whatIsOwedIsToldAndPaidAsSoonAsThereIsMoney() {
        market.oweDamages();
        JsonNode owing = pool();
        assertThat(owing.path("owedUsd").asText()).isEqualTo("7.60");
        assertThat(owing.path("owed")).hasSize(1);
        assertThat(owing.path("owed").path(0).path("account").asText()).isEqualTo("alice");
        assertThat(owing.path("owed").path(0).path("amountUsd").asText()).isEqualTo("7.60");
        assertThat(owing.path("owed").path(0).path("hour").asText()).isEqualTo("2026112110");
        Answer some = market.post(OPERATOR, DEPOSITS, entry("operator", "2", 1)).expect(200);
        assertThat(some.text("freeUsd")).isEqualTo("0.00");
        assertThat(some.text("owedUsd")).isEqualTo("5.60");
        Answer rest = market.post(OPERATOR, DEPOSITS, entry("damages", "6", 1)).expect(200);
        assertThat(rest.text("freeUsd")).isEqualTo("0.40");
        assertThat(rest.text("owedUsd")).isEqualTo("0.00");
        assertThat(pool().path("owed")).isEmpty();
        assertThat(market.get(ALICE, "/v1/account")
                        .json()
                        .path("wallets")
                        .path(0)
                        .path("freeUsd")
                        .asText())
                .isEqualTo("100007.60");
    }

    @Test
    void mistakesAreNamed() {
        Answer account =
                market.post(OPERATOR, DEPOSITS, entry("damage", "1", 1)).expect(422);
        assertThat(account.text("field")).isEqualTo("account");
        assertThat(account.json().path("alternatives").path(0).asText()).isEqualTo("damages");
        assertThat(market.post(OPERATOR, DEPOSITS, "{'amountUsd':'1'}")
                        .expect(422)
                        .text("code"))
                .isEqualTo("MISSING_FIELD");
        assertThat(market.post(OPERATOR, DEPOSITS, entry("damages", "0", 1))
                        .expect(422)
                        .text("field"))
                .isEqualTo("amountUsd");
        assertThat(market.post(OPERATOR, WITHDRAWALS, entry("damages", "-1", 1))
                        .expect(422)
                        .text("field"))
                .isEqualTo("amountUsd");
        assertThat(market.post(OPERATOR, DEPOSITS.replace("PRN1", "PRN2"), entry("damages", "1", 1))
                        .expect(404)
                        .text("code"))
                .isEqualTo("NO_SUCH_POOL");
        assertThat(market.post(ALICE, DEPOSITS, entry("damages", "1", 1))
                        .expect(403)
                        .text("code"))
                .isEqualTo("SCOPE_MISSING");
        market.get(ALICE, FUNDS).expect(403);
        // Its money has no home, so it would lie there for ever.
        Answer home = market.post(OPERATOR, "/v1/operator/deposits", "{'account':'operator','amountUsd':'1'}")
                .expect(422);
        assertThat(home.text("field")).isEqualTo("account");
        assertThat(home.text("remedy")).contains("/v1/operator/pools/");
    }

    @Test
    void whatThePoolRefusesIsSaid() {
        // All that a pool may ever be given, so that the next cent is too much.
        market.operatorDoes(new Command.Credit(Clearing.OPERATOR, 1, 3_999_999_799_999L * Money.PER_DOLLAR));
        Answer refused =
                market.post(OPERATOR, DEPOSITS, entry("damages", "2", 1)).expect(422);
        assertThat(refused.text("code")).isEqualTo("GUARD_BROKEN");
        assertThat(refused.text("field")).isEqualTo("amountUsd");
        assertThat(refused.text("remedy")).contains("another transferId");
    }

    @Test
    void aTransferThatIsStillOnItsWayIsNotToBeSentAsAnother() {
        market.cash.keepSilent();
        Answer unknown =
                market.post(OPERATOR, DEPOSITS, entry("damages", "2", 9)).expect(503);
        assertThat(unknown.text("code")).isEqualTo("OUTCOME_UNKNOWN");
        assertThat(unknown.text("remedy")).contains("transferId 9");
    }
}
