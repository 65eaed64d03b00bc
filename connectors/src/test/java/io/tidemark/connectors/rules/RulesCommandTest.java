package io.tidemark.connectors.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tidemark.connectors.account.AccountBook;
import io.tidemark.connectors.account.Scope;
import io.tidemark.connectors.document.Documents;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What analysts type, and what they read. */
class RulesCommandTest {
    @TempDir
    Path desk;

    private Path tables;
    private StringWriter out = new StringWriter();
    private StringWriter err = new StringWriter();

    @BeforeEach
    void export() {
        tables = desk.resolve("tables");
        assertThat(rules("export", tables)).isZero();
    }

    @Test
    void whatWasExportedIsRight() {
        assertThat(rules("check", tables)).isZero();
        assertThat(out.toString()).contains("is right: 61 rules, 18 cases, rule set ");
    }

    @Test
    void anExportWritesOverNothing() throws IOException {
        Files.writeString(tables.resolve("fees.csv"), "mine");
        assertThat(rules("export", tables)).isEqualTo(2);
        assertThat(err.toString()).contains("is not empty; nothing was written");
        assertThat(tables.resolve("fees.csv")).hasContent("mine");
    }

    @Test
    void aProblemIsALineThatAnEditorCanJumpTo() throws IOException {
        change("lead-time", "0,60,-500", "0,61,System.exit(1)");
        assertThat(rules("check", tables)).isEqualTo(1);
        assertThat(out.toString()).isEqualToNormalizingNewlines("""
                lead-time.csv:2: fair_bps: not a whole number: 'System.exit(1)'; right would be a whole number from -5000 to\
                 20000 [NOT_A_NUMBER]
                %s has 1 problem.
                """.formatted(tables));
    }

    @Test
    void programsReadTheSameAsJson() throws IOException {
        change("lead-time", "0,60,-500", "0,61,-500");
        assertThat(rules("check", tables, "--json")).isEqualTo(1);
        JsonNode answer = new ObjectMapper().readTree(out.toString());
        assertThat(answer.path("ruleSet").isNull()).isTrue();
        assertThat(answer.path("problems")).singleElement().satisfies(problem -> {
            assertThat(problem.path("code").asText()).isEqualTo("OVERLAP");
            assertThat(problem.path("table").asText()).isEqualTo("lead-time");
            assertThat(problem.path("row").asInt()).isEqualTo(3);
            assertThat(problem.path("message").asText()).isEqualTo("it overlaps row 2 in lead_minutes from 60 to 61");
        });
    }

    @Test
    void aBackTestSaysWhatMovesAndWhatAMarketComesTo() throws IOException {
        Path market = Files.writeString(desk.resolve("hours.yaml"), """
                schema: 1
                name: hours
                horizon: {length: 4h}
                replications: {count: 2}
                pools: [{id: B200X8.PRN1, lots: 40}]
                pricing: {tick: 15m}
                participants:
                  - {kind: buyer, name: riders, market: spot, arrivals: {perHour: 6}, value: {lognormal: [1.2, 0.3]}}
                """);
        change("machine", "B200X8,320", "B200X8,330");
        assertThat(rules("backtest", tables, "--scenario", market))
                .as("%s", err)
                .isZero();
        assertThat(out.toString())
                .contains("fair_ticks moves in", "first_reserve_ticks moves in", "2 replications", "revenue");
        out = new StringWriter();
        assertThat(rules("backtest", tables, "--scenario", market, "--json")).isZero();
        JsonNode answer = new ObjectMapper().readTree(out.toString());
        assertThat(answer.at("/facts/moves")).isNotEmpty();
        assertThat(answer.at("/markets/metrics/0/metric").asText()).isEqualTo("revenue");
        assertThat(rules("backtest", tables, "--scenario", desk.resolve("none.yaml")))
                .isEqualTo(2);
        change("lead-time", "0,60,-500", "0,61,-500");
        assertThat(rules("backtest", tables, "--scenario", market)).isEqualTo(1);
    }

    @Test
    void whatTheTablesComeToNowIsTakenOverWhenItIsAskedFor() throws IOException {
        change("machine", "B200X8,320", "B200X8,330");
        assertThat(rules("check", tables)).isEqualTo(1);
        assertThat(out.toString())
                .contains("comes to 33, not to 32, by machine/3, bands/2")
                .contains("has 45 problems");
        assertThat(rules("check", tables, "--accept")).isZero();
        assertThat(tables.resolve("cases.csv")).content().contains(",10000,205,97,150,");
        assertThat(rules("check", tables)).isZero();

        String cases = Files.readString(tables.resolve("cases.csv"));
        change("machine", "B200X8,330", "B200X8,none");
        assertThat(rules("check", tables, "--accept")).isEqualTo(1);
        assertThat(out.toString()).contains("machine.csv:3: anchor_ticks: not a whole number");
        assertThat(tables.resolve("cases.csv")).hasContent(cases);
    }

    @Test
    void aDirectoryThatIsNotThereIsNoProblemOfTheTables() {
        assertThat(rules("check", desk.resolve("nowhere"))).isEqualTo(2);
        assertThat(err.toString()).contains("there is no " + desk.resolve("nowhere"));
        assertThat(rules("check", tables.resolve("fees.csv"))).isEqualTo(2);
        assertThat(err.toString()).contains("is no directory");
    }

