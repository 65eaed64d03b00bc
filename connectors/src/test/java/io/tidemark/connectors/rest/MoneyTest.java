package io.tidemark.connectors.rest;

import static io.tidemark.connectors.rest.TestMarket.ALICE;
import static io.tidemark.connectors.rest.TestMarket.BOB;
import static io.tidemark.connectors.rest.TestMarket.OPERATOR;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tidemark.exchange.contract.Money;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Money at home: it comes in by deposits, and every movement can be read. */
class MoneyTest {
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
    void aDepositIsAtHome() {
        assertThat(market.post(OPERATOR, "/v1/operator/deposits", "{'account':'alice','amountUsd':'500.50'}")
                        .expect(200)
                        .text("homeUsd"))
                .isEqualTo("500.50");
        assertThat(market.get(ALICE, "/v1/account").expect(200).text("homeUsd")).isEqualTo("500.50");
        assertThat(market.get(BOB, "/v1/account").expect(200).text("homeUsd")).isEqualTo("0.00");
    }

    @Test
    void whileTheBooksAreAwayAQuestionIsUnansweredAndATransferInDoubt() {
        market.cash.goAway();
        assertThat(market.get(ALICE, "/v1/account").expect(503).text("code")).isEqualTo("UNAVAILABLE");
        assertThat(market.post(OPERATOR, "/v1/operator/deposits", "{'account':'alice','amountUsd':'1.00'}")
                        .expect(503)
                        .text("code"))
                .isEqualTo("OUTCOME_UNKNOWN");
    }

    @Test
    void theStatementComesInPagesTheOldestFirst() {
        long alice = market.number("alice");
        market.cash.move(alice, "deposit", Money.parse("100"));
        market.cash.move(alice, "to B200X8.PRN1", -Money.parse("12.80"));
        market.cash.move(alice, "from B200X8.PRN1", Money.parse("0.000001"));
        JsonNode first = market.get(ALICE, "/v1/statement?limit=2").expect(200).json();
        assertThat(first.path("movements").findValuesAsText("amountUsd")).containsExactly("100.00", "-12.80");
        assertThat(first.path("movements").findValuesAsText("balanceUsd")).containsExactly("100.00", "87.20");
        JsonNode second = market.get(
                        ALICE,
                        "/v1/statement?limit=2&after=" + first.path("nextAfter").asText())
                .expect(200)
                .json();
        assertThat(second.path("movements").findValuesAsText("balanceUsd")).containsExactly("87.200001");
        assertThat(second.path("movements").path(0).path("kind").asText()).isEqualTo("from B200X8.PRN1");
        assertThat(second.has("nextAfter")).isFalse();
        assertThat(market.get(BOB, "/v1/statement").expect(200).json().path("movements"))
                .isEmpty();
    }
}
