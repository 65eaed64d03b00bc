package io.tidemark.connectors.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tidemark.exchange.feed.PoolLog;
import io.tidemark.exchange.journal.JournalEntry;
import io.tidemark.exchange.journal.PoolHead;
import io.tidemark.exchange.journal.VerifiedJournal;
import io.tidemark.exchange.pool.Event;
import io.tidemark.exchange.pool.RuleActivation;
import io.tidemark.pricing.check.Check;
import io.tidemark.pricing.check.Draft;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A market that runs, its prices questioned at its door and in its journal, and its rules changed by two operators. */
class ExplainProgramTest {
    private static final String POOL = "B200X8.PRN1";

    @TempDir
    private Path folder;

    @Test
    void whatTheDoorSaysOfAPriceTheJournalSaysAsWell() throws IOException {
        Path data = folder.resolve("market");
        try (Program program = Program.tidemark(
                "demo",
                "--quiet",
                "--no-participants",
                "--speed",
                "600",
                "--port",
                "0",
                "--fix-port",
                "0",
                "--metrics-port",
                "0",
                "--data",
                data.toString())) {
            Buyer operator = new Buyer(program.uri(), DemoPeople.OPERATOR_KEY);
            Buyer second = new Buyer(program.uri(), DemoPeople.SECOND_OPERATOR_KEY);
            program.await(
                    "an explanation",
                    () -> operator.get("/v1/pools/" + POOL + "/prices/+6h/explain")
                                    .status()
                            == 200);
            JsonNode live =
                    operator.get("/v1/pools/" + POOL + "/prices/+6h/explain").ok();

            String set = operator.post("/v1/operator/rules", dearer())
                    .ok()
                    .path("ruleSet")
                    .asText();
            second.post("/v1/operator/rules/" + set + "/activate", "{'note':'scarce'}")
                    .ok();
            program.await(
                    "the other set to price",
                    () -> activations(data).stream()
                            .anyMatch(activation -> activation.ruleSet().equals(set)));
            assertThat(activations(data))
                    .hasSize(2)
                    .first()
                    .satisfies(begun -> assertThat(begun.proposedBy()).isEqualTo("(configuration)"));
            assertThat(activations(data).get(1)).satisfies(changed -> {
                assertThat(changed.proposedBy()).isEqualTo("operator");
                assertThat(changed.activatedBy()).isEqualTo("operator-2");
                assertThat(changed.note()).isEqualTo("scarce");
            });

            // The instant of a publication: what stood then is what was told, unless it was told a moment later.
            JsonNode tick = live.path("ticks").path(0);
            Cli.Said then = Cli.type(
                    "price",
                    "explain",
                    POOL,
                    live.path("hour").asText(),
                    "--data",
                    data.toString(),
                    "--at",
                    tick.path("publishedAt").asText(),
                    "--json");
            JsonNode again = new ObjectMapper().readTree(then.ok());
            assertThat(again.path("ticks").findValuesAsText("recomputed")).containsOnly("THE_SAME");
            assertThat(again.path("parts").path(0)).isEqualTo(live.path("parts").path(0));

            assertThat(Cli.type("price", "explain", POOL, "+6h", "--data", data.toString())
                            .ok())
                    .contains("is worth USD", "by rule set", "computed again it comes to the same");
            assertThat(Cli.ask(program.uri(), DemoPeople.ALICE_KEY, "price", "explain", POOL, "+6h"))
                    .contains("is worth USD", "The fee is", "A firm lot that is missing");
        }
        Cli.Said nothing = Cli.type("price", "explain", "B200X8.PRN9", "+6h", "--data", data.toString());
        assertThat(nothing.exitCode()).isEqualTo(3);
        assertThat(nothing.err()).contains("NO_SUCH_POOL");
    }

    /** Tables in which a B200 server is worth more, and cases that expect it. */
    private static String dearer() {
        Map<String, String> tables = new TreeMap<>(Draft.builtIn().tables());
        tables.computeIfPresent("machine", (name, text) -> text.replace("B200X8,320", "B200X8,330"));
        ObjectNode body = new ObjectMapper().createObjectNode();
        ObjectNode sheets = body.putObject("tables");
        Check.accepting(new Draft(tables, Draft.builtIn().cases())).sheets().forEach(sheets::put);
        return body.toString();
    }

    private static List<RuleActivation> activations(Path data) {
        List<RuleActivation> found = new ArrayList<>();
        VerifiedJournal.of(data.resolve("journal"), new VerifiedJournal.Witness() {
            @Override
            public void begin() {
                found.clear();
            }

            @Override
            public void verified(JournalEntry entry, PoolHead head) {
                if (head.pool().equals(POOL)) {
                    PoolLog.decode(entry.record())
                            .forEach(command -> command.events().stream()
                                    .filter(Event.RulesActivated.class::isInstance)
                                    .forEach(event -> found.add(((Event.RulesActivated) event).activation())));
                }
            }
        });
        return found;
    }
}