    @Test
    void aDifferenceIsToldByRowAndByFigure() throws IOException {
        assertThat(rules("diff", "built-in", tables)).isZero();
        assertThat(out.toString()).contains("say the same");
        change("reclaim", "0,8000,600", "0,8000,900");
        assertThat(rules("diff", "built-in", tables)).isZero();
        assertThat(out.toString()).isEqualToNormalizingNewlines("""
                changed reclaim.csv:2: utilisation_bps from 0 to 8000: notice_seconds 600 -> 900
                notice_seconds moves in 36 of 60 cells, most from 600 to 900 (+300) at sku=B200X8 utilisation_bps=0\
                 volatility_bps=-1 lead_minutes=0 day_of_week=0 hour_of_day=0 sold_share_bps=0 reference_ticks=0\
                 traded_lot_hours=0
                """);
        assertThat(rules("diff", tables, "built-in", "--json")).isZero();
        JsonNode answer = new ObjectMapper().readTree(out.toString());
        assertThat(answer.path("moves").path(0).path("to").asInt()).isEqualTo(600);
        assertThat(answer.path("cells").asInt()).isEqualTo(24_000);
        change("reclaim", "0,8000,900", "0,8001,900");
        assertThat(rules("diff", "built-in", tables)).isEqualTo(1);
        assertThat(out.toString()).contains("it overlaps row 2 in utilisation_bps from 8000 to 8001");
    }

    @Test
    void itTakesTwoToActivateAndOneToGoBack() throws IOException {
        Path market = desk.resolve("market");
        AccountBook accounts = AccountBook.open(Documents.in(market.resolve("accounts")));
        accounts.createWithKey("ada", "key-of-ada", Set.of(Scope.VIEW, Scope.OPERATOR));
        accounts.createWithKey("ben", "key-of-ben", Set.of(Scope.OPERATOR));
        accounts.createWithKey("buyer", "key-of-buyer", Set.of(Scope.VIEW, Scope.TRADE));

        assertThat(decide(market, "key-of-buyer", "propose", tables)).isEqualTo(2);
        assertThat(err.toString()).contains("is no operator's in " + market);
        assertThat(decide(market, "key-of-ada", "propose", tables, "--note", "to begin with"))
                .isZero();
        String first = out.toString().strip();
        assertThat(decide(market, "key-of-ada", "activate", first)).isEqualTo(1);
        assertThat(err.toString()).contains("another operator must activate it [SAME_PERSON]");
        assertThat(decide(market, "key-of-ben", "activate", first.substring(0, 8)))
                .isZero();

        change("reclaim", "0,8000,600,20000,internal", "0,8000,600,20000,the internal");
        assertThat(decide(market, "key-of-ben", "propose", tables)).isZero();
        String second = out.toString().strip();
        assertThat(decide(market, "key-of-ada", "activate", second)).isZero();
        assertThat(rules("diff", "live", first, "--data", market)).isZero();
        assertThat(out.toString()).contains("reworded reclaim.csv:2").contains("No figure moves.");
        assertThat(rules("export", desk.resolve("copy"), "--set", "live", "--data", market))
                .isZero();
        assertThat(desk.resolve("copy/reclaim.csv")).hasSameTextualContentAs(tables.resolve("reclaim.csv"));

        assertThat(decide(market, "key-of-ben", "rollback", "--note", "on second thoughts"))
                .isZero();
        assertThat(rules("history", "--data", market)).isZero();
        assertThat(out.toString())
                .contains("PROPOSED  " + first.substring(0, 8) + "  ada  to begin with")
                .contains("ROLLED_BACK  " + first.substring(0, 8) + "  ben  on second thoughts")
                .contains(first + " is ACTIVE")
                .contains(second + " is RETIRED");
        assertThat(decide(market, "key-of-ben", "rollback")).isEqualTo(1);
        assertThat(err.toString()).contains("[NOTHING_BEFORE]");
    }

    @Test
    void whatHasAProblemIsNotKept() throws IOException {
        Path market = desk.resolve("market");
        AccountBook.open(Documents.in(market.resolve("accounts")))
                .createWithKey("ada", "key-of-ada", Set.of(Scope.OPERATOR));
        change("reclaim", "0,8000,600", "0,8000,601");
        assertThat(decide(market, "key-of-ada", "propose", tables)).isEqualTo(1);
        assertThat(out.toString()).contains("[OTHER_OUTCOME]").contains("was not kept");
        assertThat(market.resolve("rules")).doesNotExist();
        assertThat(rules("diff", "live", tables, "--data", market)).isEqualTo(2);
        assertThat(decide(market, "key-of-ada", "activate", "0123abcd")).isEqualTo(2);
        assertThat(err.toString()).contains("there is no rule set 0123abcd");
        assertThat(decide(desk.resolve("nowhere"), "key-of-ada", "rollback")).isEqualTo(2);
        assertThat(desk.resolve("nowhere")).doesNotExist();
    }

    private int decide(Path market, String key, Object... arguments) {
        List<Object> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--data", market, "--key", key));
        return rules(all.toArray());
    }

    private void change(String sheet, String from, String to) throws IOException {
        Path file = tables.resolve(sheet + ".csv");
        String text = Files.readString(file);
        assertThat(text).contains(from);
        Files.writeString(file, text.replace(from, to));
    }

    private int rules(Object... arguments) {
        out = new StringWriter();
        err = new StringWriter();
        String[] texts = new String[arguments.length];
        for (int i = 0; i < arguments.length; i++) {
            texts[i] = arguments[i].toString();
        }
        return new CommandLine(new RulesCommand())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(texts);
    }
}
