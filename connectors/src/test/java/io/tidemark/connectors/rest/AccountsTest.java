package io.tidemark.connectors.rest;

import static io.tidemark.connectors.rest.TestMarket.ALICE;
import static io.tidemark.connectors.rest.TestMarket.OPERATOR;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The operator gives accounts keys and FIX sessions, and moves their money in and out under a bank's reference. */
class AccountsTest {
    private static final String ACCOUNTS = "/v1/operator/accounts";

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

    private String homeOf(String name) {
        for (JsonNode account :
                market.get(OPERATOR, ACCOUNTS).expect(200).json().path("accounts")) {
            if (account.path("name").asText().equals(name)) {
                return account.path("homeUsd").asText();
            }
        }
        return "";
    }

    @Test
    void aFreshKeyOpensAndTheOldOneDoesNot() throws Exception {
        String fresh =
                market.post(OPERATOR, ACCOUNTS + "/alice/key", "{}").expect(200).text("apiKey");
        assertThat(market.get(fresh, "/v1/account").expect(200).text("name")).isEqualTo("alice");
        assertThat(market.get(ALICE, "/v1/account").expect(401).text("code")).isEqualTo("KEY_UNKNOWN");
        assertThat(Files.readString(directory.resolve("accounts.json"))).doesNotContain(fresh);
    }

    @Test
    void keysOfOperatorsAreNotMadeOverTheNetwork() {
        assertThat(market.post(OPERATOR, ACCOUNTS + "/operator/key", "{}")
                        .expect(403)
                        .text("code"))
                .isEqualTo("ONLY_AT_THE_MACHINE");
        assertThat(market.get(OPERATOR, "/v1/account").expect(200).text("name")).isEqualTo("operator");
        market.post(OPERATOR, ACCOUNTS, "{'name':'mallory','scopes':['operator']}")
                .expect(422);
        assertThat(market.post(ALICE, ACCOUNTS + "/alice/key", "{}").expect(403).text("code"))
                .isEqualTo("SCOPE_MISSING");
        assertThat(market.post(OPERATOR, ACCOUNTS + "/alica/key", "{}")
                        .expect(404)
                        .text("code"))
                .isEqualTo("NO_SUCH_ACCOUNT");
    }

    @Test
    void aSessionIsGivenOnceAndForEver() {
        for (int again = 0; again < 2; again++) {
            assertThat(market.post(OPERATOR, ACCOUNTS + "/alice/fix-sessions", "{'compId':'ALICE'}")
                            .expect(201)
                            .text("note"))
                    .contains("SenderCompID ALICE", "Username alice");
        }
        assertThat(market.sessions.accountOf("ALICE")).contains(market.number("alice"));
        assertThat(market.post(OPERATOR, ACCOUNTS + "/bob/fix-sessions", "{'compId':'ALICE'}")
                        .expect(409)
                        .text("code"))
                .isEqualTo("NAME_TAKEN");
        assertThat(market.post(OPERATOR, ACCOUNTS + "/bob/fix-sessions", "{'compId':'../bob'}")
                        .expect(422)
                        .text("field"))
                .isEqualTo("compId");
        assertThat(market.get(OPERATOR, ACCOUNTS).expect(200).json().toString())
                .contains("\"fixSessions\":[\"ALICE\"]");
    }

    @Test
    void aBanksReferenceMovesMoneyOnce() {
        String wire = "{'account':'alice','amountUsd':'500','reference':'WIRE 2026-11-21/17'}";
        JsonNode first =
                market.post(OPERATOR, "/v1/operator/deposits", wire).expect(200).json();
        assertThat(first.path("reference").asText()).isEqualTo("WIRE 2026-11-21/17");
        assertThat(first.has("transferId")).isFalse();
        assertThat(market.post(OPERATOR, "/v1/operator/deposits", wire)
                        .expect(200)
                        .json())
                .isEqualTo(first);
        assertThat(market.post(OPERATOR, "/v1/operator/deposits", wire.replace("500", "501"))
                        .expect(409)
                        .text("field"))
                .isEqualTo("reference");
        market.post(OPERATOR, "/v1/operator/deposits", wire.replace("'reference'", "'transferId':1,'reference'"))
                .expect(422);
        market.post(OPERATOR, "/v1/operator/deposits", wire.replace("WIRE", "\\u0007"))
                .expect(422);
        assertThat(homeOf("alice")).isEqualTo("500.00");
    }

    @Test
    void aWithdrawalTakesAtMostWhatIsAtHome() {
        market.post(OPERATOR, "/v1/operator/deposits", "{'account':'alice','amountUsd':'500','transferId':1}")
                .expect(200);
        String payout = "{'account':'alice','amountUsd':'200','transferId':1}";
        for (int again = 0; again < 2; again++) {
            assertThat(market.post(OPERATOR, "/v1/operator/withdrawals", payout)
                            .expect(200)
                            .text("homeUsd"))
                    .as("the directions have names of their own, and each moves once")
                    .isEqualTo("300.00");
        }
        TestMarket.Answer tooMuch = market.post(
                        OPERATOR, "/v1/operator/withdrawals", "{'account':'alice','amountUsd':'300.01'}")
                .expect(422);
        assertThat(tooMuch.text("code")).isEqualTo("INSUFFICIENT_CREDIT");
        assertThat(tooMuch.text("remedy")).contains("300.00");
        market.post(ALICE, "/v1/operator/withdrawals", payout).expect(403);
        assertThat(homeOf("alice")).isEqualTo("300.00");
    }
}
