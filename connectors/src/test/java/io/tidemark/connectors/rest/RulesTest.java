package io.tidemark.connectors.rest;

import static io.tidemark.connectors.rest.TestMarket.ALICE;
import static io.tidemark.connectors.rest.TestMarket.OPERATOR;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidemark.connectors.account.Scope;
import io.tidemark.connectors.rest.TestMarket.Answer;
import io.tidemark.pricing.check.Check;
import io.tidemark.pricing.check.Draft;
import io.tidemark.pricing.life.DirectoryStore;
import io.tidemark.pricing.life.RuleLife;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rule sets are proposed by one operator and activated by another, over HTTP as on the command line. */
class RulesTest {
    private static final String SECOND = "operator-2-key";
    private static final String PATH = "/v1/operator/rules";

    @TempDir
    Path directory;

    private TestMarket market;

    /** The store as the command line has it. */
    private RuleLife life;

    @BeforeEach
    void open() {
        market = TestMarket.open(directory);
        market.accounts.createWithKey("operator-2", SECOND, Set.of(Scope.VIEW, Scope.OPERATOR));
        life = new RuleLife(new DirectoryStore(directory.resolve("rules")));
    }

    @AfterEach
    void close() {
        market.close();
    }

    private Answer send(String key, String path, Draft draft) {
        ObjectNode body = Json.MAPPER.createObjectNode();
        ObjectNode tables = body.put("note", "as it came").putObject("tables");
        draft.sheets().forEach(tables::put);
        return market.send(
                key,
                market.request(path)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(body.toString())));
    }

    private static Draft with(String table, String from, String to) {
        Map<String, String> tables = new TreeMap<>(Draft.builtIn().tables());
        assertThat(tables.get(table)).contains(from);
        tables.computeIfPresent(table, (name, text) -> text.replace(from, to));
        return new Draft(tables, Draft.builtIn().cases());
    }

    @Test
    void aProblemIsToldWithItsPlaceAndWhatWouldBeRight() {
        JsonNode problems = send(OPERATOR, PATH + "/check", with("lead-time", "0,60,-500", "0,61,-500"))
                .expect(200)
                .json()
                .path("problems");
        assertThat(problems).singleElement().satisfies(problem -> {
            assertThat(problem.path("code").asText()).isEqualTo("OVERLAP");
            assertThat(problem.path("table").asText()).isEqualTo("lead-time");
            assertThat(problem.path("row").asInt()).isEqualTo(3);
            assertThat(problem.path("remedy").asText()).isEqualTo("bands that no other row covers");
        });
        assertThat(life.sets()).isEmpty();
    }

    @Test
    void whatIsRightHasAnIdAndIsNotKept() {
        Answer right = send(OPERATOR, PATH + "/check", Draft.builtIn()).expect(200);
        assertThat(right.text("ruleSet")).hasSize(64);
        assertThat(right.json().path("problems")).isEmpty();
        assertThat(right.json().path("rules").asInt()).isGreaterThan(40);
        assertThat(life.sets()).isEmpty();
    }

    @Test
    void itTakesTwoOperatorsAndGoesBackWithOne() {
        life.adopt(Draft.builtIn(), Instant.parse("2026-11-21T08:00:00Z"));
        String builtIn = life.active().orElseThrow();
        Draft dearer = Check.accepting(with("machine", "B200X8,320", "B200X8,330"));

        Answer proposed = send(OPERATOR, PATH, dearer).expect(201);
        String set = proposed.text("ruleSet");
        assertThat(proposed.response().headers().firstValue("Location")).contains(market.url() + PATH + "/" + set);
        assertThat(send(SECOND, PATH, dearer).expect(409).text("code")).isEqualTo("RULES_KNOWN");

        String activate = PATH + "/" + set.substring(0, 8) + "/activate";
        assertThat(market.post(OPERATOR, activate, "{}").expect(409).text("code"))
                .isEqualTo("RULES_SAME_PERSON");
        assertThat(life.active()).contains(builtIn);
        assertThat(market.post(SECOND, activate, "{'note':'scarce'}")
                        .expect(200)
                        .text("state"))
                .isEqualTo("ACTIVE");
        assertThat(life.active()).contains(set);
        assertThat(market.post(SECOND, activate, "{}").expect(409).text("code")).isEqualTo("RULES_NOT_NOW");

        JsonNode moves = market.get(OPERATOR, PATH + "/built-in/diff/live")
                .expect(200)
                .json()
                .path("moves");
        assertThat(moves.findValuesAsText("outcome")).contains("fair_ticks");
        assertThat(market.get(OPERATOR, PATH + "/live")
                        .expect(200)
                        .json()
                        .path("tables")
                        .path("machine")
                        .asText())
                .contains("B200X8,330");

        assertThat(market.post(OPERATOR, PATH + "/rollback", "{'note':'too dear'}")
                        .expect(200)
                        .text("ruleSet"))
                .isEqualTo(builtIn);
        JsonNode all = market.get(OPERATOR, PATH).expect(200).json();
        assertThat(all.path("active").asText()).isEqualTo(builtIn);
        assertThat(all.path("ruleSets").findValuesAsText("state")).containsExactly("ACTIVE", "RETIRED");
        assertThat(all.path("history").findValuesAsText("action"))
                .containsExactly("ADOPTED", "PROPOSED", "ACTIVATED", "ROLLED_BACK");
        assertThat(all.path("history").findValuesAsText("operator"))
                .containsExactly("(configuration)", "operator", "operator-2", "operator");
        assertThat(all.path("history").findValuesAsText("note"))
                .containsExactly("the market began with it", "as it came", "scarce", "too dear");
    }

    @Test
    void tablesWithAProblemAreNotKept() {
        Answer refused = send(OPERATOR, PATH, with("lead-time", "0,60,-500", "0,61,-500"))
                .expect(422);
        assertThat(refused.text("code")).isEqualTo("RULES_REFUSED");
        assertThat(refused.text("detail")).startsWith("The tables have 1 problem");
        assertThat(life.history()).isEmpty();
    }

    @Test
    void nobodyElseGetsAtThem() {
        assertThat(market.get(ALICE, PATH).expect(403).text("code")).isEqualTo("SCOPE_MISSING");
        assertThat(send(ALICE, PATH, Draft.builtIn()).expect(403).text("code")).isEqualTo("SCOPE_MISSING");
    }

    @Test
    void whatCannotBeIsRefusedWithItsCode() {
        assertThat(market.get(OPERATOR, PATH + "/0123456789").expect(404).text("code"))
                .isEqualTo("NO_SUCH_RULE_SET");
        assertThat(market.get(OPERATOR, PATH + "/live").expect(404).text("code"))
                .isEqualTo("NO_SUCH_RULE_SET");
        assertThat(market.post(OPERATOR, PATH + "/rollback", "{}").expect(409).text("code"))
                .isEqualTo("RULES_NOT_NOW");
        assertThat(market.post(OPERATOR, PATH + "/rollback", "{'note':'a\\nb'}")
                        .expect(422)
                        .text("field"))
                .isEqualTo("note");
        assertThat(market.post(OPERATOR, PATH + "/check", "{}").expect(422).text("field"))
                .isEqualTo("tables");
        assertThat(market.post(OPERATOR, PATH + "/check", "{'tables':{'fees':'a','fees.csv':'b'}}")
                        .expect(422)
                        .text("code"))
                .isEqualTo("INVALID_FIELD");
        String large = "#".repeat(600 * 1024);
        assertThat(market.post(OPERATOR, PATH + "/check", "{'tables':{'fees':'" + large + "'}}")
                        .expect(413)
                        .text("detail"))
                .contains("524288");
    }

    @Test
    void aStoreThatIsDamagedSaysSoAndACheckNeedsNone() throws IOException {
        Files.createDirectories(directory.resolve("rules"));
        Files.writeString(directory.resolve("rules/history"), "no line of a history\n");
        assertThat(market.get(OPERATOR, PATH).expect(503).text("code")).isEqualTo("RULE_STORE_FAILED");
        assertThat(send(OPERATOR, PATH + "/check", Draft.builtIn()).expect(200).text("ruleSet"))
                .hasSize(64);
    }
}
